/// The one fact type. Whatever happens to runs, protocols and analyses is an event; the engine's state, the store's journal and
/// the read model behind HTTP are all folds of the same numbered events.
///
/// Texts named `..._json` hold ready JSON: it is serialised once, by whoever makes the event, and only carried from there on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/clock.hpp"

namespace deckhand {

enum class action_type : unsigned char { play, pause, stop, resume_from_recovery, resume_from_recovery_assuming_false_positive };
enum class command_intent : unsigned char { none, protocol, setup, fixit };  ///< none: a protocol file's own command
enum class run_result : unsigned char { none, succeeded, failed, stopped };
enum class entity_kind : unsigned char { labware, pipette, module_, liquid, labware_offset };

/// What a run is for. Only protocol runs are journalled and listed among the runs.
enum class run_kind : unsigned char {
  protocol,     ///< of a protocol, or of commands that clients post and play
  maintenance,  ///< for upkeep: setup commands only, never played; at most one, gone with the process
  stateless     ///< holds the commands that belong to no run; at most one, from the first such command on
};

std::string_view to_string(action_type action);     ///< as on the wire: "play", "resume-from-recovery", …
std::string_view to_string(command_intent intent);  ///< "" for none
std::string_view to_string(run_result result);
std::string_view to_string(entity_kind kind);
std::optional<action_type> parse_action_type(std::string_view text);
std::optional<command_intent> parse_command_intent(std::string_view text);  ///< "" gives none
std::optional<run_result> parse_run_result(std::string_view text);
std::optional<entity_kind> parse_entity_kind(std::string_view text);

/// A run exists and is the current one.
struct run_created {
  std::optional<std::string> protocol_id;
  std::string run_time_parameters_json = "[]";  ///< as declared, with their values: [{variableName, type, value, …}, …]
  run_kind kind = run_kind::protocol;           ///< not journalled, since no others than protocol runs are
};
/// The executor took an action; the event's time is the action's createdAt.
struct action_accepted {
  std::string action_id;
  action_type action = action_type::play;
};
struct command_queued {
  std::string command_id;
  std::string key;
  std::string command_type;
  std::string params_json = "{}";
  command_intent intent = command_intent::none;
  std::optional<std::string> failed_command_id;
};
struct command_started {
  std::string command_id;
};
struct command_succeeded {
  std::string command_id;
  std::string result_json = "{}";
  std::string notes_json = "[]";
  std::optional<std::int64_t> gap_us;  ///< robot idle time between the command before and this one
};
/// A command that never started and is given up with the run has no error text.
struct command_failed {
  std::string command_id;
  std::optional<std::string> error_json;
  std::optional<std::string> notes_json;
  std::optional<std::int64_t> gap_us;
};
/// The run holds (true) or goes on (false), by an action, by a command such as waitForResume, or by the robot's open door.
struct run_paused {
  bool paused = true;
  bool by_open_door = false;  ///< nobody can play it on before the door is closed
};
/// The run's result is decided; what follows is cleanup. Once decided it never changes: a second one is ignored.
struct run_ending {
  run_result result = run_result::none;
  std::optional<std::string> error_json;  ///< the run's fatal error
};
/// The executor's last event of a run.
struct run_finished {
  std::optional<std::string> error_json;  ///< a failure of the cleanup itself
};
/// A labware, pipette, module, liquid or offset of the run came to be, or changed: `summary_json` replaces what was there.
struct entity_changed {
  entity_kind kind = entity_kind::labware;
  std::string entity_id;
  std::string summary_json;
};
/// The run is no longer the current one. One that was never played counts as stopped.
struct run_archived {};
struct run_deleted {};

struct protocol_file {
  std::string name;
  std::string role;  ///< "main", "labware" or "data"
  std::string content;
};
struct protocol_added {
  std::string protocol_id;
  std::string content_hash;   ///< equal for equal sets of files
  std::string protocol_type;  ///< "json", "python" or "native"
  std::string robot_type;     ///< "OT-2 Standard"
  std::string metadata_json = "{}";
  std::optional<std::string> key;
  std::string protocol_kind = "standard";
  std::optional<std::string> api_level = {};  ///< of a Python protocol: "2.13"
  std::vector<protocol_file> files;
};
struct protocol_deleted {
  std::string protocol_id;
};
struct analysis_started {
  std::string protocol_id;
  std::string analysis_id;
  std::string run_time_parameters_json = "[]";  ///< as of run_created
  std::string parameter_values_json = "{}";     ///< what a client chose, by variable name
  std::string parameter_files_json = "{}";      ///< ids of data files, by variable name
};
struct analysis_completed {
  std::string protocol_id;
  std::string analysis_id;
  std::string document_json;  ///< the whole completed analysis, as clients get it
};

/// A file for runtime parameters of protocols. Its content need not be text.
struct data_file_added {
  std::string file_id;
  std::string name;
  std::string content_base64;
};
struct data_file_deleted {
  std::string file_id;
};

using event_body = std::variant<run_created, action_accepted, command_queued, command_started, command_succeeded, command_failed,
                                run_paused, run_ending, run_finished, entity_changed, run_archived, run_deleted, protocol_added,
                                protocol_deleted, analysis_started, analysis_completed, data_file_added, data_file_deleted>;

struct event {
  std::uint64_t sequence = 0;  ///< given by engine_state: journal offset and resume point in one; 0 until then
  std::string run_id;          ///< empty for protocols and analyses
  wall_time at;
  std::int64_t made_steady_ns = 0;  ///< when it was made, for the reporting lag; not journalled
  event_body body;
};

/// The journal's form: {"type": "command_started", …}, without sequence, run and time, which are columns of their own.
std::string to_json_text(const event_body& body);
/// nullopt where the text is not what to_json_text writes.
std::optional<event_body> parse_event_body(std::string_view json_text);

}  // namespace deckhand
