#include "runtime/command_log.hpp"

#include "runtime/json_text.hpp"

namespace deckhand {
namespace {

std::string with_result(std::string summary, const std::string& result_json) {
  if (result_json.empty()) return summary;
  summary.pop_back();
  return summary.append(",\"result\":").append(result_json).append(1, '}');
}

}  // namespace

std::string summary_json(const command_record& command) {
  json_object_text out;
  const auto add_time = [&](std::string_view name, const std::string& time) {
    if (!time.empty()) out.add_string(name, time);
  };
  const auto add_ready = [&](std::string_view name, const std::string& json) {
    if (!json.empty()) out.add_json(name, json);
  };
  out.add_string("id", command.command_id).add_string("key", command.key).add_string("commandType", command.command_type);
  if (command.intent != command_intent::none) out.add_string("intent", to_string(command.intent));
  out.add_string("status", to_string(command.status));
  add_time("createdAt", command.created_at);
  add_time("startedAt", command.started_at);
  add_time("completedAt", command.completed_at);
  add_ready("params", command.params_json);
  add_ready("error", command.error_json);
  add_ready("notes", command.notes_json);
  if (command.failed_command_id) out.add_string("failedCommandId", *command.failed_command_id);
  return std::move(out).take();
}

std::string full_json(const command_record& command) { return with_result(summary_json(command), command.result_json); }

std::string command_entry::full_json() const { return with_result(summary_json, result_json); }

command_entry_ptr make_entry(const command_record& command) {
  return std::make_shared<const command_entry>(command_entry{command.command_id, command.key, command.status, command.intent,
                                                             command.created_at, summary_json(command), command.result_json,
                                                             command.error_json});
}

}  // namespace deckhand
