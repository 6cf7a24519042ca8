// The robot does not wait for its next command: while it does the last operation of one, the driver says what will be true after
// it; the next command of the file is planned from that, and its first operation lies with the driver in time. Nothing of this
// shows in the log before the command in hand has succeeded.

#include "actors/protocol_executor.hpp"

namespace deckhand {

bool protocol_executor_state::may_look_ahead() const {
  return current_ && !ahead_ && is_playing() && current_->command.intent != command_intent::setup && !current_->command.work &&
         current_->plan.wait == wait_kind::none && current_->next_operation == current_->plan.operations.size() &&
         run_.protocol && (prepared_ || next_file_command_ < run_.protocol->commands.size());
}

void protocol_executor_state::foresee() {
  if (!may_look_ahead()) return;
  self_->request(setup_.driver, caf::infinite, foresee_atom_v)
      .then(
          [this, attempt = attempt_](const std::optional<robot_facts>& foreseen) {
            if (foreseen && attempt == attempt_ && may_look_ahead()) look_ahead_from(*foreseen);
          },
          [](const caf::error&) {});  // the operation's own answer tells what is wrong
}

void protocol_executor_state::look_ahead_from(const robot_facts& foreseen) {
  prepare_file_command();
  if (prepared_->command.work) return;
  ahead_.emplace().result = current_->plan.complete(model_, foreseen);
  ahead_->changes = model_.take_changes();
  auto plan = plan_command(model_, foreseen, prepared_->command.command_type, prepared_->command.params);
  if (!plan || plan->operations.empty()) return;
  ahead_->plan = std::move(*plan);
  perform_ahead(ahead_->plan->operations.front());
}

// Before a pause: if that comes too late, the pause is one command later.
void protocol_executor_state::withdraw_next_then(std::function<void()> next) {
  if (!ahead_ || !ahead_->plan) return next();
  self_->request(setup_.driver, caf::infinite, withdraw_atom_v)
      .then(
          [this, next](bool is_withdrawn) {
            if (is_withdrawn && ahead_) ahead_->plan.reset();
            next();
          },
          [next](const caf::error&) { next(); });
}

void protocol_executor_state::adopt_next() {
  auto known = std::move(*std::exchange(ahead_, std::nullopt));
  auto next = std::move(*std::exchange(prepared_, std::nullopt));
  mail(std::move(next.queued));
  mail(command_started{next.command.command_id});
  current_.emplace().command = std::move(next.command);
  current_->plan = std::move(*known.plan);
  current_->next_operation = 1;
  attempt_ = known.attempt;
  foresee();
}

}  // namespace deckhand
