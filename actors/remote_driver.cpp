#include "actors/remote_driver.hpp"

#include "actors/thread_priority.hpp"

namespace deckhand {

remote_driver_state::remote_driver_state(hardware_driver_actor::pointer self, remote_driver_setup setup)
    : self_(self),
      setup_(std::move(setup)),
      link_(self, setup_.target,
            {[this](const caf::strong_actor_ptr& gate, const link_greeting& greeting) { begin_link(gate, greeting); },
             [this] { end_link(); }, [this] { look(); }}) {
  setup_.window->publish(link_.as_shown());  // before whoever made it looks
}

hardware_driver_actor::behavior_type remote_driver_state::make_behavior() {
  prioritise_robot_thread(setup_.real_time, name);
  self_->set_down_handler([this](const caf::down_msg& down) { link_.on_down(down); });
  link_.connect();
  return {
      [this](perform_atom how, robot_operation& operation, std::uint64_t halts) { return perform(how, operation, halts); },
      [this](perform_next_atom how, robot_operation& operation, std::uint64_t halts) { return perform(how, operation, halts); },
      [this](withdraw_atom question) { return pass_on<bool>(question); },
      [this](foresee_atom question) { return pass_on<std::optional<robot_facts>>(question); },
      [this](facts_atom question) { return pass_on<robot_facts>(question); },
      [this](move_door_atom how, bool open) { return pass_on<bool>(how, open); },
      [this](await_door_atom how, bool known) { return pass_on<bool>(how, known); },
      [this](press_estop_atom how, bool pressed) { return pass_on<bool>(how, pressed); },
      [this](halt_atom how) { return pass_on<std::uint64_t>(how); },  // the network would lose the answer to an urgent one
      [](hold_atom) {},
      [](const board_answer&) {},
      [](see_door_atom, bool) {},
      [](module_done_atom, std::uint64_t) {},
  };
}

// --- the link ---

void remote_driver_state::begin_link(const caf::strong_actor_ptr& gate, const link_greeting& greeting) {
  gate_ = caf::actor_cast<hardware_gate_actor>(gate);
  robot_clock_.meet(greeting.there_ns, greeting.sent_ns, greeting.answered_ns);
  setup_.window->publish(link_.as_shown());
}

void remote_driver_state::end_link() {
  gate_ = hardware_gate_actor{};
  setup_.window->publish(link_.as_shown());
  for (auto& [number, give_up] : std::exchange(open_, {})) give_up();
}

void remote_driver_state::look() {
  self_->request(gate_, caf::infinite, facts_atom_v)
      .then([this](const robot_facts& facts) { note(facts); }, [](const caf::error&) {});  // the monitor tells of a loss
}

// --- the driver's messages ---

template <class Atom>
caf::result<operation_report> remote_driver_state::perform(Atom how, robot_operation& operation, std::uint64_t halts) {
  note_mailbox(self_, *setup_.maxima, watched_actor::hardware_driver);
  if (!link_.is_linked()) return failed_report(robot_error_code::not_linked);
  auto promise = self_->make_response_promise<operation_report>();
  auto give_up = [this, promise]() mutable { promise.deliver(failed_report(robot_error_code::outcome_unknown)); };
  const auto number = keep_open(give_up);
  const auto sent_ns = setup_.target.clock->steady_now_ns();
  self_->request(gate_, caf::infinite, how, std::move(operation), halts)
      .then(
          [this, promise, number, sent_ns](operation_report& report) mutable {
            if (open_.erase(number) == 0) return;
            robot_clock_.translate(report, sent_ns, setup_.target.clock->steady_now_ns());
            note(report.facts);
            promise.deliver(std::move(report));
          },
          [this, number, give_up](const caf::error&) mutable {
            if (open_.erase(number) != 0) give_up();
          });
  return promise;
}

template <class Answer, class... Words>
caf::result<Answer> remote_driver_state::pass_on(Words... question) {
  if (!link_.is_linked()) return not_linked();
  auto promise = self_->make_response_promise<Answer>();
  const auto number = keep_open([this, promise]() mutable { promise.deliver(not_linked()); });
  self_->request(gate_, caf::infinite, question...)
      .then(
          [this, promise, number](Answer& answer) mutable {
            if (open_.erase(number) == 0) return;
            if constexpr (std::is_same_v<Answer, robot_facts>) note(answer);
            promise.deliver(std::move(answer));
          },
          [this, promise, number](const caf::error& reason) mutable {
            if (open_.erase(number) != 0) promise.deliver(reason);
          });
  return promise;
}

caf::error remote_driver_state::not_linked() const { return caf::make_error(caf::sec::remote_linking_failed, link_.trouble()); }

operation_report remote_driver_state::failed_report(robot_error_code code) const {
  const auto now_ns = setup_.target.clock->steady_now_ns();
  auto detail = code == robot_error_code::outcome_unknown
                    ? "Whether the robot carried this out, or began what follows, is not known: " + link_.trouble() + "."
                    : "The robot at " + link_.node() + " is not linked: " + link_.trouble() + ".";
  return {now_ns, now_ns, robot_error{code, std::move(detail)}, facts_};
}

std::uint64_t remote_driver_state::keep_open(std::function<void()> give_up) {
  open_.emplace(++last_request_, std::move(give_up));
  return last_request_;
}

void remote_driver_state::note(const robot_facts& facts) {
  facts_ = facts;
  setup_.window->publish(facts);
}

hardware_driver_actor spawn_remote_driver(caf::actor_system& system, remote_driver_setup setup) {
  return system.spawn<hardware_driver_actor::stateful_impl<remote_driver_state>, caf::detached>(std::move(setup));
}

}  // namespace deckhand
