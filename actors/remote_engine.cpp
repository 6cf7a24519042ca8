#include "actors/remote_engine.hpp"

namespace deckhand {

remote_engine_state::remote_engine_state(replica_actor::pointer self, remote_engine_setup setup)
    : self_(self),
      setup_(std::move(setup)),
      link_(self, setup_.target,
            {[this](const caf::strong_actor_ptr& gate, const link_greeting&) { begin_link(gate); }, [this] { end_link(); },
             [this] { look(); }}) {
  setup_.window->publish(link_.as_shown());  // before whoever made it looks
}

replica_actor::behavior_type remote_engine_state::make_behavior() {
  self_->set_down_handler([this](const caf::down_msg& down) { link_.on_down(down); });
  self_->send(setup_.front_end, join_atom_v, caf::actor_cast<caf::strong_actor_ptr>(self_));
  link_.connect();
  return {
      [this](control_request& request) { return pass_on(request); },
      [this](event_batch& batch) { take(batch); },
      [this](tell_atom, const std::string& why) {
        if (gate_) link_.try_again_later("its node refuses: " + why);
      },
  };
}

void remote_engine_state::begin_link(const caf::strong_actor_ptr& gate) {
  gate_ = caf::actor_cast<engine_gate_actor>(gate);
  setup_.window->publish(link_.as_shown());
  self_->send(gate_, follow_atom_v, position_);
}

void remote_engine_state::end_link() {
  gate_ = engine_gate_actor{};
  setup_.window->publish(link_.as_shown());
  for (auto& [number, promise] : std::exchange(open_, {})) promise.deliver(control_outcome{not_linked()});
}

void remote_engine_state::look() {
  self_->request(gate_, caf::infinite, facts_atom_v)
      .then([this](const engine_condition& condition) { note(condition); },
            [](const caf::error&) {});  // the monitor tells of a loss
}

// How late an event is cannot be told by the clocks of two machines.
void remote_engine_state::take(event_batch& batch) {
  if (batch.begins_anew) position_ = {};
  for (auto& what : batch.events) {
    what.made_steady_ns = 0;
    if (what.sequence == 0) continue;
    position_.sequence = what.sequence;
    position_.at_us = what.at.time_since_epoch().count();
  }
  position_.source = batch.source;
  position_.unkept = batch.unkept;
  self_->send(setup_.front_end, std::move(batch));
}

// The engine's answer comes behind the events that it caused, and goes on behind them.
caf::result<control_outcome> remote_engine_state::pass_on(control_request& request) {
  if (!gate_) return control_outcome{not_linked()};
  auto promise = self_->make_response_promise<control_outcome>();
  const auto number = ++last_request_;
  open_.emplace(number, promise);
  self_->request(gate_, caf::infinite, std::move(request))
      .then(
          [this, number](control_outcome& outcome, const engine_condition& condition) {
            note(condition);
            answer(number, std::move(outcome));
          },
          [this, number](const caf::error&) { answer(number, not_linked()); });
  return promise;
}

void remote_engine_state::answer(std::uint64_t number, control_outcome outcome) {
  auto found = open_.extract(number);
  if (!found.empty()) found.mapped().deliver(std::move(outcome));
}

control_refusal remote_engine_state::not_linked() const {
  return {
      503, "ServiceUnavailable", "Service Unavailable",
      "The engine at " + link_.node() + " did not take this: " + (link_.is_linked() ? "it has ended" : link_.trouble()) + "."};
}

void remote_engine_state::note(const engine_condition& condition) {
  setup_.window->publish(condition.robot);
  auto degraded = condition.degraded;
  if (!condition.link.trouble.empty()) degraded.push_back("robot: " + condition.link.trouble);
  if (degraded == degraded_) return;
  degraded_ = degraded;
  self_->send(setup_.front_end, degraded_atom_v, std::move(degraded));
}

replica_actor spawn_remote_engine(caf::actor_system& system, remote_engine_setup setup) {
  return system.spawn<replica_actor::stateful_impl<remote_engine_state>>(std::move(setup));
}

}  // namespace deckhand
