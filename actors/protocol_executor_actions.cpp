// What clients do to a run: play, pause and stop.

#include "actors/protocol_executor.hpp"
#include "runtime/run_state.hpp"

namespace deckhand {

caf::result<action_outcome> protocol_executor_state::take_action(const action_order& order) {
  note_mailbox(self_, *setup_.maxima, watched_actor::protocol_executor);
  if (order.action != action_type::pause || !ahead_ || !ahead_->plan) return decide_action(order);
  auto promise = self_->make_response_promise<action_outcome>();
  withdraw_next_then([this, order, promise]() mutable { promise.deliver(decide_action(order)); });
  return promise;
}

action_outcome protocol_executor_state::decide_action(const action_order& order) {
  const auto at = setup_.clock->wall_now();
  if (order.action == action_type::pause && !is_playing())
    return {false, {}, result_ == run_result::none ? "Cannot pause a run that is not running." : "The run has already stopped."};
  if (order.action == action_type::play && result_ != run_result::none && is_played_)
    return {false, {}, "The run has already stopped."};
  if (order.action == action_type::play && result_ == run_result::none && is_played_ && is_blocked_by_door_)
    return {false, {}, std::string{door_stands_open}};
  mail_at(at, action_accepted{order.action_id, order.action});
  if (result_ == run_result::none) {
    if (order.action == action_type::play) play();
    if (order.action == action_type::pause) pause(order);
    if (order.action == action_type::stop) stop(order, at);
  }
  flush();  // the acceptance is in the log before it is answered
  return {true, to_iso8601(at), {}};
}

void protocol_executor_state::play() {
  looks_first_ |= !is_played_;
  if (!is_played_ && run_.protocol && run_.protocol->is_script()) {
    queue_first_home();  // the log of a script is empty until it is played
    start_script();
  }
  is_played_ = true;
  is_halted_ = false;
  if (is_blocked_by_door_) return set_paused(true);
  const bool was_paused = is_paused_;
  if (was_paused) set_paused(false);
  if (was_paused && current_ && current_->waits && current_->plan.wait == wait_kind::resume)
    succeed();
  else if (was_paused && current_ && current_->is_held)
    go_on();
  else
    advance();
}

void protocol_executor_state::queue_first_home() {
  queue_command({make_uuid(), "", "home", nlohmann::json::object(), command_intent::none});
}

void protocol_executor_state::pause(const action_order& order) {
  set_paused(true);
  pause_asked_ns_ = order.asked_steady_ns;
  note_pause();
}

void protocol_executor_state::note_pause() {
  if (pause_asked_ns_ == 0 || operations_out_ > 0) return;
  setup_.verbs->pause.record((setup_.clock->steady_now_ns() - std::exchange(pause_asked_ns_, 0)) / 1000);
}

void protocol_executor_state::stop(const action_order& order, wall_time at) {
  result_ = run_result::stopped;
  mail_at(at, run_ending{result_, std::nullopt});
  if (script_) self_->send(script_, cancel_atom_v);
  const bool was_busy = current_.has_value();
  const bool was_setup = was_busy && current_->command.intent == command_intent::setup;
  cancel_current(at);
  if (was_busy) give_up_queued(was_setup, at);
  if (!is_played_ && !was_busy) return finish(std::nullopt);
  halt_then([this, asked_ns = order.asked_steady_ns] {
    if (asked_ns != 0) setup_.verbs->stop.record((setup_.clock->steady_now_ns() - asked_ns) / 1000);
    if (is_played_)
      look_and_clean_up();
    else
      finish(std::nullopt);
  });
}

}  // namespace deckhand
