// What an executor tells its engine, and how that stays out of the robot's way.

#include <thread>

#include "actors/protocol_executor.hpp"

namespace deckhand {

void protocol_executor_state::mail_later(wall_time at, std::function<event_body()> make_body) {
  if (outbox_.empty()) self_->send(self_, flush_atom_v);
  outbox_.push_back({at, setup_.clock->steady_now_ns(), std::move(make_body)});
}

void protocol_executor_state::mail_at(wall_time at, event_body body) {
  mail_later(at, [body = std::move(body)]() mutable { return std::move(body); });
}

// Behind an advance that is on its way: the robot gets its next operation first.
void protocol_executor_state::on_flush() {
  if (advance_is_due_) {
    self_->send(self_, flush_atom_v);
    return;
  }
  std::this_thread::yield();  // to the driver, which shares this thread's processor
  flush();
  prepare_file_command();
}

// In one message, which stays one transaction: no journal ends between a command and the next one, which the robot is already at.
void protocol_executor_state::flush() {
  if (outbox_.empty()) return;
  std::vector<event> events;
  events.reserve(outbox_.size());
  for (auto& waiting : outbox_) events.push_back({0, run_.run_id, waiting.at, waiting.at_steady_ns, waiting.make_body()});
  outbox_.clear();
  self_->send(run_.engine, std::move(events));
}

void protocol_executor_state::mail_changes() {
  for (auto& change : model_.take_changes()) mail(std::move(change));
}

protocol_executor_state::prepared_command protocol_executor_state::prepare(queued_command command) {
  const bool is_setup = command.intent == command_intent::setup;
  if (!is_setup) {
    auto chained_key = keys_.next(command.command_type);
    if (command.key.empty()) command.key = std::move(chained_key);
  } else if (command.key.empty()) {
    command.key = command.command_id;
  }
  command_queued queued{command.command_id,    command.key,    command.command_type,
                        command.params.dump(), command.intent, std::nullopt};
  return {std::move(command), std::move(queued)};
}

void protocol_executor_state::queue_command(queued_command command) {
  auto prepared = prepare(std::move(command));
  mail(std::move(prepared.queued));
  queue_.push(std::move(prepared.command));
}

// As long as the door blocks the run nothing lets it go on, not even its own script.
void protocol_executor_state::set_paused(bool paused) {
  if (is_paused_ == paused || (!paused && is_blocked_by_door_)) return;
  is_paused_ = paused;
  mail(run_paused{paused, is_blocked_by_door_});
  if (script_ && run_.protocol->native) self_->send(script_, tell_atom_v, script_paused_json(paused));
}

}  // namespace deckhand
