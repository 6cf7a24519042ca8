// What clients ask of the robot outside protocol runs: maintenance runs, stateless commands, homing, moves, motors and lights.

#include <algorithm>
#include <cmath>

#include "actors/engine_answers.hpp"
#include "actors/engine_state.hpp"

namespace deckhand {
namespace {

constexpr std::chrono::milliseconds blink_interval{500};
constexpr double longest_blinking_s = 3600;
constexpr std::chrono::seconds door_retry{1};

control_refusal robot_is_busy() { return {403, "Forbidden", "Forbidden", "The robot is busy: it is being moved already."}; }

// What the robot cannot reach is the client's mistake.
control_refusal robot_failed(const robot_error& error) {
  const bool is_bad_request = error.code == robot_error_code::planning_refused;
  return {is_bad_request ? 422 : 500, is_bad_request ? "InvalidRequest" : "UnexpectedError",
          is_bad_request ? "Invalid Request" : "Unexpected Internal Error", error.detail};
}

control_refusal robot_lost(const caf::error& reason) {
  return {500, "UnexpectedError", "Unexpected Internal Error", "The hardware driver did not answer: " + caf::to_string(reason)};
}

}  // namespace

// --- runs without a protocol ---

bool engine_state_state::is_run_under_way() {
  const auto* run = current_run();
  return run && run->state.was_played && !run->state.is_finished;
}

caf::result<control_outcome> engine_state_state::answer(create_maintenance_run_request& request) {
  if (is_run_under_way())
    return control_outcome{control_refusal{409, "ProtocolRunIsActive", "Protocol Run Is Active",
                                           "A protocol run is under way: stop it, or wait for its end, before maintenance."}};
  if (!drop_maintenance_run())
    return control_outcome{
        control_refusal{409, "RunAlreadyActive", "Run Already Active", "The current maintenance run is not idle.", "4001"}};
  const auto run_id = make_uuid();
  emit(run_id, run_created{std::nullopt, "[]", run_kind::maintenance});
  run_order order{run_id, nullptr, read_offsets(request.labware_offsets_json, setup_.clock->wall_now()),
                  engine_state_actor{self_}};
  order.kind = run_kind::maintenance;
  maintenance_run_->executor = spawn_executor(std::move(order));
  return answer_when_ready(*maintenance_run_);
}

caf::result<control_outcome> engine_state_state::answer(delete_maintenance_run_request& request) {
  if (!maintenance_run_ || maintenance_run_->state.run_id != request.run_id) return control_outcome{no_such_run(request.run_id)};
  if (!drop_maintenance_run()) return control_outcome{run_is_busy(request.run_id)};
  return control_outcome{control_success{request.run_id, {}, false}};
}

// A command that waits for somebody to go on would wait for ever: a maintenance run takes no actions. It does not count as busy.
bool engine_state_state::drop_maintenance_run() {
  if (!maintenance_run_) return true;
  if (!is_ok_to_clear(maintenance_run_->state) && !maintenance_run_->state.is_paused) return false;
  end_executor(*maintenance_run_);
  emit(std::string{maintenance_run_->state.run_id}, run_deleted{});
  return true;
}

engine_state_state::run_record& engine_state_state::stateless_run() {
  if (stateless_run_) return *stateless_run_;
  const auto run_id = make_uuid();
  emit(run_id, run_created{std::nullopt, "[]", run_kind::stateless});
  run_order order{run_id, nullptr, {}, engine_state_actor{self_}};
  order.kind = run_kind::stateless;
  stateless_run_->executor = spawn_executor(std::move(order));
  return *stateless_run_;
}

// --- the robot itself ---

caf::result<control_outcome> engine_state_state::answer(robot_request& request) {
  if (is_moving_robot_ || is_run_under_way()) return control_outcome{robot_is_busy()};
  is_moving_robot_ = true;
  auto promise = self_->make_response_promise<control_outcome>();
  self_->request(setup_.driver, caf::infinite, facts_atom_v)
      .then([this, promise, operations = std::move(request.operations)](
                const robot_facts& facts) mutable { perform_next(std::move(operations), 0, facts.halts, promise); },
            [this, promise](const caf::error& reason) mutable {
              is_moving_robot_ = false;
              promise.deliver(control_outcome{robot_lost(reason)});
            });
  return promise;
}

void engine_state_state::perform_next(std::vector<robot_operation> operations, std::size_t index, std::uint64_t halts,
                                      caf::typed_response_promise<control_outcome> promise) {
  auto finish = [this, promise](control_outcome outcome) mutable {
    is_moving_robot_ = false;
    promise.deliver(std::move(outcome));
  };
  if (index == operations.size()) return finish(control_success{});
  const auto operation = operations[index];
  self_->request(setup_.driver, caf::infinite, perform_atom_v, operation, halts)
      .then(
          [this, operations = std::move(operations), index, halts, promise, finish](const operation_report& report) mutable {
            if (report.error)
              finish(robot_failed(*report.error));
            else
              perform_next(std::move(operations), index + 1, halts, promise);
          },
          [finish](const caf::error& reason) mutable { finish(robot_lost(reason)); });
}

caf::result<control_outcome> engine_state_state::answer(lights_request& request) {
  ++blinking_;
  changes_left_ = 0;
  auto promise = self_->make_response_promise<control_outcome>();
  self_
      ->request(setup_.driver, caf::infinite, perform_atom_v, robot_operation{set_lights_operation{request.on}}, std::uint64_t{0})
      .then([promise](const operation_report&) mutable { promise.deliver(control_outcome{control_success{}}); },
            [promise](const caf::error& reason) mutable { promise.deliver(control_outcome{robot_lost(reason)}); });
  return promise;
}

caf::result<control_outcome> engine_state_state::answer(identify_request& request) {
  const auto seconds = std::clamp(request.seconds, 0.0, longest_blinking_s);
  const auto changes = 2 * static_cast<std::uint32_t>(std::lround(seconds));  // on and off once a second
  self_->request(setup_.driver, caf::infinite, facts_atom_v).then([this, changes](const robot_facts& facts) {
    if (changes_left_ == 0) lights_before_blinking_ = facts.lights_on;
    changes_left_ = changes;
    blink(++blinking_);
  });
  return control_outcome{control_success{}};
}

// Ends as it was before. A client that switches the lights meanwhile has the last word.
void engine_state_state::blink(std::uint64_t number) {
  if (number != blinking_ || changes_left_ == 0) return;
  --changes_left_;
  const bool on = changes_left_ == 0 ? lights_before_blinking_ : changes_left_ % 2 == 0;
  self_->request(setup_.driver, caf::infinite, perform_atom_v, robot_operation{set_lights_operation{on}}, std::uint64_t{0})
      .then([](const operation_report&) {}, [](const caf::error&) {});
  if (changes_left_ > 0) self_->delayed_send(self_, blink_interval, blink_atom_v, number);
}

// --- halts ---

caf::result<control_outcome> engine_state_state::answer(halt_request& request) {
  auto promise = self_->make_response_promise<control_outcome>();
  self_->request<caf::message_priority::high>(setup_.driver, caf::infinite, halt_atom_v)
      .then(
          [this, promise, asked_ns = request.asked_steady_ns](std::uint64_t) {
            setup_.verbs->halt.record((setup_.clock->steady_now_ns() - asked_ns) / 1000);
            tell_of_halt({robot_error_code::halted, "The robot was halted: home it before anything else moves."}, promise);
          },
          [promise](const caf::error& reason) mutable { promise.deliver(control_outcome{robot_lost(reason)}); });
  return promise;
}

caf::result<control_outcome> engine_state_state::answer(press_estop_request& request) {
  auto promise = self_->make_response_promise<control_outcome>();
  self_->request<caf::message_priority::high>(setup_.driver, caf::infinite, press_estop_atom_v, request.pressed)
      .then(
          [this, promise, request](bool is_moved) mutable {
            if (!is_moved)
              return promise.deliver(control_outcome{
                  control_refusal{403, "Forbidden", "Forbidden",
                                  "This robot has a real emergency stop, or none: press and release it by hand."}});
            if (!request.pressed) return promise.deliver(control_outcome{control_success{}});
            setup_.verbs->estop.record((setup_.clock->steady_now_ns() - request.asked_steady_ns) / 1000);
            tell_of_halt({robot_error_code::estop_engaged, "The emergency stop was pressed: release it, then home the robot."},
                         promise);
          },
          [promise](const caf::error& reason) mutable { promise.deliver(control_outcome{robot_lost(reason)}); });
  return promise;
}

// Runs find out by themselves when they ask for the next motion; one that waits for something else is told here.
void engine_state_state::tell_of_halt(const robot_error& why, caf::typed_response_promise<control_outcome> promise) {
  for (const auto* run : {&maintenance_run_, &stateless_run_})
    if (*run && (*run)->executor) self_->send((*run)->executor, halted_atom_v, why);
  auto* run = current_run();
  if (!run || !run->executor) return promise.deliver(control_outcome{control_success{}});
  self_->request(run->executor, caf::infinite, halted_atom_v, why)
      .then([promise]() mutable { promise.deliver(control_outcome{control_success{}}); },
            // The run ended meanwhile.
            [promise](const caf::error&) mutable { promise.deliver(control_outcome{control_success{}}); });
}

// --- the door ---

caf::result<control_outcome> engine_state_state::answer(move_door_request& request) {
  auto promise = self_->make_response_promise<control_outcome>();
  self_->request(setup_.driver, caf::infinite, move_door_atom_v, request.open)
      .then(
          [this, promise](bool is_moved) mutable {
            if (is_moved) return show_door(promise);
            promise.deliver(control_outcome{
                control_refusal{403, "Forbidden", "Forbidden", "This robot has a real door: open and close it by hand."}});
          },
          [promise](const caf::error& reason) mutable { promise.deliver(control_outcome{robot_lost(reason)}); });
  return promise;
}

// As show_door, for nobody who waits.
void engine_state_state::on_door_moved() {
  self_->request(setup_.driver, caf::infinite, facts_atom_v)
      .then(
          [this](const robot_facts&) {
            if (const auto* run = current_run(); run && run->executor)
              self_->send(run->executor, look_at_door_atom_v, heeds_door_);
          },
          [](const caf::error&) {});
}

// What is true of a robot on another node shows here once it was asked for.
void engine_state_state::show_door(caf::typed_response_promise<control_outcome> promise) {
  self_->request(setup_.driver, caf::infinite, facts_atom_v)
      .then([this, promise](const robot_facts&) { have_run_look_at_door(promise); },
            [promise](const caf::error& reason) mutable { promise.deliver(control_outcome{robot_lost(reason)}); });
}

// Hands move a door without asking anybody. The driver answers once it stands otherwise than `known`.
void engine_state_state::watch_door(bool known) {
  self_->request(setup_.driver, caf::infinite, await_door_atom_v, known)
      .then(
          [this](bool is_open) {
            on_door_moved();
            watch_door(is_open);
          },
          // The robot's node cannot be reached now.
          [this, known](const caf::error&) { self_->run_delayed(door_retry, [this, known] { watch_door(known); }); });
}

caf::result<control_outcome> engine_state_state::answer(heed_door_request& request) {
  heeds_door_ = request.heeds_door;
  auto promise = self_->make_response_promise<control_outcome>();
  have_run_look_at_door(promise);
  return promise;
}

void engine_state_state::have_run_look_at_door(caf::typed_response_promise<control_outcome> promise) {
  auto* run = current_run();
  if (!run || !run->executor) return promise.deliver(control_outcome{control_success{}});
  self_->request(run->executor, caf::infinite, look_at_door_atom_v, heeds_door_)
      .then([promise]() mutable { promise.deliver(control_outcome{control_success{}}); },
            // The run ended meanwhile.
            [promise](const caf::error&) mutable { promise.deliver(control_outcome{control_success{}}); });
}

}  // namespace deckhand
