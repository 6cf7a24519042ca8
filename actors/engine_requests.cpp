// What clients may ask of the engine, and when it declines.

#include <algorithm>

#include "actors/engine_state.hpp"

namespace deckhand {
namespace {

// A disk that is slower than this does not keep clients waiting any longer.
constexpr std::chrono::milliseconds longest_wait_for_journal{250};

control_refusal no_such_run(const std::string& run_id) {
  return {404, "RunNotFound", "Run Not Found", "Run " + run_id + " was not found.", "4000", true};
}
control_refusal no_such_protocol(const std::string& protocol_id) {
  return {404, "ProtocolNotFound", "Protocol Not Found", "Protocol " + protocol_id + " was not found.", "4000", true};
}
control_refusal not_the_current_run(const std::string& run_id) {
  return {409, "RunStopped", "Run Stopped", "Run " + run_id + " is not the current run."};
}
control_refusal run_is_busy(const std::string& run_id) {
  return {409, "RunNotIdle", "Run Not Idle", "Run " + run_id + " is neither idle nor over; stop it first.", "4001"};
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
      return {500, "UnexpectedError", "Unexpected Internal Error",
              "Fixit commands are only allowed while the run recovers from an error."};
    case post_refusal::run_stopped: break;
  }
  return {409, "RunStopped", "Run Stopped", "Run " + run_id + " is over: it takes no more commands."};
}

std::optional<std::string> text_if_any(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::nullopt : std::optional{found->get<std::string>()};
}

std::vector<labware_offset> read_offsets(const std::string& offsets_json, wall_time created_at) {
  std::vector<labware_offset> offsets;
  for (const auto& item : nlohmann::json::parse(offsets_json)) {
    const auto& vector = item.at("vector");
    const auto& location = item.at("location");
    offsets.push_back({make_uuid(),
                       item.at("definitionUri"),
                       location.value("slotName", ""),
                       {vector.at("x"), vector.at("y"), vector.at("z")},
                       text_if_any(location, "definitionUri"),
                       text_if_any(location, "moduleModel"),
                       to_iso8601(created_at)});
  }
  return offsets;
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
  emit(run_id, run_created{request.protocol_id});
  auto executor =
      setup_.spawn_executor({run_id, std::move(protocol), read_offsets(request.labware_offsets_json, setup_.clock->wall_now()),
                             engine_state_actor{self_}});
  self_->monitor(executor);
  runs_.back().executor = executor;
  auto promise = self_->make_response_promise<control_outcome>();
  self_->request(executor, caf::infinite, ready_atom_v)
      .then(
          [promise, run_id]() mutable {
            promise.deliver(control_outcome{control_success{run_id, {}, true}});
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
  if (!run->executor) return accept_without_executor(request);
  // The executor decides the action's place among the commands; its events arrive here before its answer does.
  action_order order{make_uuid(), request.action};
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
  take(event{0, request.run_id, at, setup_.clock->steady_now_ns(), action_accepted{action_id, request.action}});
  return control_success{action_id, to_iso8601(at), true};
}

caf::result<control_outcome> engine_state_state::answer(post_command_request& request) {
  auto* run = find_run(request.run_id);
  if (!run) return control_outcome{no_such_run(request.run_id)};
  if (const auto allowed = check_post(run->state, request.intent); !allowed)
    return control_outcome{post_not_allowed(request.run_id, allowed.error())};
  if (!run->executor) return control_outcome{post_not_allowed(request.run_id, post_refusal::run_stopped)};
  command_order order{make_uuid(), request.key.value_or(""), request.command_type, request.params_json, request.intent};
  auto promise = self_->make_response_promise<control_outcome>();
  const auto refused = control_outcome{post_not_allowed(request.run_id, post_refusal::run_stopped)};
  self_->request(run->executor, caf::infinite, order)
      .then(
          [promise, id = order.command_id, refused](bool is_queued) mutable {
            promise.deliver(is_queued ? control_outcome{control_success{id, {}, true}} : refused);
          },
          [promise, refused](const caf::error&) mutable { promise.deliver(refused); });
  return promise;
}

void engine_state_state::deliver_when_written(caf::typed_response_promise<control_outcome> promise, control_outcome outcome) {
  auto deliver = [promise, outcome = std::move(outcome)]() mutable { promise.deliver(std::move(outcome)); };
  self_->request(setup_.store, longest_wait_for_journal, commit_atom_v)
      .then([deliver]() mutable { deliver(); }, [deliver](const caf::error&) mutable { deliver(); });
}

void engine_state_state::archive(run_record& run) {
  if (run.executor) {
    self_->demonitor(run.executor);
    self_->send(run.executor, discard_atom_v);
    run.executor = protocol_executor_actor{};
  }
  emit(run.state.run_id, run_archived{});
}

void engine_state_state::make_room_for_a_run() {
  while (runs_.size() >= maximum_runs && !runs_.front().state.current)
    emit(std::string{runs_.front().state.run_id}, run_deleted{});
}

// --- protocols ---

caf::result<control_outcome> engine_state_state::answer(add_protocol_request& request) {
  const auto same = std::find_if(protocols_.begin(), protocols_.end(), [&](const protocol_record& protocol) {
    return protocol.content_hash == request.description.content_hash;
  });
  if (same != protocols_.end()) {
    if (!same->protocol) same->protocol = request.protocol;
    return control_outcome{control_success{same->protocol_id, {}, false}};
  }
  make_room_for_a_protocol();
  request.description.protocol_id = make_uuid();
  const auto protocol_id = request.description.protocol_id;
  emit({}, std::move(request.description));
  auto& protocol = protocols_.back();
  protocol.protocol = std::move(request.protocol);
  start_analysis(protocol);
  auto promise = self_->make_response_promise<control_outcome>();
  deliver_when_written(promise, control_success{protocol_id, {}, true});
  return promise;
}

caf::result<control_outcome> engine_state_state::answer(delete_protocol_request& request) {
  if (!find_protocol(request.protocol_id)) return control_outcome{no_such_protocol(request.protocol_id)};
  if (is_used(request.protocol_id))
    return control_outcome{control_refusal{409, "ProtocolUsedByRun", "Protocol Used by Run",
                                           "Protocol " + request.protocol_id + " is used by a run; delete the run first."}};
  emit({}, protocol_deleted{request.protocol_id});
  return control_outcome{control_success{request.protocol_id, {}, false}};
}

caf::result<control_outcome> engine_state_state::answer(analyse_request& request) {
  auto* protocol = find_protocol(request.protocol_id);
  if (!protocol) return control_outcome{no_such_protocol(request.protocol_id)};
  if (!protocol->analyses.empty()) {
    const auto& last = protocol->analyses.back();
    if (!last.is_completed && request.force)
      return control_outcome{control_refusal{503, "LastAnalysisPending", "Last Analysis Still Pending.",
                                             "The protocol's last analysis is not completed yet; try again later."}};
    if (!request.force) return control_outcome{control_success{last.analysis_id, {}, false}};
  }
  return control_outcome{control_success{start_analysis(*protocol), {}, true}};
}

std::string engine_state_state::start_analysis(protocol_record& protocol) {
  const auto analysis_id = make_uuid();
  emit({}, analysis_started{protocol.protocol_id, analysis_id});
  order_analysis(protocol, analysis_id);
  return analysis_id;
}

void engine_state_state::order_analysis(const protocol_record& protocol, const std::string& analysis_id) {
  if (!protocol.protocol) return;
  self_->request(setup_.analyser, caf::infinite, analysis_order{protocol.protocol_id, analysis_id, protocol.protocol})
      .then(
          [this](analysis_completed& completed) {
            if (find_protocol(completed.protocol_id)) emit({}, std::move(completed));
          },
          [](const caf::error&) {});  // only when the node stops; the next one takes the analysis up again
}

void engine_state_state::make_room_for_a_protocol() {
  std::vector<std::string> unused;
  for (const auto& protocol : protocols_)
    if (!is_used(protocol.protocol_id)) unused.push_back(protocol.protocol_id);
  for (std::size_t i = 0; i + maximum_unused_protocols <= unused.size(); ++i) emit({}, protocol_deleted{unused[i]});
}

// --- the node's end ---

caf::result<control_outcome> engine_state_state::answer(shutdown_request&) {
  auto promise = self_->make_response_promise<control_outcome>();
  auto flush = [this, promise]() mutable {
    self_->request(setup_.store, caf::infinite, flush_atom_v)
        .then([promise]() mutable { promise.deliver(control_outcome{control_success{}}); },
              [promise](const caf::error& reason) mutable { promise.deliver(control_outcome{executor_lost(reason)}); });
  };
  auto* run = current_run();
  if (run && run->executor) {
    self_->demonitor(run->executor);
    self_->request(run->executor, caf::infinite, shutdown_atom_v)
        .then([flush]() mutable { flush(); }, [flush](const caf::error&) mutable { flush(); });
  } else {
    flush();
  }
  return promise;
}

}  // namespace deckhand
