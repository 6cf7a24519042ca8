// How a run ends: cancelled, failed or done; the robot brought to a tidy end; the log closed.

#include <spdlog/spdlog.h>

#include <algorithm>

#include "actors/protocol_executor.hpp"

namespace deckhand {
namespace {

const robot_error halted_by_somebody{robot_error_code::halted, "The robot was halted: home it before anything else moves."};

}  // namespace

command_error driver_lost(const caf::error& reason) {
  return {"HardwareNotAvailableError", "The hardware driver is gone: " + caf::to_string(reason), "2000"};
}

void protocol_executor_state::cancel_current(wall_time at) {
  attempt_ = ++last_attempt_;
  ahead_.reset();
  is_getting_ready_ = false;
  if (!current_) return;
  command_error cancelled{"RunStoppedError", "Run was cancelled"};
  if (const auto& work = current_->command.work) cancelled = work->shown_error(cancelled);
  if (!current_->command.is_hidden())
    mail_at(at, command_failed{current_->command.command_id, to_error_occurrence(cancelled, make_uuid(), at).dump(), "[]",
                               std::nullopt});
  current_.reset();
}

void protocol_executor_state::give_up_queued(bool setup, wall_time at) {
  for (auto& command_id : queue_.give_up(setup)) mail_at(at, command_failed{std::move(command_id), {}, {}, {}});
}

void protocol_executor_state::end_run_on(const command_error& error) {
  const auto at = setup_.clock->wall_now();
  end_run(run_result::failed, to_error_occurrence(error, make_uuid(), at).dump(), at);
}

void protocol_executor_state::end_run(run_result result, std::optional<std::string> error_json, wall_time at) {
  result_ = result;
  mail_at(at, run_ending{result, std::move(error_json)});
  if (is_halted_) return finish(std::nullopt);
  halt_then([this] { look_and_clean_up(); });
}

// With nothing left to do: a file's steps are done, a live run's queue is empty, a script has said how it went.
void protocol_executor_state::end_run_by_itself() {
  const auto at = setup_.clock->wall_now();
  if (!script_end_ || script_end_->error_json.empty()) return end_run(run_result::succeeded, std::nullopt, at);
  const auto error = parse_command_error(script_end_->error_json);
  spdlog::warn("run {}: the protocol failed: {}: {}", run_.run_id, error.error_type, error.detail);
  end_run(run_result::failed, to_error_occurrence(error, make_uuid(), at).dump(), at);
}

void protocol_executor_state::halt_then(std::function<void()> next) {
  phase_ = phase::cleaning_up;
  self_->request<caf::message_priority::high>(setup_.driver, caf::infinite, halt_atom_v)
      .then(
          [this, next](std::uint64_t halts) {
            is_halted_ |= halts != halts_ + 1;  // somebody else did, too
            halts_ = halts;
            next();
          },
          [next](const caf::error&) { next(); });
}

// What is left on the robot is asked of its driver: a tip that the log knows of may be gone, and the other way round.
void protocol_executor_state::look_and_clean_up() {
  if (is_halted_) return finish_with(to_command_error(halted_by_somebody));
  self_->request(setup_.driver, caf::infinite, facts_atom_v)
      .then([this](const robot_facts& facts) { clean_up_next(plan_cleanup(model_, facts), 0); },
            [this](const caf::error& reason) { finish_with(driver_lost(reason)); });
}

// Somebody halted the robot. Nothing moves before somebody homes it, so what would bring it to a tidy end is left out. What this
// run still asks for the driver refuses, the cleanup of a run that was ending already included.
void protocol_executor_state::on_halted(const robot_error& why) {
  is_halted_ = true;
  if (result_ != run_result::none || !is_played_) return;  // a setup command's own report ends it
  attempt_ = ++last_attempt_;
  ahead_.reset();
  is_getting_ready_ = false;
  const auto at = setup_.clock->wall_now();
  auto error_json = to_error_occurrence(to_command_error(why), make_uuid(), at).dump();
  if (current_) {
    if (!current_->command.is_hidden()) mail_at(at, command_failed{current_->command.command_id, error_json, "[]", std::nullopt});
    const bool was_setup = current_->command.intent == command_intent::setup;
    current_.reset();
    give_up_queued(was_setup, at);
  }
  if (script_) self_->send(script_, cancel_atom_v);
  end_run(run_result::failed, std::move(error_json), at);
}

// A step that fails is told; what is left of it all is then the last step, which brings the robot home.
void protocol_executor_state::clean_up_next(std::vector<robot_operation> operations, std::size_t index) {
  if (phase_ == phase::over) return;
  if (is_halted_) return finish_with(to_command_error(halted_by_somebody));
  if (index == operations.size()) {
    if (cleanup_trouble_)
      finish_with(*cleanup_trouble_);
    else
      finish(std::nullopt);
    return;
  }
  const auto operation = operations[index];
  self_->request(setup_.driver, caf::infinite, perform_atom_v, operation, halts_)
      .then(
          [this, operations = std::move(operations), index](const operation_report& report) mutable {
            auto next = index + 1;
            if (report.error) {
              if (!cleanup_trouble_) cleanup_trouble_ = to_command_error(*report.error);
              next = std::max(next, operations.size() - 1);
            }
            clean_up_next(std::move(operations), next);
          },
          [this](const caf::error& reason) { finish_with(driver_lost(reason)); });
}

void protocol_executor_state::finish_with(const command_error& error) {
  finish(to_error_occurrence(error, make_uuid(), setup_.clock->wall_now()).dump());
}

void protocol_executor_state::finish(std::optional<std::string> error_json) {
  if (phase_ == phase::over) return;
  phase_ = phase::over;
  if (error_json) spdlog::error("run {}: cleanup failed: {}", run_.run_id, *error_json);
  spdlog::info("run {}: over, {}", run_.run_id, to_string(result_));
  mail(run_finished{std::move(error_json)});
  flush();
  self_->quit();
}

}  // namespace deckhand
