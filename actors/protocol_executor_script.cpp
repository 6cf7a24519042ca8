// Runs whose steps are pieces of work. The process of a script in Python or C++ asks for one after another; a JSON file of schema
// 3 to 5 holds them all. What they do and show is decided here.

#include <spdlog/spdlog.h>

#include "actors/protocol_executor.hpp"
#include "runtime/python_protocol.hpp"

namespace deckhand {

void protocol_executor_state::start_script() {
  script_ = setup_.spawn_script({run_.run_id, protocol_executor_actor{self_},
                                 script_start_json(*run_.protocol, script_purpose::run, run_.parameters),
                                 run_.protocol->native ? script_language::native : script_language::python,
                                 run_.protocol->python ? run_.protocol->python->file_name : ""});
}

void protocol_executor_state::take_call(const script_call& call) {
  note_mailbox(self_, *setup_.maxima, watched_actor::protocol_executor);
  if (result_ != run_result::none) return;  // its script_host cancels it
  if (!is_about_facts(call.method)) return answer_call(call);
  self_->request(setup_.driver, caf::infinite, facts_atom_v)
      .then(
          [this, call](const robot_facts& facts) {
            facts_ = facts;
            answer_call(call);
          },
          [this, call](const caf::error& reason) { answer_error(call.number, driver_lost(reason)); });
}

void protocol_executor_state::answer_call(const script_call& call) {
  auto meaning =
      read_script_request(model_, facts_, {call.number, call.method, nlohmann::json::parse(call.params_json, nullptr, false)});
  mail_changes();
  if (!meaning) return answer_error(call.number, meaning.error());
  if (auto* work = std::get_if<script_work>(&*meaning)) return queue_work(call.number, std::move(*work));
  if (const auto* timer = std::get_if<script_timer>(&*meaning)) return begin_timer(call.number, timer->seconds);
  if (const auto* pause = std::get_if<script_pause>(&*meaning)) set_paused(pause->paused);
  const auto* ok = std::get_if<nlohmann::json>(&*meaning);
  answer_ok(call.number, ok ? *ok : nlohmann::json::object());
  advance();
}

void protocol_executor_state::begin_timer(std::uint64_t call_number, double seconds) {
  const auto delay = std::chrono::duration_cast<caf::timespan>(std::chrono::duration<double>{seconds * setup_.time_scale});
  self_->run_delayed(delay, [this, call_number] { answer_ok(call_number, nlohmann::json::object()); });
}

void protocol_executor_state::queue_work(std::uint64_t call_number, script_work work) {
  if (work.is_lights_only()) return switch_lights(call_number, work);
  queued_command command;
  command.work = std::make_shared<const script_work>(std::move(work));
  command.call_number = call_number;
  if (!command.is_hidden()) {
    const auto& entry = command.work->entry;
    command.command_id = entry ? entry->id : make_uuid();
    command.key = entry ? entry->id : "";
    command.command_type = command.work->shown_type();
    command.params = command.work->shown_params();
    queue_command(std::move(command));
  } else {
    queue_.push(std::move(command));
  }
  advance();
}

// Protocols flash the lights from a thread of their own while the rest of them waits: that is not a step of the run.
void protocol_executor_state::switch_lights(std::uint64_t call_number, const script_work& work) {
  auto plan = plan_command(model_, facts_, work.steps.front().command_type, work.steps.front().params);
  if (!plan) return answer_error(call_number, plan.error());
  self_->request(setup_.driver, caf::infinite, perform_atom_v, plan->operations.front(), halts_)
      .then(
          [this, call_number](const operation_report& report) {
            if (report.error) return answer_error(call_number, to_command_error(*report.error));
            answer_ok(call_number, {{"results", {nlohmann::json::object()}}});
          },
          [this, call_number](const caf::error& reason) { answer_error(call_number, driver_lost(reason)); });
}

void protocol_executor_state::end_script(const script_end& end) {
  script_end_ = end;
  if (result_ != run_result::none) return;
  if (!end.error_json.empty()) give_up_script();
  advance();
}

// A script that failed gets nothing more done: what it is in the middle of comes to its end, but nobody is waited for.
void protocol_executor_state::give_up_script() {
  const auto at = setup_.clock->wall_now();
  give_up_queued(false, at);
  if (current_ && current_->command.work && (current_->waits || current_->is_held)) cancel_current(at);
}

bool protocol_executor_state::go_to_next_step(nlohmann::json result) {
  current_->results.push_back(std::move(result));
  if (++current_->step == current_->command.work->steps.size()) return false;
  begin_step();
  return true;
}

void protocol_executor_state::succeed_work() {
  const auto& command = current_->command;
  const auto work = command.work;
  auto results = std::move(current_->results);
  if (work->is_shown_once_done()) {
    const auto& entry = *work->entry;
    mail(prepare({entry.id, entry.id, entry.command_type, entry.params, command_intent::none}).queued);
    mail(command_started{entry.id});
    mail(command_succeeded{entry.id, work->shown_result(results).dump(), current_->plan.notes.dump(), gap_us()});
  } else if (!command.is_hidden()) {
    mail(command_succeeded{command.command_id, work->shown_result(results).dump(), current_->plan.notes.dump(), gap_us()});
  }
  if (script_) answer_ok(command.call_number, script_work_ok(*work, command.command_id, std::move(results)));
  leave_current();
  if (work->then_pause) set_paused(true);
  advance_soon();
}

// Whether it ends the run is for a Python protocol to say: it may know what to do about it.
void protocol_executor_state::fail_work(const command_error& error) {
  const auto& command = current_->command;
  spdlog::warn("run {}: {} failed: {}: {}", run_.run_id,
               command.is_hidden() ? command.work->steps[current_->step].command_type : command.command_type, error.error_type,
               error.detail);
  if (!command.is_hidden()) {
    const auto shown = to_error_occurrence(command.work->shown_error(error), make_uuid(), setup_.clock->wall_now()).dump();
    mail(command_failed{command.command_id, shown, "[]", gap_us()});
  }
  const auto work = command.work;
  if (script_) answer_error(command.call_number, error);
  leave_current();
  if (!script_) {
    give_up_queued(false, setup_.clock->wall_now());
    return end_run_on(work->protocol_error(error));
  }
  advance_soon();
}

void protocol_executor_state::answer_ok(std::uint64_t call_number, const nlohmann::json& ok) {
  self_->send(script_, answer_atom_v, call_number, script_ok_json(call_number, ok, facts_));
}

void protocol_executor_state::answer_error(std::uint64_t call_number, const command_error& error) {
  self_->send(script_, answer_atom_v, call_number, script_error_json(call_number, error, facts_));
}

}  // namespace deckhand
