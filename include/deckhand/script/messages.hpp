/// Every message between a script and its run. What a script asks for carries a tag of its own choice, which comes back with the
/// answer; deckhand does not look at it.
#pragma once

#include <caf/all.hpp>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace deckhand::script {

// --- from the script to the run ---

/// Do this on the robot. Commands are done one at a time, in the order they were asked for; each has its place in the run log.
/// Answered by command_done or command_failed. commands.hpp makes the common ones.
struct command {
  std::uint64_t tag = 0;
  std::string command_type;  ///< as in a JSON protocol: "aspirate"
  nlohmann::json params = nlohmann::json::object();
};
/// Hold the run after the command in hand, until somebody plays it on. Told by run_paused; an analysis plays on at once.
struct pause_run {};
/// Play on. Told by run_resumed.
struct resume_run {};
/// Send a timer_tick after so many seconds of the run: real ones on a robot, `--time-scale` ones on an emulated robot; in an
/// analysis the time passes at once. Negative or endless figures are answered with command_failed.
struct set_timer {
  std::uint64_t tag = 0;
  double seconds = 0;
};
/// Tell what is true of a module now. Answered by module_state, or by command_failed where none was loaded with this id.
struct ask_module_state {
  std::uint64_t tag = 0;
  std::string module_id;  ///< as it was loaded
};

// --- from the run to the script ---

/// The first message.
struct run_started {
  std::string file_name;       ///< that the script was uploaded under
  bool is_simulating = false;  ///< this is the dry run of an analysis
};

/// What the robot says of one of its pipettes after a command.
struct pipette_facts {
  bool has_tip = false;
  double volume_ul = 0;
  bool is_ready_to_aspirate = false;
};

struct command_done {
  std::uint64_t tag = 0;
  std::string command_type;
  std::string command_id;                         ///< in the run log
  nlohmann::json result;                          ///< as in the run log
  std::map<std::string, pipette_facts> pipettes;  ///< by mount, "left" or "right": those that are loaded
};
/// The robot did not do it. Whether that ends the run is for the script to decide.
struct command_failed {
  std::uint64_t tag = 0;
  std::string command_type;  ///< "setTimer" or "moduleState" where no command but another request was refused
  std::string error_type;    ///< as in the run log: "TipNotAttachedError"
  std::string error_code;    ///< "3005"
  std::string detail;        ///< a sentence for people
};

struct run_paused {};
struct run_resumed {};

struct timer_tick {
  std::uint64_t tag = 0;
};

struct module_state {
  std::uint64_t tag = 0;
  std::string module_id;
  nlohmann::json data;  ///< the `data` of the module's item in `GET /modules`
};
/// Of a temperature module, thermocycler block or heater-shaker plate; nothing for other modules.
inline std::optional<double> current_temperature_celsius(const module_state& state) {
  const auto found = state.data.find("currentTemperature");
  return found != state.data.end() && found->is_number() ? std::optional{found->get<double>()} : std::nullopt;
}

// --- how the framework reads and writes them ---

namespace detail {

template <class Inspector>
auto json_field(Inspector& f, const char* name, nlohmann::json& value) {
  const auto get = [&value] { return value.dump(); };
  const auto set = [&value](const std::string& text) {
    value = nlohmann::json::parse(text, nullptr, false);
    return !value.is_discarded();
  };
  return f.field(name, get, set);
}

}  // namespace detail

template <class Inspector>
bool inspect(Inspector& f, command& x) {
  return f.object(x).fields(f.field("tag", x.tag), f.field("command_type", x.command_type),
                            detail::json_field(f, "params", x.params));
}
template <class Inspector>
bool inspect(Inspector& f, pause_run& x) {
  return f.object(x).fields();
}
template <class Inspector>
bool inspect(Inspector& f, resume_run& x) {
  return f.object(x).fields();
}
template <class Inspector>
bool inspect(Inspector& f, set_timer& x) {
  return f.object(x).fields(f.field("tag", x.tag), f.field("seconds", x.seconds));
}
template <class Inspector>
bool inspect(Inspector& f, ask_module_state& x) {
  return f.object(x).fields(f.field("tag", x.tag), f.field("module_id", x.module_id));
}
template <class Inspector>
bool inspect(Inspector& f, run_started& x) {
  return f.object(x).fields(f.field("file_name", x.file_name), f.field("is_simulating", x.is_simulating));
}
template <class Inspector>
bool inspect(Inspector& f, pipette_facts& x) {
  return f.object(x).fields(f.field("has_tip", x.has_tip), f.field("volume_ul", x.volume_ul),
                            f.field("is_ready_to_aspirate", x.is_ready_to_aspirate));
}
template <class Inspector>
bool inspect(Inspector& f, command_done& x) {
  return f.object(x).fields(f.field("tag", x.tag), f.field("command_type", x.command_type), f.field("command_id", x.command_id),
                            detail::json_field(f, "result", x.result), f.field("pipettes", x.pipettes));
}
template <class Inspector>
bool inspect(Inspector& f, command_failed& x) {
  return f.object(x).fields(f.field("tag", x.tag), f.field("command_type", x.command_type), f.field("error_type", x.error_type),
                            f.field("error_code", x.error_code), f.field("detail", x.detail));
}
template <class Inspector>
bool inspect(Inspector& f, run_paused& x) {
  return f.object(x).fields();
}
template <class Inspector>
bool inspect(Inspector& f, run_resumed& x) {
  return f.object(x).fields();
}
template <class Inspector>
bool inspect(Inspector& f, timer_tick& x) {
  return f.object(x).fields(f.field("tag", x.tag));
}
template <class Inspector>
bool inspect(Inspector& f, module_state& x) {
  return f.object(x).fields(f.field("tag", x.tag), f.field("module_id", x.module_id), detail::json_field(f, "data", x.data));
}

}  // namespace deckhand::script

// Far from deckhand's own ids, so that either may grow.
// clang-format off
CAF_BEGIN_TYPE_ID_BLOCK(deckhand_script, first_custom_type_id + 1000)

  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::command))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::pause_run))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::resume_run))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::set_timer))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::ask_module_state))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::run_started))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::pipette_facts))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::command_done))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::command_failed))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::run_paused))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::run_resumed))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::timer_tick))
  CAF_ADD_TYPE_ID(deckhand_script, (deckhand::script::module_state))

CAF_END_TYPE_ID_BLOCK(deckhand_script)
// clang-format on

namespace deckhand::script {

/// A script with message types of its own begins its type id block here, and registers it in an initialiser; see docs/scripts.md.
inline constexpr caf::type_id_t first_own_type_id = caf::first_custom_type_id + 2000;

}  // namespace deckhand::script
