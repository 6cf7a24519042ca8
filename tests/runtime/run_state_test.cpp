#include "runtime/run_state.hpp"

#include <catch2/catch.hpp>

#include "event_samples.hpp"

using namespace deckhand;

namespace {

run_state state_after(const std::vector<event_body>& bodies) {
  run_state state;
  for (const auto& body : bodies) apply(state, body);
  return state;
}

const action_accepted play{"a", action_type::play};
const run_ending stopped{run_result::stopped, std::nullopt};
const run_ending failed_ending{run_result::failed, "{}"};
const run_ending succeeded_ending{run_result::succeeded, std::nullopt};
const run_finished finished{};

const std::string over = "The run has already stopped.";
const std::string no_pause = "Cannot pause a run that is not running.";
const std::string no_recovery = "Cannot resume from recovery if the run is not in recovery mode.";
const std::string door_open = "Front door or top window is currently open.";
const std::string ok;

std::string answer(const run_state& state, action_type action) {
  const auto checked = check_action(state, action);
  return checked ? ok : checked.error();
}

struct row {
  std::string_view status;
  std::vector<event_body> history;
  std::string play, pause, stop;
};

}  // namespace

TEST_CASE("what may be done to a run in each status") {
  const std::vector<row> table{
      {"idle", {run_created{}}, ok, no_pause, ok},
      {"running", {run_created{}, play}, ok, ok, ok},
      {"paused", {run_created{}, play, run_paused{true}}, ok, no_pause, ok},
      {"running", {run_created{}, play, run_paused{true}, run_paused{false}}, ok, ok, ok},
      {"blocked-by-open-door", {run_created{}, play, run_paused{true, true}}, door_open, no_pause, ok},
      {"paused", {run_created{}, play, run_paused{true, true}, run_paused{true}}, ok, no_pause, ok},
      {"stop-requested", {run_created{}, play, run_paused{true, true}, stopped}, over, over, ok},
      {"stop-requested", {run_created{}, play, stopped}, over, over, ok},
      {"stop-requested", {run_created{}, play, run_paused{true}, stopped}, over, over, ok},
      {"finishing", {run_created{}, play, succeeded_ending}, over, over, ok},
      {"finishing", {run_created{}, play, failed_ending}, over, over, ok},
      {"stopped", {run_created{}, play, stopped, finished}, over, over, ok},
      {"failed", {run_created{}, play, failed_ending, finished}, over, over, ok},
      {"succeeded", {run_created{}, play, succeeded_ending, finished}, over, over, ok},
      {"failed", {run_created{}, play, succeeded_ending, run_finished{"{}"}}, over, over, ok},
      {"stopped", {run_created{}, stopped, finished}, ok, over, ok},  // never played: a play does nothing
      {"stopped", {run_created{}, stopped, finished, play}, ok, over, ok},
  };
  for (const auto& [status, history, on_play, on_pause, on_stop] : table) {
    const auto state = state_after(history);
    INFO(status << " after " << history.size() << " events");
    CHECK(to_string(status_of(state)) == status);
    CHECK(answer(state, action_type::play) == on_play);
    CHECK(answer(state, action_type::pause) == on_pause);
    CHECK(answer(state, action_type::stop) == on_stop);
    CHECK(answer(state, action_type::resume_from_recovery) == no_recovery);
    CHECK(answer(state, action_type::resume_from_recovery_assuming_false_positive) == no_recovery);
  }
}

TEST_CASE("a result that is decided never changes") {
  const auto state = state_after({run_created{}, play, succeeded_ending, stopped, finished});
  CHECK(status_of(state) == run_status::succeeded);
  CHECK(is_terminal(status_of(state)));
}

TEST_CASE("setup commands leave a run idle") {
  auto state = state_after({run_created{}, queued("s", command_intent::setup), command_started{"s"}});
  CHECK(status_of(state) == run_status::idle);
  CHECK(state.running_commands == 1);
  apply(state, failed("s", "{}"));
  CHECK(status_of(state) == run_status::idle);
  CHECK(state.running_commands == 0);
}

TEST_CASE("when a run may be put away") {
  CHECK(is_ok_to_clear(state_after({run_created{}})));
  CHECK(is_ok_to_clear(state_after({run_created{}, queued("p", command_intent::protocol)})));
  CHECK_FALSE(is_ok_to_clear(state_after({run_created{}, queued("s", command_intent::setup)})));
  CHECK_FALSE(is_ok_to_clear(state_after({run_created{}, queued("s", command_intent::setup), command_started{"s"}})));
  CHECK(is_ok_to_clear(state_after({run_created{}, queued("s", command_intent::setup), command_started{"s"}, succeeded("s")})));
  CHECK_FALSE(is_ok_to_clear(state_after({run_created{}, play})));
  CHECK_FALSE(is_ok_to_clear(state_after({run_created{}, play, stopped})));
  CHECK(is_ok_to_clear(state_after({run_created{}, play, stopped, finished})));
}

TEST_CASE("which commands may still be posted") {
  const auto refusal = [](const run_state& state, command_intent intent) -> std::optional<post_refusal> {
    const auto checked = check_post(state, intent);
    return checked ? std::nullopt : std::optional{checked.error()};
  };
  const auto idle = state_after({run_created{}});
  CHECK_FALSE(refusal(idle, command_intent::setup));
  CHECK_FALSE(refusal(idle, command_intent::protocol));
  CHECK(refusal(idle, command_intent::fixit) == post_refusal::fixit_not_allowed);
  const auto running = state_after({run_created{}, play});
  CHECK(refusal(running, command_intent::setup) == post_refusal::setup_not_allowed);
  CHECK_FALSE(refusal(running, command_intent::protocol));
  for (const auto& over_state : {state_after({run_created{}, play, stopped}), state_after({run_created{}, run_archived{}})})
    for (const auto intent : {command_intent::setup, command_intent::protocol, command_intent::fixit})
      CHECK(refusal(over_state, intent) == post_refusal::run_stopped);
}

TEST_CASE("putting a run away keeps its end, and stops one that never started") {
  auto state = state_after({run_created{}, play, succeeded_ending, finished, run_archived{}});
  CHECK_FALSE(state.current);
  CHECK(status_of(state) == run_status::succeeded);
  state = state_after({run_created{}, run_archived{}});
  CHECK_FALSE(state.current);
  CHECK(status_of(state) == run_status::stopped);
}

TEST_CASE("events about unknown commands change nothing") {
  const auto state = state_after({run_created{}, command_started{"x"}, succeeded("x"), queued("c"), queued("c")});
  CHECK(state.commands.size() == 1);
  CHECK(state.running_commands == 0);
}
