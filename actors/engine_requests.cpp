// What clients may ask of the engine about runs, and when it declines; and the node's end.

#include <algorithm>
#include <array>

#include "actors/engine_answers.hpp"
#include "actors/engine_state.hpp"

namespace deckhand {
namespace {

// A disk that is slower than this does not keep clients waiting any longer.
constexpr std::chrono::milliseconds longest_wait_for_journal{250};

control_refusal not_the_current_run(const std::string& run_id) {
  return {409, "RunStopped", "Run Stopped", "Run " + run_id + " is not the current run."};
}
control_refusal action_not_allowed(std::string detail) {
  return {409, "RunActionNotAllowed", "Run Action Not Allowed", std::move(detail), "3000", true};
}
// Only what is allowed, or reads well, is kept ready; see engine_state_state::read_again.
control_refusal not_runnable(bool is_native) {
  return {409, "ProtocolFilesInvalid", "Protocol Files Invalid",
          is_native ? "The stored protocol is a C++ script, which this node may not run: it was started without "
                      "--allow-native-scripts."
                    : "The stored protocol can no longer be read; upload it again."};
}
control_refusal executor_lost(const caf::error& reason) {
  return {500, "UnexpectedError", "Unexpected Internal Error", "The run's executor did not answer: " + caf::to_string(reason)};
}
control_refusal post_not_allowed(const std::string& run_id, post_refusal refusal) {
  switch (refusal) {
    case post_refusal::setup_not_allowed:
      return {409, "SetupCommandNotAllowed", "Setup Command Not Allowed",
              "Setup commands are not allowed after the run has started."};
    case post_refusal::fixit_not_allowed:
      return {400, "CommandNotAllowed", "Command Not Allowed",
              "Fixit commands are only allowed while the run recovers from an error."};
    case post_refusal::run_stopped: break;
  }
  return {409, "RunStopped", "Run Stopped", "Run " + run_id + " is over: it takes no more commands."};
}

}  // namespace

// --- runs ---

caf::result<control_outcome> engine_state_state::answer(create_run_request& request) {
  json_protocol_ptr protocol;
  if (request.protocol_id) {
    const auto* record = find_protocol(*request.protocol_id);
    if (!record) return control_outcome{no_such_protocol(*request.protocol_id)};
    protocol = record->protocol;
    if (!protocol) return control_outcome{not_runnable(record->native_metadata.has_value())};
  }
  make_room_for_a_run();
  if (auto* current = current_run()) {
    if (!is_ok_to_clear(current->state))
      return control_outcome{
          control_refusal{409, "RunAlreadyActive", "Run Already Active", "Current run is not idle or stopped.", "4001"}};
    archive(*current);
  }
  const auto run_id = make_uuid();
  emit(run_id, run_created{request.protocol_id, request.parameters.report.dump()});
  runs_.back().executor =
      spawn_executor({run_id, std::move(protocol), read_offsets(request.labware_offsets_json, setup_.clock->wall_now()),
                      engine_state_actor{self_}, std::move(request.parameters), run_kind::protocol, heeds_door_});
  return answer_when_ready(runs_.back());
}

protocol_executor_actor engine_state_state::spawn_executor(run_order order) {
  auto executor = setup_.spawn_executor(std::move(order));
  self_->monitor(executor);
  return executor;
}

caf::result<control_outcome> engine_state_state::answer_when_ready(run_record& run) {
  auto promise = self_->make_response_promise<control_outcome>();
  self_->request(run.executor, caf::infinite, ready_atom_v)
      .then(
          [this, promise, run_id = run.state.run_id, executor = run.executor]() mutable {
            const control_outcome created{control_success{run_id, {}, true}};
            if (!heeds_door_) return promise.deliver(created);
            // Whoever plays the run next finds it blocked where the door is open.
            self_->request(executor, caf::infinite, look_at_door_atom_v, true)
                .then([promise, created]() mutable { promise.deliver(created); },
                      [promise, created](const caf::error&) mutable { promise.deliver(created); });
          },
          [promise](const caf::error& reason) mutable { promise.deliver(control_outcome{executor_lost(reason)}); });
  return promise;
}

caf::result<control_outcome> engine_state_state::answer(patch_run_request& request) {
  auto* run = current_run();
  if (!run || run->state.run_id != request.run_id) return control_outcome{not_the_current_run(request.run_id)};
  if (request.make_not_current) {
    if (!is_ok_to_clear(run->state)) return control_outcome{run_is_busy(request.run_id)};
    archive(*run);
  }
  return control_outcome{control_success{request.run_id, {}, false}};
}

caf::result<control_outcome> engine_state_state::answer(delete_run_request& request) {
  auto* run = find_run(request.run_id);
  if (!run) return control_outcome{no_such_run(request.run_id)};
  if (run->state.current) {
    if (!is_ok_to_clear(run->state)) return control_outcome{run_is_busy(request.run_id)};
    archive(*run);
  }
  emit(request.run_id, run_deleted{});
  return control_outcome{control_success{request.run_id, {}, false}};
}

caf::result<control_outcome> engine_state_state::answer(run_action_request& request) {
  auto* run = find_run(request.run_id);
  if (!run) return control_outcome{no_such_run(request.run_id)};
  if (!run->state.current) return control_outcome{not_the_current_run(request.run_id)};
  if (const auto allowed = check_action(run->state, request.action); !allowed)
    return control_outcome{action_not_allowed(allowed.error())};
  if (request.action == action_type::play && !drop_maintenance_run())
    return control_outcome{action_not_allowed("A maintenance run is still busy.")};
  if (!run->executor) return accept_without_executor(request);
  // The executor decides the action's place among the commands; its events arrive here before its answer does.
  action_order order{make_uuid(), request.action, request.asked_steady_ns};
  auto promise = self_->make_response_promise<control_outcome>();
  self_->request(run->executor, caf::infinite, order)
      .then(
          [this, promise, id = order.action_id](const action_outcome& outcome) mutable {
            if (outcome.is_accepted)
              deliver_when_written(promise, control_success{id, outcome.created_at, true});
            else
              promise.deliver(control_outcome{action_not_allowed(outcome.refusal)});
          },
          // The run ended while the action was on its way.
          [this, promise, request](const caf::error&) mutable { promise.deliver(accept_without_executor(request)); });
  return promise;
}

control_outcome engine_state_state::accept_without_executor(const run_action_request& request) {
  auto* run = find_run(request.run_id);
  if (!run || !run->state.current) return not_the_current_run(request.run_id);
  if (const auto allowed = check_action(run->state, request.action); !allowed) return action_not_allowed(allowed.error());
  const auto action_id = make_uuid();
  const auto at = setup_.clock->wall_now();
  take({event{0, request.run_id, at, setup_.clock->steady_now_ns(), action_accepted{action_id, request.action}}});
  return control_success{action_id, to_iso8601(at), true};
}

caf::result<control_outcome> engine_state_state::answer(post_command_request& request) {
  if (request.kind == run_kind::stateless) {
    if (is_run_under_way())
      return control_outcome{control_refusal{409, "RunActive", "Run Active", "A run is under way: it alone drives the robot."}};
    return post_to(stateless_run(), request);
  }
  auto* run = find_any_run(request.run_id);
  if (!run || run->kind != request.kind) return control_outcome{no_such_run(request.run_id)};
  return post_to(*run, request);
}

caf::result<control_outcome> engine_state_state::post_to(run_record& run, const post_command_request& request) {
  const auto& run_id = run.state.run_id;
  const auto allowed = check_post(run.state, request.intent);
  const bool is_over = !allowed && allowed.error() == post_refusal::run_stopped;
  if (!is_over && request.failed_command_id && request.intent != command_intent::fixit)
    return control_outcome{control_refusal{400, "CommandNotAllowed", "Command Not Allowed",
                                           "failedCommandId is only allowed for commands with the intent fixit."}};
  if (!allowed) return control_outcome{post_not_allowed(run_id, allowed.error())};
  if (!run.executor) return control_outcome{post_not_allowed(run_id, post_refusal::run_stopped)};
  command_order order{make_uuid(), request.key.value_or(""), request.command_type, request.params_json, request.intent};
  auto promise = self_->make_response_promise<control_outcome>();
  const auto refused = control_outcome{post_not_allowed(run_id, post_refusal::run_stopped)};
  self_->request(run.executor, caf::infinite, order)
      .then(
          [promise, id = order.command_id, run_id, refused](bool is_queued) mutable {
            promise.deliver(is_queued ? control_outcome{control_success{id, {}, true, run_id}} : refused);
          },
          [promise, refused](const caf::error&) mutable { promise.deliver(refused); });
  return promise;
}

caf::result<control_outcome> engine_state_state::answer(add_labware_offset_request& request) {
  auto offset = read_offset(nlohmann::json::parse(request.offset_json), setup_.clock->wall_now());
  control_success success{offset.offset_id, offset.created_at, true};
  return add_to_deck(request.run_id, {std::move(offset)}, std::move(success));
}

caf::result<control_outcome> engine_state_state::answer(add_labware_definition_request& request) {
  return add_to_deck(request.run_id, {std::move(request.definition)}, control_success{});
}

// A current run that is over still lists what is added, though no command will find it any more.
caf::result<control_outcome> engine_state_state::add_to_deck(const std::string& run_id, deck_addition addition,
                                                             control_success success) {
  auto* run = find_any_run(run_id);
  if (!run) return control_outcome{no_such_run(run_id)};
  if (!run->state.current) return control_outcome{not_the_current_run(run_id)};
  const auto list_only = [this, run_id](const deck_addition& added) {
    run_model deck;
    if (const auto* offset = std::get_if<labware_offset>(&added.what)) deck.add_offset(*offset);
    for (auto& change : deck.take_changes()) emit(run_id, std::move(change));
  };
  if (!run->executor) {
    list_only(addition);
    return control_outcome{std::move(success)};
  }
  auto promise = self_->make_response_promise<control_outcome>();
  self_->request(run->executor, caf::infinite, addition)
      .then([promise, success]() mutable { promise.deliver(control_outcome{success}); },
            // The run ended while it was on its way.
            [promise, success, list_only, addition](const caf::error&) mutable {
              list_only(addition);
              promise.deliver(control_outcome{success});
            });
  return promise;
}

void engine_state_state::deliver_when_written(caf::typed_response_promise<control_outcome> promise, control_outcome outcome) {
  auto deliver = [promise, outcome = std::move(outcome)]() mutable { promise.deliver(std::move(outcome)); };
  self_->request(setup_.store, longest_wait_for_journal, commit_atom_v)
      .then([deliver]() mutable { deliver(); }, [deliver](const caf::error&) mutable { deliver(); });
}

void engine_state_state::archive(run_record& run) {
  end_executor(run);
  emit(run.state.run_id, run_archived{});
}

void engine_state_state::end_executor(run_record& run) {
  if (!run.executor) return;
  self_->demonitor(run.executor);
  self_->send(run.executor, discard_atom_v);
  run.executor = protocol_executor_actor{};
}

void engine_state_state::make_room_for_a_run() {
  while (runs_.size() >= maximum_runs && !runs_.front().state.current)
    emit(std::string{runs_.front().state.run_id}, run_deleted{});
}

// --- the node's end ---

caf::result<control_outcome> engine_state_state::answer(shutdown_request&) {
  auto promise = self_->make_response_promise<control_outcome>();
  auto flush = [this, promise]() mutable {
    self_->request(setup_.store, caf::infinite, flush_atom_v)
        .then([promise]() mutable { promise.deliver(control_outcome{control_success{}}); },
              [promise](const caf::error& reason) mutable { promise.deliver(control_outcome{executor_lost(reason)}); });
  };
  // All executors halt the robot; the last one that has closed its log lets the store be flushed.
  auto open_executors = std::make_shared<std::size_t>(1);
  auto close_one = [open_executors, flush]() mutable {
    if (--*open_executors == 0) flush();
  };
  const std::array runs{current_run(), maintenance_run_ ? &*maintenance_run_ : nullptr,
                        stateless_run_ ? &*stateless_run_ : nullptr};
  for (auto* run : runs) {
    if (!run || !run->executor) continue;
    ++*open_executors;
    self_->demonitor(run->executor);
    self_->request(run->executor, caf::infinite, shutdown_atom_v)
        .then([close_one]() mutable { close_one(); }, [close_one](const caf::error&) mutable { close_one(); });
  }
  close_one();
  return promise;
}

}  // namespace deckhand
