// A played run pauses when the robot's door is opened, if it heeds the door. Whether it stands open is asked of the driver.

#include "actors/protocol_executor.hpp"

namespace deckhand {

caf::result<void> protocol_executor_state::look_at_door(bool heeds_door) {
  run_.heeds_door = heeds_door;
  auto promise = self_->make_response_promise<void>();
  self_->request(setup_.driver, caf::infinite, facts_atom_v)
      .then(
          [this, promise](const robot_facts& facts) mutable {
            withdraw_next_then([this, promise, is_open = facts.is_door_open]() mutable {
              on_door(is_open);
              promise.deliver();
            });
          },
          [promise](const caf::error&) mutable { promise.deliver(); });
  return promise;
}

// Once the door is closed the run stays paused until somebody plays it.
void protocol_executor_state::on_door(bool is_open) {
  const bool is_blocked = run_.heeds_door && is_open;
  if (is_blocked == is_blocked_by_door_) return;
  is_blocked_by_door_ = is_blocked;
  if (!is_played_ || result_ != run_result::none) return;
  if (is_paused_)
    mail(run_paused{true, is_blocked});
  else
    set_paused(true);
  flush();
}

}  // namespace deckhand
