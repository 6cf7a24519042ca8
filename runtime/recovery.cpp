#include "runtime/recovery.hpp"

#include <algorithm>

#include "runtime/command_error.hpp"

namespace deckhand {
namespace {

constexpr std::string_view outcome_unknown =
    "Execution broke off while this command was running. Whether the robot carried it out is not known.";
constexpr std::string_view run_interrupted =
    "Execution broke off during this run. The robot was not brought to a tidy end: tips may still be attached, and its position "
    "is "
    "not known.";
constexpr std::string_view cleanup_interrupted =
    "Execution broke off during the cleanup after this run. Tips may still be attached, and the robot's position is not known.";

std::string error_json(const char* error_type, std::string_view detail, wall_time at) {
  command_error error;
  error.error_type = error_type;
  error.detail = detail;
  return to_error_occurrence(error, make_uuid(), at).dump();
}

std::vector<std::string> command_ids_in_order(const run_state& state) {
  std::vector<std::string> ids(state.commands.size());
  for (const auto& [id, index] : state.index_by_id) ids[index] = id;
  return ids;
}

/// Writes one run's closing events.
struct run_closer {
  const run_state& state;
  wall_time at;
  std::vector<event> events = {};

  void emit(event_body body) { events.push_back({0, state.run_id, at, 0, std::move(body)}); }

  /// Whether a setup command was among them.
  bool close_running(const std::vector<std::string>& ids) {
    bool setup_was_interrupted = false;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (state.commands[i].status != command_status::running) continue;
      emit(command_failed{ids[i], error_json("CommandOutcomeUnknownError", outcome_unknown, at), "[]", std::nullopt});
      setup_was_interrupted |= state.commands[i].intent == command_intent::setup;
    }
    return setup_was_interrupted;
  }

  void close_commands() {
    const auto ids = command_ids_in_order(state);
    const bool setup_was_interrupted = close_running(ids);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const bool is_given_up = state.was_played || (setup_was_interrupted && state.commands[i].intent == command_intent::setup);
      if (state.commands[i].status == command_status::queued && is_given_up)
        emit(command_failed{ids[i], std::nullopt, std::nullopt, std::nullopt});
    }
  }

  void finish() {
    std::optional<std::string> finish_error;
    if (state.result != run_result::none) {
      if (state.was_played) finish_error = error_json("RunInterruptedError", cleanup_interrupted, at);
    } else if (state.was_played) {
      emit(run_ending{run_result::failed, error_json("RunInterruptedError", run_interrupted, at)});
    } else {
      emit(run_ending{run_result::stopped, std::nullopt});
    }
    emit(run_finished{std::move(finish_error)});
  }
};

/// The runs of a journal, oldest first.
std::vector<run_state> fold_runs(std::span<const event> journal) {
  std::vector<run_state> runs;
  for (const auto& what : journal) {
    if (what.run_id.empty()) continue;
    auto run = std::find_if(runs.rbegin(), runs.rend(), [&](const run_state& each) { return each.run_id == what.run_id; });
    if (run != runs.rend()) {
      apply(*run, what.body);
      if (std::holds_alternative<run_deleted>(what.body)) runs.erase(std::prev(run.base()));
    } else if (std::holds_alternative<run_created>(what.body)) {
      runs.emplace_back().run_id = what.run_id;
      apply(runs.back(), what.body);
    }
  }
  return runs;
}

std::vector<pending_analysis> find_pending(std::span<const event> journal) {
  std::vector<pending_analysis> pending;
  for (const auto& what : journal) {
    if (const auto* started = std::get_if<analysis_started>(&what.body))
      pending.push_back({started->protocol_id, started->analysis_id});
    else if (const auto* completed = std::get_if<analysis_completed>(&what.body))
      std::erase_if(pending, [&](const auto& each) { return each.analysis_id == completed->analysis_id; });
    else if (const auto* deleted = std::get_if<protocol_deleted>(&what.body))
      std::erase_if(pending, [&](const auto& each) { return each.protocol_id == deleted->protocol_id; });
  }
  return pending;
}

}  // namespace

std::vector<event> close_run(const run_state& state, wall_time at) {
  run_closer closer{state, at};
  // Only where a row of the journal is missing does a finished run have a running command.
  if (state.is_finished && state.running_commands > 0) closer.close_running(command_ids_in_order(state));
  if (!state.is_finished) {
    closer.close_commands();
    closer.finish();
  }
  return std::move(closer.events);
}

recovery_plan recover_journal(std::span<const event> journal, wall_time now) {
  // A robot without a battery-backed clock may start in the past.
  for (const auto& what : journal) now = std::max(now, what.at);
  recovery_plan plan;
  for (const auto& state : fold_runs(journal)) {
    for (auto& closing : close_run(state, now)) plan.closing_events.push_back(std::move(closing));
    if (state.current) plan.closing_events.push_back({0, state.run_id, now, 0, run_archived{}});
  }
  plan.pending_analyses = find_pending(journal);
  return plan;
}

}  // namespace deckhand
