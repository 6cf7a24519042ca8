/// The run log as readers see it: an immutable list of ready-made JSON entries, and how a command becomes JSON.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/run_state.hpp"
#include "runtime/shared_list.hpp"

namespace deckhand {

/// All that is known of one command. Texts named `..._json` are ready JSON; an empty text is a field that the command does not
/// have.
struct command_record {
  std::string command_id;
  std::string key;
  std::string command_type;
  command_status status = command_status::queued;
  command_intent intent = command_intent::none;
  std::string created_at;  ///< ISO 8601, as all times here
  std::string started_at;
  std::string completed_at;
  std::string params_json = "{}";
  std::string notes_json;
  std::string result_json;
  std::string error_json;
  std::optional<std::string> failed_command_id;
};

/// {id, key, commandType, intent?, status, createdAt, startedAt?, completedAt?, params, error?, notes?, failedCommandId?}
std::string summary_json(const command_record& command);
/// The same, and `result` once there is one.
std::string full_json(const command_record& command);

/// One command, serialised once for each change. Immutable.
struct command_entry {
  std::string command_id;
  std::string key;
  command_status status = command_status::queued;
  command_intent intent = command_intent::none;
  std::string created_at;
  std::string summary_json;  ///< the log's form: a whole object, without the result
  std::string result_json;   ///< empty until succeeded
  std::string error_json;    ///< empty unless failed with an error of its own

  /// The whole command, result included.
  std::string full_json() const;
};
using command_entry_ptr = std::shared_ptr<const command_entry>;

command_entry_ptr make_entry(const command_record& command);

using command_log = shared_list<command_entry>;

}  // namespace deckhand
