#include "actors/hardware_driver.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "actors/thread_priority.hpp"

namespace deckhand {
namespace {

const robot_error not_begun{robot_error_code::halted, "The operation before it did not come to its end, or it was taken back."};
const robot_error halted_meanwhile{robot_error_code::halted, "The robot was halted."};
const robot_error estop_pressed{robot_error_code::estop_engaged, "The emergency stop was pressed."};

}  // namespace

hardware_driver_state::hardware_driver_state(hardware_driver_actor::pointer self, hardware_driver_setup setup)
    : self_(self),
      setup_(std::move(setup)),
      robot_(setup_.robot,
             {setup_.on_line, [clock = setup_.clock] { return static_cast<double>(clock->steady_now_ns()) * 1e-9; }}),
      modules_(setup_.robot, setup_.on_line) {}

hardware_driver_actor::behavior_type hardware_driver_state::make_behavior() {
  prioritise_robot_thread(setup_.real_time, name);
  transport_ = setup_.open_transport();
  if (setup_.wires) {
    setup_.wires->watch_door(
        [driver = hardware_driver_actor{self_}](bool is_open) { caf::anon_send(driver, see_door_atom_v, is_open); });
    robot_.move_door(setup_.wires->is_door_open());
  }
  setup_.modules->publish(modules_, 0);
  for (auto& link : std::exchange(setup_.linked.links, {})) add_linked(std::move(link));
  if (!setup_.linked.find_in.empty()) look_for_modules();
  robot_.begin_connect();
  is_busy_ = true;
  send_next_line();
  return {
      [this](perform_atom, robot_operation& operation, std::uint64_t halts) { return perform(std::move(operation), halts); },
      [this](perform_next_atom, robot_operation& operation, std::uint64_t halts) {
        return perform_next(std::move(operation), halts);
      },
      [this](withdraw_atom) { return withdraw(); },
      [this](foresee_atom) { return foresee(); },
      [this](facts_atom) {
        const message_end end{*this};
        return facts();
      },
      [this](move_door_atom, bool open) { return move_door(open); },
      [this](await_door_atom, bool known) { return await_door(known); },
      [this](press_estop_atom, bool pressed) { return press_estop(pressed); },
      [this](halt_atom) { return halt(); },
      [this](hold_atom) { hold(); },
      [this](const board_answer& answer) { on_answer(answer); },
      [this](see_door_atom, bool open) { see_door(open); },
      [this](module_done_atom, std::uint64_t number) { on_module_done(number); },
  };
}

caf::result<operation_report> hardware_driver_state::perform(robot_operation operation, std::uint64_t halts) {
  const message_end end{*this};
  note_mailbox(self_, *setup_.maxima, watched_actor::hardware_driver);
  if (const auto* lights = std::get_if<set_lights_operation>(&operation)) return switch_lights(*lights);
  if (halts != robot_.halts()) return make_report(why_halted());
  auto promise = self_->make_response_promise<operation_report>();
  waiting_.push_back({std::move(operation), promise});
  if (!is_busy_) begin_next();
  return promise;
}

caf::result<operation_report> hardware_driver_state::perform_next(robot_operation operation, std::uint64_t halts) {
  const message_end end{*this};
  if (halts != robot_.halts()) return make_report(why_halted());
  if (!is_busy_ && has_failed_) return make_report(not_begun);
  auto promise = self_->make_response_promise<operation_report>();
  waiting_.push_back({std::move(operation), promise, true});
  if (!is_busy_) begin_next();
  return promise;
}

bool hardware_driver_state::withdraw() {
  const auto following = std::stable_partition(waiting_.begin(), waiting_.end(), [](const auto& each) { return !each.follows; });
  if (following == waiting_.end()) return false;
  std::for_each(following, waiting_.end(), [this](auto& operation) { operation.promise.deliver(make_report(not_begun)); });
  waiting_.erase(following, waiting_.end());
  return true;
}

caf::result<std::optional<robot_facts>> hardware_driver_state::foresee() {
  const message_end end{*this};
  if (!in_hand_) return std::optional<robot_facts>{};
  if (foresees()) return std::optional{facts()};
  return foreseeing_.emplace_back(self_->make_response_promise<std::optional<robot_facts>>());
}

// With its last line on the way, all that an operation changes has been taken into account already.
bool hardware_driver_state::foresees() const { return awaits_answer_ && robot_.is_settled(); }

void hardware_driver_state::answer_foreseeing(const std::optional<robot_facts>& foreseen) {
  for (auto& promise : foreseeing_) promise.deliver(foreseen);
  foreseeing_.clear();
}

// The lights are not the motor board's: they wait for no motion.
operation_report hardware_driver_state::switch_lights(const set_lights_operation& wanted) {
  robot_.switch_lights(wanted.on);
  if (setup_.wires) setup_.wires->switch_lights(wanted.on);
  setup_.modules->publish(robot_.facts());
  const auto now = setup_.clock->steady_now_ns();
  return {now, now, std::nullopt, facts()};
}

bool hardware_driver_state::move_door(bool open) {
  if (!setup_.is_emulated) return false;
  see_door(open);
  return true;
}

void hardware_driver_state::see_door(bool open) {
  const bool is_news = open != robot_.facts().is_door_open;
  robot_.move_door(open);
  setup_.modules->publish(robot_.facts());
  if (!is_news) return;
  for (auto& promise : std::exchange(awaiting_door_, {})) promise.deliver(open);
}

caf::result<bool> hardware_driver_state::await_door(bool known) {
  if (const bool is_open = robot_.facts().is_door_open; is_open != known) return is_open;
  return awaiting_door_.emplace_back(self_->make_response_promise<bool>());
}

void hardware_driver_state::show(robot_activity now) const {
  if (setup_.wires) setup_.wires->show(now);
}

// Released, it stays as after a halt: a home comes first.
caf::result<bool> hardware_driver_state::press_estop(bool pressed) {
  if (!setup_.is_emulated) return false;
  const bool is_news = pressed != robot_.facts().is_estop_engaged;
  robot_.press_estop(pressed);
  if (pressed && is_news) stand_still(estop_pressed);
  setup_.modules->publish(robot_.facts());
  if (!pressed || !is_news || !awaits_answer_) return true;
  auto promise = self_->make_response_promise<bool>();
  halting_.push_back([promise]() mutable { promise.deliver(true); });
  return promise;
}

// The halt goes out of band at once; its answer waits until the line in flight has come back, so that the link is quiet again.
caf::result<std::uint64_t> hardware_driver_state::halt() {
  stand_still(halted_meanwhile);
  if (!awaits_answer_) return robot_.halts();
  auto promise = self_->make_response_promise<std::uint64_t>();
  halting_.push_back([promise, halts = robot_.halts()]() mutable { promise.deliver(halts); });
  return promise;
}

const robot_error& hardware_driver_state::why_halted() const {
  return robot_.facts().is_estop_engaged ? estop_pressed : halted_meanwhile;
}

void hardware_driver_state::stand_still(const robot_error& why) {
  transport_->halt();
  robot_.on_halt();
  cancel_module();
  has_failed_ = true;
  answer_foreseeing(std::nullopt);
  if (in_hand_) in_hand_->deliver(make_report(why));
  in_hand_.reset();
  drop_waiting(why);
  setup_.modules->publish(robot_.facts());
  show(robot_activity::trouble);
  is_busy_ = awaits_answer_;
}

void hardware_driver_state::hold() { drop_waiting({robot_error_code::halted, "The robot holds: nobody watches it."}); }

void hardware_driver_state::drop_waiting(const robot_error& why) {
  for (auto& operation : std::exchange(waiting_, {})) operation.promise.deliver(make_report(why));
}

void hardware_driver_state::on_answer(const board_answer& answer) {
  const message_end end{*this};
  const auto taken_ns = setup_.clock->steady_now_ns();
  if (answer.line_number != line_number_) return;
  awaits_answer_ = false;
  if (!halting_.empty()) {
    for (auto& answer_halt : std::exchange(halting_, {})) answer_halt();
    is_busy_ = false;
    if (!waiting_.empty()) begin_next();
    return;
  }
  serial_log_.debug("read {}", answer.text);
  setup_.modules->lines().board.record((answer.at_steady_ns - sent_steady_ns_) / 1000);
  line_ = {freed_steady_ns_, answer.at_steady_ns, taken_ns};
  if (answer.error)
    robot_.on_reply(tl::unexpected{transport_error{*answer.error, answer.text}});
  else
    robot_.on_reply(answer.text);
  send_next_line();
  line_ = {};
}

void hardware_driver_state::begin_next() {
  auto next = std::move(waiting_.front());
  waiting_.pop_front();
  in_hand_ = std::move(next.promise);
  is_busy_ = true;
  began_steady_ns_ = setup_.clock->steady_now_ns();
  show(robot_activity::running);
  const bool is_modules = is_module_operation(next.operation);
  if (is_modules && robot_.facts().is_estop_engaged) return finish_operation(estop_pressed);
  if (is_modules) return begin_module(next.operation);
  robot_.begin(next.operation);
  send_next_line();
}

void hardware_driver_state::send_next_line() {
  const auto line = robot_.next_write();
  if (!line) {
    finish_operation(robot_.error());
    return;
  }
  awaits_answer_ = true;
  const auto number = ++line_number_;
  sent_steady_ns_ = setup_.clock->steady_now_ns();
  transport_->send(*line, [driver = hardware_driver_actor{self_}, number, clock = setup_.clock.get()](board_reply reply) {
    board_answer answer{number, {}, {}, clock->steady_now_ns()};
    if (reply) {
      answer.text = std::move(*reply);
    } else {
      answer.text = std::move(reply.error().detail);
      answer.error = reply.error().code;
    }
    caf::anon_send(driver, std::move(answer));
  });
  if (line_.answered != 0) {
    line_.ready = sent_steady_ns_;
    line_.sent = setup_.clock->steady_now_ns();
    setup_.modules->lines().record_software(line_);
  }
  serial_log_.debug("write {}", line->text);
  if (!foreseeing_.empty() && foresees()) answer_foreseeing(facts());
}

void hardware_driver_state::finish_operation(const std::optional<robot_error>& error) {
  is_busy_ = false;
  has_failed_ = error.has_value();
  show(has_failed_ ? robot_activity::trouble : robot_activity::idle);
  setup_.modules->publish(robot_.facts());  // whoever is told of the end finds it there
  answer_foreseeing(std::nullopt);
  if (in_hand_) {
    auto promise = std::move(*in_hand_);
    in_hand_.reset();
    promise.deliver(make_report(error));
  } else if (error) {
    spdlog::error("robot set-up failed: {}", error->detail);
  }
  if (error && error->code == robot_error_code::estop_engaged) drop_waiting(*error);
  if (has_failed_) withdraw();
  if (!waiting_.empty()) begin_next();
}

operation_report hardware_driver_state::make_report(std::optional<robot_error> error) const {
  return {began_steady_ns_, setup_.clock->steady_now_ns(), std::move(error), facts()};
}

robot_facts hardware_driver_state::facts() const {
  auto now = robot_.facts();
  now.modules = modules_.facts(module_now_s());
  setup_.modules->add_linked(now.modules);
  return now;
}

hardware_driver_actor spawn_hardware_driver(caf::actor_system& system, hardware_driver_setup setup) {
  return system.spawn<hardware_driver_actor::stateful_impl<hardware_driver_state>, caf::detached>(std::move(setup));
}

}  // namespace deckhand
