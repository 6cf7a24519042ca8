#include "runtime/run_fold.hpp"

#include <algorithm>

#include "runtime/json_text.hpp"

namespace deckhand {
namespace {

/// Both the run and the cleanup after it failed: clients expect at most one error of a run, which then wraps the two.
std::string wrap_both(const std::string& run_id, const std::string& completed_at, const std::string& run_error,
                      const std::string& finish_error) {
  json_object_text out;
  out.add_string("id", run_id)  // of its own in the list of errors, and the same each time the journal is folded
      .add_string("createdAt", completed_at)
      .add_string("errorType", "RunAndFinishFailed")
      .add_string("errorCode", "4000")
      .add_string("detail", "The run failed, and so did the cleanup after it.")
      .add_json("errorInfo", "{}")
      .add_json("wrappedErrors", join_json_array({run_error, finish_error}))
      .add_json("isDefined", "false");
  return std::move(out).take();
}

}  // namespace

/// Run after the reducer has taken the same event.
struct run_fold::visitor {
  run_fold& fold;
  wall_time at;

  void operator()(const action_accepted& body) {
    json_object_text action;
    action.add_string("id", body.action_id)
        .add_string("createdAt", to_iso8601(at))
        .add_string("actionType", to_string(body.action));
    fold.actions_.push_back(std::move(action).take());
    if (fold.state_.was_played && fold.started_at_.empty()) fold.started_at_ = to_iso8601(at);
    fold.run_json_is_stale_ = true;
  }
  void operator()(const command_queued& body) { fold.queue(body, at); }
  void operator()(const command_started& body) { fold.start(body.command_id, at); }
  void operator()(const command_succeeded& body) {
    if (body.gap_us) fold.timing_->gaps.record(*body.gap_us);
    command_record outcome;
    outcome.status = command_status::succeeded;
    outcome.result_json = body.result_json;
    outcome.notes_json = body.notes_json;
    fold.finish(body.command_id, std::move(outcome), at);
  }
  void operator()(const command_failed& body) {
    if (body.gap_us) fold.timing_->gaps.record(*body.gap_us);
    command_record outcome;
    outcome.status = command_status::failed;
    outcome.error_json = body.error_json.value_or("");
    outcome.notes_json = body.notes_json.value_or("");
    fold.finish(body.command_id, std::move(outcome), at);
  }
  void operator()(const run_paused&) { fold.run_json_is_stale_ = true; }
  void operator()(const run_ending& body) {
    fold.run_error_json_ = body.error_json;
    fold.run_json_is_stale_ = true;
  }
  void operator()(const run_finished& body) {
    fold.finish_error_json_ = body.error_json;
    complete();
  }
  void operator()(const run_archived&) { complete(); }
  void operator()(const entity_changed& body) { fold.put_entity(body); }
  template <class Other>
  void operator()(const Other&) {}

