#include "runtime/recovery.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "event_samples.hpp"

using namespace deckhand;
using nlohmann::json;

namespace {

const action_accepted play{"play", action_type::play};
const wall_time restart = event_maker::start() + std::chrono::hours{1};

std::vector<event> journal_of(const std::vector<event_body>& bodies) {
  event_maker make;
  std::vector<event> events;
  for (const auto& body : bodies) events.push_back(make("run", body));
  return events;
}

/// The run after the restart, as HTTP shows it.
struct recovered {
  std::vector<event> journal;
  recovery_plan plan;
  std::shared_ptr<const run_view> view;

  explicit recovered(const std::vector<event_body>& bodies)
      : journal(journal_of(bodies)), plan(recover_journal(journal, restart)) {
    auto all = journal;
    for (const auto& closing : plan.closing_events) all.push_back(closing);
    view = picture_of(all)->runs.at(0);
    // Recovery is over once it is journalled.
    CHECK(recover_journal(all, restart).closing_events.empty());
  }
  json run() const { return json::parse(*view->run_json); }
  json command(std::size_t index) const { return json::parse(view->commands.at(index).summary_json); }
};

}  // namespace

TEST_CASE("a run that was cut off fails, its running command's outcome is unknown, and the rest is given up") {
  const recovered run({run_created{}, queued("done"), queued("running"), queued("waiting"), play, command_started{"done"},
                       succeeded("done"), command_started{"running"}});
  CHECK(run.run()["status"] == "failed");
  CHECK(run.run()["current"] == false);
  CHECK(run.run()["completedAt"] == to_iso8601(restart));
  REQUIRE(run.run()["errors"].size() == 1);
  CHECK(run.run()["errors"][0]["errorType"] == "RunInterruptedError");
  CHECK(run.command(0)["status"] == "succeeded");
  CHECK(run.command(1)["status"] == "failed");
  CHECK(run.command(1)["error"]["errorType"] == "CommandOutcomeUnknownError");
  CHECK(run.command(1)["error"]["errorCode"] == "4000");
  CHECK(run.command(1)["notes"] == json::array());
  CHECK(run.command(2)["status"] == "failed");
  CHECK_FALSE(run.command(2).contains("error"));
  CHECK_FALSE(run.command(2).contains("startedAt"));
  CHECK(run.view->command_errors.size() == 1);
}

TEST_CASE("a paused run fails as well, with what was queued given up") {
  const recovered run({run_created{}, queued("waiting"), play, run_paused{true}});
  CHECK(run.run()["status"] == "failed");
  CHECK(run.command(0)["status"] == "failed");
  CHECK(run.view->command_errors.empty());
}

TEST_CASE("an idle run is stopped and its commands stay queued") {
  const recovered run({run_created{}, queued("home")});
  CHECK(run.run()["status"] == "stopped");
  CHECK(run.run()["errors"] == json::array());
  CHECK(run.run()["current"] == false);
  CHECK_FALSE(run.run().contains("startedAt"));
  CHECK(run.command(0)["status"] == "queued");
}

TEST_CASE("an interrupted setup command takes the queued setup commands with it, not the protocol's") {
  const recovered run({run_created{}, queued("home"), queued("s1", command_intent::setup), queued("s2", command_intent::setup),
                       command_started{"s1"}});
  CHECK(run.run()["status"] == "stopped");
  CHECK(run.command(0)["status"] == "queued");
  CHECK(run.command(1)["error"]["errorType"] == "CommandOutcomeUnknownError");
  CHECK(run.command(2)["status"] == "failed");
  CHECK_FALSE(run.command(2).contains("error"));
}

TEST_CASE("a cleanup that was cut short is the run's error, and its result stays") {
  for (const auto result : {run_result::stopped, run_result::succeeded}) {
    const recovered run({run_created{}, play, run_ending{result, std::nullopt}});
    CHECK(run.view->result == result);
    CHECK(run.run()["status"] == "failed");
    REQUIRE(run.run()["errors"].size() == 1);
    CHECK(run.run()["errors"][0]["errorType"] == "RunInterruptedError");
  }
  const recovered unplayed({run_created{}, run_ending{run_result::stopped, std::nullopt}});
  CHECK(unplayed.run()["status"] == "stopped");
  CHECK(unplayed.run()["errors"] == json::array());
}

TEST_CASE("a finished run has no running command, even where the journal has lost the row that ended it") {
  const recovered holed({run_created{}, play, queued("c1"), command_started{"c1"}, queued("c2"),
                         run_ending{run_result::succeeded, std::nullopt}, run_finished{}});
  CHECK(holed.run()["status"] == "succeeded");
  CHECK(holed.command(0)["status"] == "failed");
  CHECK(holed.command(0)["error"]["errorType"] == "CommandOutcomeUnknownError");
  CHECK(holed.command(1)["status"] == "queued");
}

TEST_CASE("finished runs are only put away, and others left alone") {
  const recovered finished({run_created{}, play, run_ending{run_result::succeeded, std::nullopt}, run_finished{}});
  CHECK(finished.plan.closing_events.size() == 1);
  CHECK(finished.run()["status"] == "succeeded");
  CHECK(finished.run()["current"] == false);
  CHECK(recovered({run_created{}, run_archived{}}).plan.closing_events.empty());
  CHECK(recover_journal(journal_of({run_created{}, play, run_deleted{}}), restart).closing_events.empty());
  CHECK(recover_journal({}, restart).closing_events.empty());
}

TEST_CASE("closing a run in a living process leaves it current") {
  run_state state;
  state.run_id = "run";
  for (const auto& body : std::vector<event_body>{run_created{}, play}) apply(state, body);
  for (const auto& closing : close_run(state, restart)) {
    CHECK(closing.run_id == "run");
    CHECK(closing.sequence == 0);
    apply(state, closing.body);
  }
  CHECK(state.current);
  CHECK(status_of(state) == run_status::failed);
  CHECK(close_run(state, restart).empty());
}

TEST_CASE("a clock that has fallen back does not turn the log round") {
  const auto journal = journal_of({run_created{}, play});
  const auto plan = recover_journal(journal, event_maker::start() - std::chrono::hours{24});
  REQUIRE_FALSE(plan.closing_events.empty());
  for (const auto& closing : plan.closing_events) CHECK(closing.at == journal.back().at);
}

TEST_CASE("analyses that were never completed are named") {
  event_maker make;
  const std::vector<event> journal{
      make("", sample_protocol("p")),        make("", analysis_started{"p", "a1"}), make("", analysis_completed{"p", "a1", "{}"}),
      make("", analysis_started{"p", "a2"}), make("", sample_protocol("q")),        make("", analysis_started{"q", "b1"}),
      make("", protocol_deleted{"q"})};
  const auto pending = recover_journal(journal, restart).pending_analyses;
  REQUIRE(pending.size() == 1);
  CHECK(pending[0].protocol_id == "p");
  CHECK(pending[0].analysis_id == "a2");
}
