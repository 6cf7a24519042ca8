#include "runtime/run_state.hpp"

#include <array>

namespace deckhand {
namespace {

constexpr std::string_view not_in_recovery = "Cannot resume from recovery if the run is not in recovery mode.";
constexpr std::string_view not_running = "Cannot pause a run that is not running.";
constexpr std::string_view already_stopped = "The run has already stopped.";

struct folder {
  run_state& state;

  command_progress* find(const std::string& command_id) {
    const auto found = state.index_by_id.find(command_id);
    return found == state.index_by_id.end() ? nullptr : &state.commands[found->second];
  }

  void count(const command_progress& command, int by) {
    if (command.status == command_status::running) state.running_commands += by;
    if (command.status == command_status::queued && command.intent == command_intent::setup) state.queued_setup_commands += by;
  }

  void move_to(const std::string& command_id, command_status status) {
    auto* command = find(command_id);
    if (!command) return;
    count(*command, -1);
    command->status = status;
    count(*command, +1);
  }

  void operator()(const run_created& body) { state.protocol_id = body.protocol_id; }
  void operator()(const action_accepted& body) {
    if (body.action == action_type::play && state.result == run_result::none) state.was_played = true;
  }
  void operator()(const command_queued& body) {
    if (!state.index_by_id.emplace(body.command_id, state.commands.size()).second) return;
    state.commands.push_back({command_status::queued, body.intent});
    count(state.commands.back(), +1);
  }
  void operator()(const command_started& body) { move_to(body.command_id, command_status::running); }
  void operator()(const command_succeeded& body) { move_to(body.command_id, command_status::succeeded); }
  void operator()(const command_failed& body) { move_to(body.command_id, command_status::failed); }
  void operator()(const run_paused& body) {
    state.is_paused = body.paused;
    state.is_blocked_by_door = body.by_open_door;
  }
  void operator()(const run_ending& body) {
    if (state.result == run_result::none) state.result = body.result;
  }
  void operator()(const run_finished& body) {
    state.is_finished = true;
    state.cleanup_failed = body.error_json.has_value();
  }
  void operator()(const run_archived&) {
    state.current = false;
    if (state.result == run_result::none) state.result = run_result::stopped;
    state.is_finished = true;
  }
  template <class Other>
  void operator()(const Other&) {}
};

}  // namespace

std::string_view to_string(run_status status) {
  constexpr std::array<std::string_view, 9> names{
      "idle", "running", "paused", "blocked-by-open-door", "stop-requested", "finishing", "stopped", "failed", "succeeded"};
  return names[static_cast<std::size_t>(status)];
}

bool is_terminal(run_status status) {
  return status == run_status::stopped || status == run_status::failed || status == run_status::succeeded;
}

std::string_view to_string(command_status status) {
  constexpr std::array<std::string_view, 4> names{"queued", "running", "succeeded", "failed"};
  return names[static_cast<std::size_t>(status)];
}

void apply(run_state& state, const event_body& body) { std::visit(folder{state}, body); }

run_status status_of(const run_state& state) {
  if (state.result != run_result::none) {
    if (!state.is_finished) return state.result == run_result::stopped ? run_status::stop_requested : run_status::finishing;
    if (state.result == run_result::failed || state.cleanup_failed) return run_status::failed;
    return state.result == run_result::succeeded ? run_status::succeeded : run_status::stopped;
  }
  if (!state.was_played) return run_status::idle;
  if (!state.is_paused) return run_status::running;
  return state.is_blocked_by_door ? run_status::blocked_by_open_door : run_status::paused;
}

bool is_ok_to_clear(const run_state& state) {
  if (state.is_finished) return true;
  return status_of(state) == run_status::idle && state.running_commands == 0 && state.queued_setup_commands == 0;
}

tl::expected<void, std::string> check_action(const run_state& state, action_type action) {
  const auto status = status_of(state);
  const bool is_over = state.result != run_result::none;
  switch (action) {
    case action_type::stop: return {};
    case action_type::play:
      // A play after the stop of a run that never started is accepted and does nothing.
      if (is_over && state.was_played) return tl::unexpected{std::string{already_stopped}};
      if (status == run_status::blocked_by_open_door) return tl::unexpected{std::string{door_stands_open}};
      return {};
    case action_type::pause:
      if (is_over) return tl::unexpected{std::string{already_stopped}};
      if (status != run_status::running) return tl::unexpected{std::string{not_running}};
      return {};
    case action_type::resume_from_recovery:
    case action_type::resume_from_recovery_assuming_false_positive: return tl::unexpected{std::string{not_in_recovery}};
  }
  return tl::unexpected{std::string{not_in_recovery}};
}

tl::expected<void, post_refusal> check_post(const run_state& state, command_intent intent) {
  if (!state.current || state.result != run_result::none) return tl::unexpected{post_refusal::run_stopped};
  if (intent == command_intent::setup && state.was_played) return tl::unexpected{post_refusal::setup_not_allowed};
  if (intent == command_intent::fixit) return tl::unexpected{post_refusal::fixit_not_allowed};
  return {};
}

}  // namespace deckhand