  void complete() {
    if (fold.completed_at_.empty()) fold.completed_at_ = to_iso8601(at);
    fold.run_json_is_stale_ = true;
  }
};

run_fold::run_fold(const std::string& run_id, wall_time created_at, const run_created& body)
    : created_at_(to_iso8601(created_at)), run_time_parameters_json_(body.run_time_parameters_json), kind_(body.kind) {
  state_.run_id = run_id;
  deckhand::apply(state_, body);
  next_view_.run_id = run_id;
  next_view_.index = index_;
  next_view_.timing = timing_;
}

void run_fold::apply(const event& what) {
  const auto* ending = std::get_if<run_ending>(&what.body);
  if (ending && state_.result != run_result::none) return;  // decided before
  deckhand::apply(state_, what.body);
  std::visit(visitor{*this, what.at}, what.body);
  published_.reset();
}

void run_fold::queue(const command_queued& body, wall_time at) {
  command_record command;
  command.command_id = body.command_id;
  command.key = body.key;
  command.command_type = body.command_type;
  command.intent = body.intent;
  command.created_at = to_iso8601(at);
  command.params_json = body.params_json;
  command.failed_command_id = body.failed_command_id;
  auto& log = next_view_.commands;
  if (state_.commands.size() == log.size()) return;  // queued before
  log = log.appended(make_entry(command));
  index_->add(body.command_id, log.size() - 1);
  unfinished_.emplace(body.command_id, std::move(command));
}

void run_fold::start(const std::string& command_id, wall_time at) {
  const auto found = unfinished_.find(command_id);
  if (found == unfinished_.end()) return;
  found->second.status = command_status::running;
  found->second.started_at = to_iso8601(at);
  const auto index = state_.index_by_id.at(command_id);
  next_view_.commands = next_view_.commands.replaced(index, make_entry(found->second));
  next_view_.running_index = index;
}

void run_fold::finish(const std::string& command_id, command_record outcome, wall_time at) {
  const auto found = unfinished_.find(command_id);
  if (found == unfinished_.end()) return;
  auto& command = found->second;
  command.status = outcome.status;
  command.completed_at = to_iso8601(at);
  command.result_json = std::move(outcome.result_json);
  command.error_json = std::move(outcome.error_json);
  command.notes_json = std::move(outcome.notes_json);
  const auto index = state_.index_by_id.at(command_id);
  auto& view = next_view_;
  view.commands = view.commands.replaced(index, make_entry(command));
  if (view.running_index == index) view.running_index.reset();
  view.last_finished_index = index;
  if (!command.error_json.empty()) {
    view.command_errors = view.command_errors.appended(std::make_shared<const std::string>(command.error_json));
    if (!view.first_failed_index && command.intent != command_intent::setup) view.first_failed_index = index;
  }
  unfinished_.erase(found);
}

void run_fold::put_entity(const entity_changed& body) {
  auto& list = entities_[static_cast<std::size_t>(body.kind)];
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entity) { return entity.first == body.entity_id; });
  if (found == list.end())
    list.emplace_back(body.entity_id, body.summary_json);
  else
    found->second = body.summary_json;
  run_json_is_stale_ = true;
}

std::shared_ptr<const run_view> run_fold::view() {
  if (published_) return published_;
  const auto status = status_of(state_);
  next_view_.current = state_.current;
  next_view_.status = status;
  next_view_.result = state_.result;
  move_first_queued();
  if (run_json_is_stale_) next_view_.run_json = std::make_shared<const std::string>(run_json());
  run_json_is_stale_ = false;
  published_ = std::make_shared<const run_view>(next_view_);
  return published_;
}

// Commands never become queued again, so the search only ever goes forward.
void run_fold::move_first_queued() {
  const auto& commands = state_.commands;
  const auto is_wanted = [](const command_progress& command) {
    return command.status == command_status::queued && command.intent != command_intent::setup;
  };
  while (next_queued_ < commands.size() && !is_wanted(commands[next_queued_])) ++next_queued_;
  next_view_.first_queued_index = next_queued_ < commands.size() ? std::optional{next_queued_} : std::nullopt;
}

std::string run_fold::list_json(entity_kind kind) const {
  std::vector<std::string> items;
  for (const auto& entity : entities_[static_cast<std::size_t>(kind)]) items.push_back(entity.second);
  return join_json_array(items);
}

std::string run_fold::run_json() const {
  std::vector<std::string> errors;
  if (run_error_json_ && finish_error_json_)
    errors.push_back(wrap_both(run_id(), completed_at_, *run_error_json_, *finish_error_json_));
  else if (run_error_json_ || finish_error_json_)
    errors.push_back(run_error_json_ ? *run_error_json_ : *finish_error_json_);

  json_object_text out;
  out.add_string("id", run_id())
      .add_json("ok", "true")
      .add_string("createdAt", created_at_)
      .add_string("status", to_string(status_of(state_)))
      .add_json("current", state_.current ? "true" : "false")
      .add_json("actions", join_json_array(actions_))
      .add_json("errors", join_json_array(errors))
      .add_json("hasEverEnteredErrorRecovery", "false")
      .add_json("pipettes", list_json(entity_kind::pipette))
      .add_json("modules", list_json(entity_kind::module_))
      .add_json("labware", list_json(entity_kind::labware))
      .add_json("liquids", list_json(entity_kind::liquid))
      .add_json("labwareOffsets", list_json(entity_kind::labware_offset));
  if (kind_ == run_kind::protocol) out.add_json("runTimeParameters", run_time_parameters_json_).add_json("outputFileIds", "[]");
  if (state_.protocol_id) out.add_string("protocolId", *state_.protocol_id);
  if (!started_at_.empty()) out.add_string("startedAt", started_at_);
  if (!completed_at_.empty()) out.add_string("completedAt", completed_at_);
  return std::move(out).take();
}

}  // namespace deckhand
