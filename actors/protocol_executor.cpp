#include "actors/protocol_executor.hpp"

#include <spdlog/spdlog.h>

#include "actors/thread_priority.hpp"

namespace deckhand {

protocol_executor_state::protocol_executor_state(protocol_executor_actor::pointer self, run_order order,
                                                 protocol_executor_setup setup)
    : self_(self),
      run_(std::move(order)),
      setup_(std::move(setup)),
      model_(run_.protocol ? run_model{*run_.protocol} : run_model{}) {}

protocol_executor_actor::behavior_type protocol_executor_state::make_behavior() {
  prioritise_robot_thread(setup_.real_time, name);
  for (const auto& offset : run_.labware_offsets) model_.add_offset(offset);
  mail_changes();
  if (run_.protocol && !run_.protocol->is_script()) queue_first_home();
  self_->request(setup_.driver, caf::infinite, facts_atom_v)
      .then([this](const robot_facts& facts) { on_first_facts(facts); },
            [this](const caf::error&) { on_first_facts({}); });  // the first operation will tell what is wrong
  return {
      [this](ready_atom) { flush(); },
      [this](const action_order& order) { return take_action(order); },
      [this](const command_order& order) { return enqueue(order); },
      [this](const deck_addition& addition) { add_to_deck(addition); },
      [this](look_at_door_atom, bool heeds_door) { return look_at_door(heeds_door); },
      [this](halted_atom, const robot_error& why) { on_halted(why); },
      [this](discard_atom) { discard(); },
      [this](shutdown_atom) { shut_down(); },
      [this](advance_atom) {
        advance_is_due_ = false;
        advance();
      },
      [this](flush_atom) { on_flush(); },
      [this](wait_over_atom, std::uint64_t wait_number) { on_wait_over(wait_number); },
      [this](const script_call& call) { take_call(call); },
      [this](script_end& end) { end_script(end); },
  };
}

// --- messages ---

bool protocol_executor_state::enqueue(const command_order& order) {
  if (result_ != run_result::none) return false;
  queue_command({order.command_id, order.key, order.command_type, nlohmann::json::parse(order.params_json), order.intent});
  advance();
  flush();
  return true;
}

void protocol_executor_state::add_to_deck(const deck_addition& addition) {
  if (const auto* offset = std::get_if<labware_offset>(&addition.what))
    model_.add_offset(*offset);
  else
    model_.add_definition(std::get<labware_definition_ptr>(addition.what));
  mail_changes();
  flush();
}

void protocol_executor_state::discard() {
  phase_ = phase::over;
  flush();
  self_->quit();
}

void protocol_executor_state::shut_down() {
  const auto at = setup_.clock->wall_now();
  caf::anon_send<caf::message_priority::high>(setup_.driver, halt_atom_v);
  if (is_played_ && result_ == run_result::none) {
    result_ = run_result::stopped;
    mail_at(at, run_ending{result_, std::nullopt});
  }
  cancel_current(at);
  if (result_ != run_result::none)
    finish(std::nullopt);
  else
    discard();
}

void protocol_executor_state::on_wait_over(std::uint64_t wait_number) {
  if (wait_number == attempt_ && current_ && current_->waits) succeed();
}

// --- progress ---

// Through the mailbox, so that actions that came meanwhile go first, and a row of commands without motion does not pile up.
void protocol_executor_state::advance_soon() {
  if (std::exchange(goes_straight_on_, false)) return advance();
  advance_is_due_ = true;
  self_->send(self_, advance_atom_v);
}

void protocol_executor_state::on_first_facts(const robot_facts& facts) {
  facts_ = facts;
  halts_ = facts.halts;
  on_door(facts.is_door_open);
  if (phase_ == phase::waiting_for_facts) phase_ = phase::open;
  advance();
}

void protocol_executor_state::advance() {
  if (phase_ != phase::open || current_ || is_getting_ready_ || result_ != run_result::none) return;
  if (is_playing() && looks_first_) return look_first();
  if (auto command = next_command())
    start(std::move(*command));
  else if (is_playing() && script_ && !script_end_)
    return;                                                                    // the process thinks
  else if (is_playing() || (script_end_ && !script_end_->error_json.empty()))  // nobody could play on a script that failed
    end_run_by_itself();
  else
    last_end_steady_ns_ = 0;
}

std::optional<queued_command> protocol_executor_state::next_command() {
  if (auto queued = queue_.take_next(is_playing())) return queued;
  if (!is_playing()) return std::nullopt;
  prepare_file_command();
  if (!prepared_) return std::nullopt;
  mail(std::move(prepared_->queued));
  return std::move(std::exchange(prepared_, std::nullopt)->command);
}

// Done while the robot is busy with the command before.
void protocol_executor_state::prepare_file_command() {
  if (prepared_ || !run_.protocol || next_file_command_ == run_.protocol->commands.size()) return;
  const auto& step = run_.protocol->commands[next_file_command_++];
  const auto* entry = step.work && step.work->entry ? &*step.work->entry : nullptr;
  prepared_ = prepare({entry ? entry->id : make_uuid(), entry ? entry->id : step.key, step.command_type, step.params,
                       command_intent::none, step.work});
}

void protocol_executor_state::start(queued_command command) {
  if (!command.is_hidden()) mail(command_started{command.command_id});
  current_.emplace().command = std::move(command);
  current_->ended_steady_ns = current_->began_steady_ns = setup_.clock->steady_now_ns();
  // While no run is played others may drive the robot, too: what this one saw last may no longer be true.
  if (current_->command.intent == command_intent::setup)
    look_then_begin();
  else
    begin_step();
}

void protocol_executor_state::look_then_begin() {
  const auto attempt = attempt_ = ++last_attempt_;
  const auto begin = [this, attempt] {
    if (attempt == attempt_ && current_) begin_step();
  };
  self_->request(setup_.driver, caf::infinite, facts_atom_v)
      .then(
          [this, begin](const robot_facts& facts) {
            facts_ = facts;
            halts_ = facts.halts;
            if (run_.kind == run_kind::stateless) model_.adopt_modules(facts_.modules);
            begin();
          },
          [begin](const caf::error&) { begin(); });  // the operation will tell what is wrong
}

void protocol_executor_state::begin_step() {
  const auto& work = current_->command.work;
  if (work && work->refusal) return fail_work(*work->refusal);
  if (work && work->steps.empty()) return succeed_work();
  current_->next_operation = 0;
  current_->waits = false;
  const auto& type = work ? work->steps[current_->step].command_type : current_->command.command_type;
  const auto& params = work ? work->steps[current_->step].params : current_->command.params;
  auto plan = plan_command(model_, facts_, type, params);
  if (!plan) {
    fail(plan.error());
    return;
  }
  current_->plan = std::move(*plan);
  go_on();
}

void protocol_executor_state::go_on() {
  auto& current = *current_;
  current.is_held = is_paused_ && current.next_operation > 0 && current.next_operation < current.plan.operations.size();
  if (current.is_held) return;
  if (current.next_operation < current.plan.operations.size()) {
    perform(current.plan.operations[current.next_operation++]);
    foresee();
  } else if (current.plan.wait != wait_kind::none) {
    begin_wait();
  } else {
    succeed();
  }
}

void protocol_executor_state::perform(const robot_operation& operation) {
  attempt_ = ++last_attempt_;
  ask_driver(perform_atom_v, operation, attempt_);
}

void protocol_executor_state::perform_ahead(const robot_operation& operation) {
  ahead_->attempt = ++last_attempt_;
  ask_driver(perform_next_atom_v, operation, ahead_->attempt);
}

template <class Atom>
void protocol_executor_state::ask_driver(Atom how, const robot_operation& operation, std::uint64_t attempt) {
  ++operations_out_;
  self_->request(setup_.driver, caf::infinite, how, operation, halts_)
      .then([this, attempt](const operation_report& report) { on_report(attempt, report); },
            [this, attempt](const caf::error& reason) {
              operation_report lost;
              lost.error = robot_error{robot_error_code::no_response, "The hardware driver is gone: " + caf::to_string(reason)};
              lost.facts = facts_;
              on_report(attempt, lost);
            });
}

void protocol_executor_state::on_report(std::uint64_t attempt, const operation_report& report) {
  note_mailbox(self_, *setup_.maxima, watched_actor::protocol_executor);
  --operations_out_;
  note_pause();
  if (attempt != attempt_) return;  // of a command that was cancelled meanwhile
  facts_ = report.facts;
  is_halted_ |= report.error && is_halt(report.error->code);
  if (is_getting_ready_) return get_ready(report.error);
  if (current_->next_operation == 1 && current_->step == 0) current_->began_steady_ns = report.began_steady_ns;
  current_->ended_steady_ns = report.ended_steady_ns;
  goes_straight_on_ = self_->mailbox().empty();
  if (report.error)
    fail(to_command_error(*report.error));
  else
    go_on();
  goes_straight_on_ = false;
}

void protocol_executor_state::begin_wait() {
  current_->waits = true;
  if (current_->plan.wait == wait_kind::resume) {
    set_paused(true);
    return;
  }
  const auto wait_number = attempt_ = ++last_attempt_;
  const std::chrono::duration<double> wait{current_->plan.wait_s * setup_.time_scale};
  if (wait.count() <= 0)
    succeed();
  else
    self_->delayed_send(self_, std::chrono::duration_cast<std::chrono::nanoseconds>(wait), wait_over_atom_v, wait_number);
}

void protocol_executor_state::succeed() {
  auto result = ahead_ ? std::move(ahead_->result) : current_->plan.complete(model_, facts_);
  if (ahead_)
    for (auto& change : ahead_->changes) mail(std::move(change));
  mail_changes();
  if (current_->command.work) {
    if (!go_to_next_step(std::move(result))) succeed_work();
    return;
  }
  if (current_->waits) current_->ended_steady_ns = setup_.clock->steady_now_ns();
  mail_later(setup_.clock->wall_now(), [id = current_->command.command_id, result = std::move(result),
                                        notes = std::move(current_->plan.notes), gap = gap_us()] {
    return command_succeeded{id, result.dump(), notes.dump(), gap};
  });
  leave_current();
  if (ahead_ && ahead_->plan) return adopt_next();
  ahead_.reset();
  advance_soon();
}

void protocol_executor_state::fail(const command_error& error) {
  ahead_.reset();
  if (current_->command.work) return fail_work(error);
  const auto at = setup_.clock->wall_now();
  auto error_json = to_error_occurrence(error, make_uuid(), at).dump();
  spdlog::warn("run {}: {} failed: {}: {}", run_.run_id, current_->command.command_type, error.error_type, error.detail);
  const bool is_setup = current_->command.intent == command_intent::setup;
  mail(command_failed{current_->command.command_id, error_json, "[]", gap_us()});
  leave_current();
  give_up_queued(is_setup, at);
  if (is_setup)
    advance_soon();
  else
    end_run(run_result::failed, std::move(error_json), at);
}

void protocol_executor_state::leave_current() {
  last_end_steady_ns_ = current_->waits ? 0 : current_->ended_steady_ns;
  current_.reset();
}

std::optional<std::int64_t> protocol_executor_state::gap_us() const {
  if (last_end_steady_ns_ == 0) return std::nullopt;
  return std::max<std::int64_t>(0, (current_->began_steady_ns - last_end_steady_ns_) / 1000);
}

protocol_executor_actor spawn_protocol_executor(caf::actor_system& system, run_order order, protocol_executor_setup setup) {
  return system.spawn<protocol_executor_actor::stateful_impl<protocol_executor_state>, caf::detached>(std::move(order),
                                                                                                      std::move(setup));
}

}  // namespace deckhand
