#include "actors/analysis.hpp"

#include <algorithm>
#include <array>

#include "hardware/virtual_robot.hpp"
#include "runtime/command_key.hpp"
#include "runtime/command_log.hpp"
#include "runtime/command_plan.hpp"
#include "runtime/json_text.hpp"
#include "runtime/run_model.hpp"

namespace deckhand {
namespace {

/// One list of the document: the newest form of each thing, in order of first appearance.
class entity_list {
 public:
  void put(entity_changed change) {
    const auto known = std::find(ids_.begin(), ids_.end(), change.entity_id);
    if (known != ids_.end()) {
      texts_[static_cast<std::size_t>(known - ids_.begin())] = std::move(change.summary_json);
      return;
    }
    ids_.push_back(std::move(change.entity_id));
    texts_.push_back(std::move(change.summary_json));
  }
  std::string json() const { return join_json_array(texts_); }

 private:
  std::vector<std::string> ids_, texts_;
};

class dry_run {
 public:
  dry_run(const json_protocol& protocol, const analysis_options& options)
      : protocol_(protocol), options_(options), started_at_(to_iso8601(options.started_at)), model_(protocol) {}

  analysis_outcome execute() {
    take_changes();
    const auto is_cancelled = [&] { return options_.is_cancelled && options_.is_cancelled(); };
    bool goes_on = execute_one({"", "home", nlohmann::json::object()});
    for (auto next = protocol_.commands.begin(); goes_on && next != protocol_.commands.end() && !is_cancelled(); ++next)
      goes_on = execute_one(*next);
    outcome_.document_json = document_json();
    outcome_.estimated_s = robot_.elapsed_s();
    return std::move(outcome_);
  }

 private:
  bool execute_one(const protocol_command& command) {
    ++outcome_.command_counts[command.command_type];
    command_record record;
    record.command_id = make_uuid();
    auto chained_key = keys_.next(command.command_type);
    record.key = command.key.empty() ? std::move(chained_key) : command.key;
    record.command_type = command.command_type;
    record.created_at = record.started_at = record.completed_at = started_at_;
    record.params_json = command.params.dump();
    auto notes = nlohmann::json::array();
    const auto result = result_of(command, notes);
    record.notes_json = notes.dump();
    record.status = result ? command_status::succeeded : command_status::failed;
    if (result) {
      record.result_json = result->dump();
    } else {
      record.error_json = to_error_occurrence(result.error(), make_uuid(), options_.started_at).dump();
      error_jsons_.push_back(record.error_json);
      outcome_.problems.push_back(
          {command_jsons_.size(), command.command_type, result.error().error_type, result.error().detail});
    }
    command_jsons_.push_back(full_json(record));
    return result.has_value();
  }

  tl::expected<nlohmann::json, command_error> result_of(const protocol_command& command, nlohmann::json& notes) {
    auto plan = plan_command(model_, robot_.facts(), command.command_type, command.params);
    if (!plan) return tl::unexpected{plan.error()};
    for (const auto& operation : plan->operations) {
      const auto report = robot_.run(operation);
      if (report.error) return tl::unexpected{to_command_error(*report.error)};
    }
    if (plan->wait == wait_kind::duration) robot_.pass(plan->wait_s);
    notes = std::move(plan->notes);
    auto result = plan->complete(model_, robot_.facts());
    take_changes();
    return result;
  }

  void take_changes() {
    for (auto& change : model_.take_changes()) entities_[static_cast<std::size_t>(change.kind)].put(std::move(change));
  }

  std::string list_json(entity_kind kind) const { return entities_[static_cast<std::size_t>(kind)].json(); }

  std::string document_json() const {
    json_object_text document;
    document.add_string("id", options_.analysis_id)
        .add_string("status", "completed")
        .add_string("result", outcome_.problems.empty() ? "ok" : "not-ok")
        .add_string("robotType", protocol_.robot_type)
        .add_json("runTimeParameters", "[]")
        .add_json("commands", join_json_array(command_jsons_))
        .add_json("labware", list_json(entity_kind::labware))
        .add_json("pipettes", list_json(entity_kind::pipette))
        .add_json("modules", list_json(entity_kind::module_))
        .add_json("liquids", list_json(entity_kind::liquid))
        .add_json("errors", join_json_array(error_jsons_));
    return std::move(document).take();
  }

  const json_protocol& protocol_;
  const analysis_options& options_;
  std::string started_at_;
  run_model model_;
  virtual_robot robot_;
  command_key_chain keys_;
  std::vector<std::string> command_jsons_, error_jsons_;
  std::array<entity_list, 5> entities_;  // by entity_kind
  analysis_outcome outcome_;
};

}  // namespace

analysis_outcome analyse(const json_protocol& protocol, const analysis_options& options) {
  return dry_run{protocol, options}.execute();
}

}  // namespace deckhand
