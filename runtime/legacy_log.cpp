#include "runtime/legacy_log.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

script_work work_of(std::string command_type, json params, std::vector<protocol_command> steps) {
  script_work work;
  work.is_legacy = true;
  work.steps = std::move(steps);
  work.entry = script_entry{{}, std::move(command_type), std::move(params), std::nullopt};
  return work;
}

}  // namespace

protocol_command legacy_log::finish(const std::string& kind, script_work work) {
  work.entry->id = kind + '-' + std::to_string(counts_[kind]++);
  protocol_command command{work.entry->id, work.entry->command_type, work.entry->params};
  command.work = std::make_shared<const script_work>(std::move(work));
  return command;
}

protocol_command legacy_log::entry(const std::string& kind, std::string command_type, json params,
                                   std::vector<protocol_command> steps, json result_patch) {
  auto work = work_of(std::move(command_type), std::move(params), std::move(steps));
  work.entry->result_patch = std::move(result_patch);
  return finish(kind, std::move(work));
}

protocol_command legacy_log::entry_with_result(const std::string& kind, std::string command_type, json params,
                                               std::vector<protocol_command> steps, json result) {
  auto work = work_of(std::move(command_type), std::move(params), std::move(steps));
  work.entry->result = std::move(result);
  return finish(kind, std::move(work));
}

protocol_command legacy_log::custom(const std::string& kind, const std::string& text, std::vector<protocol_command> steps) {
  return entry_with_result(kind, "custom", {{"legacyCommandType", kind}, {"legacyCommandText", text}}, std::move(steps),
                           json::object());
}

protocol_command legacy_log::pause(json params) {
  auto work = work_of("waitForResume", std::move(params), {});
  work.entry->result = json::object();
  work.then_pause = true;
  return finish("command.PAUSE", std::move(work));
}

json legacy_no_position() { return {{"position", {{"x", 0}, {"y", 0}, {"z", 0}}}}; }

}  // namespace deckhand
