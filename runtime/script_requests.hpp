/// What a protocol's process asks for (see docs/python.md), made ready for whoever runs it: the executor on a robot, the analysis
/// in virtual time.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "runtime/command_error.hpp"
#include "runtime/protocol_reader.hpp"
#include "runtime/robot_facts.hpp"
#include "runtime/run_model.hpp"

namespace deckhand {

/// How a legacy call shows in the log, whatever it does.
struct script_entry {
  std::string id;  ///< its key, too
  std::string command_type;
  nlohmann::json params;
  std::optional<nlohmann::json> result;                    ///< given ready; nothing: the last step's
  nlohmann::json result_patch = nlohmann::json::object();  ///< members put over it
};

/// Commands to be done one after another as one piece of work.
struct script_work {
  std::vector<protocol_command> steps;  ///< params complete; may be empty where there is an entry
  bool is_legacy = false;               ///< below API level 2.14
  std::optional<script_entry> entry;    ///< legacy only; nothing: the work leaves no entry
  bool then_pause = false;
  std::optional<command_error> refusal;  ///< why the script does nothing of it: the entry shows that, and the answer is this

  /// Leaves no entry while it is done.
  bool is_hidden() const { return is_legacy && (!entry || is_shown_once_done()); }
  /// Legacy files log what they have loaded, and nothing of what could not be.
  bool is_shown_once_done() const { return is_legacy && entry && entry->command_type.starts_with("load"); }
  /// A switching of the rail lights that is done at once, whatever else goes on.
  bool is_lights_only() const { return is_hidden() && steps.size() == 1 && steps.front().command_type == "setRailLights"; }
  const std::string& shown_type() const { return entry ? entry->command_type : steps.front().command_type; }
  const nlohmann::json& shown_params() const { return entry ? entry->params : steps.front().params; }
  /// The entry's result; `results` holds one for each step.
  nlohmann::json shown_result(const std::vector<nlohmann::json>& results) const;
  /// The error as the entry shows it.
  command_error shown_error(const command_error& error) const;
  /// The run's error where no script is there to say what became of the command's: for JSON files of schema 3 to 5.
  command_error protocol_error(const command_error& error) const;
};

struct script_pause {
  bool paused = true;
};
/// Answered when so much of the run's time has passed.
struct script_timer {
  double seconds = 0;
};
/// The declared runtime parameters with their values.
struct script_parameters {
  nlohmann::json parameters;
};

struct script_request {
  std::uint64_t id = 0;
  std::string method;
  nlohmann::json params;
};
/// What a process says at its end.
struct script_finish {
  bool is_cancelled = false;
  std::optional<command_error> error;
};
/// A frame from the process; nullopt for what no process of ours would say.
std::optional<std::variant<script_request, script_finish>> parse_script_frame(std::string_view frame_json);

/// What a request means. What only reads or extends the model is done here, and the value is its "ok".
using script_meaning = std::variant<nlohmann::json, script_work, script_pause, script_timer, script_parameters>;
tl::expected<script_meaning, command_error> read_script_request(run_model& model, const robot_facts& facts,
                                                                const script_request& request);

/// True where the answer says what is true of the robot now: `facts` must be the driver's of this moment.
bool is_about_facts(std::string_view method);

/// {errorType, errorCode, detail, errorInfo, wrappedErrors}, and back.
std::string to_json_text(const command_error& error);
command_error parse_command_error(std::string_view json_text);

/// The answers' frames.
std::string script_ok_json(std::uint64_t id, const nlohmann::json& ok, const robot_facts& facts);
std::string script_error_json(std::uint64_t id, const command_error& error, const robot_facts& facts);
std::string script_cancel_json(std::uint64_t id);
/// A frame that answers nothing: the run was paused, or played on. For C++ scripts alone.
std::string script_paused_json(bool is_paused);
/// The "ok" of finished work.
nlohmann::json script_work_ok(const script_work& work, const std::string& command_id, std::vector<nlohmann::json> results);

}  // namespace deckhand
