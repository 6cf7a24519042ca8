#include <catch2/catch.hpp>

#include "tests/actors/executor_stage.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

TEST_CASE("a protocol's run queues its first home at once, and nothing moves before play") {
  stage s{{comment("one")}};
  REQUIRE(s.engine.all<command_queued>().size() == 1);
  CHECK(s.engine.all<command_queued>()[0].command_type == "home");
  CHECK(s.engine.all<command_queued>()[0].key == "50c7ae73a4e3f7129874f39dfb514803");
  CHECK(s.driver.seen.empty());
}

TEST_CASE("commands are appended one at a time, and run_finished is the last event") {
  stage s{{comment("one"), comment("two")}};
  s.act(action_type::play);
  CHECK(s.engine.all<command_queued>().size() == 1);
  REQUIRE(s.driver.open.size() == 1);
  s.succeed();
  CHECK(s.engine.all<command_queued>().size() == 3);
  CHECK(s.engine.all<command_succeeded>().size() == 3);
  REQUIRE(s.engine.all<run_ending>().size() == 1);
  CHECK(s.engine.all<run_ending>()[0].result == run_result::succeeded);
  CHECK_FALSE(s.has_finished());
  s.clean_up();
  REQUIRE(s.has_finished());
  CHECK(std::holds_alternative<run_finished>(s.engine.events.back().body));
}

TEST_CASE("a stop fails the command in hand at the action's own time, and halts the driver") {
  stage s{{comment("one")}};
  s.act(action_type::play);
  s.act(action_type::stop);
  CHECK(s.driver.halts == 1);
  REQUIRE(s.engine.all<command_failed>().size() == 1);
  CHECK(s.engine.all<command_failed>()[0].error_json->find("RunStoppedError") != std::string::npos);
  CHECK(s.engine.all<command_queued>().size() == 1);
  s.clean_up();
  REQUIRE(s.has_finished());
  wall_time stopped_at{}, failed_at{};
  for (const auto& what : s.engine.events) {
    if (const auto* action = std::get_if<action_accepted>(&what.body); action && action->action == action_type::stop)
      stopped_at = what.at;
    if (std::holds_alternative<command_failed>(what.body)) failed_at = what.at;
  }
  CHECK(stopped_at == failed_at);
}

TEST_CASE("cleanup goes by what the driver says, not by the log") {
  stage s{{comment("one")}};
  s.act(action_type::play);
  // No command ever picked up a tip; the driver knows of one all the same.
  pipette_facts pipette;
  pipette.name = "p300_single";
  pipette.model = "p300_single_v1.5";
  pipette.tip = tip_facts{51.83, 300, 5.23};
  s.driver.facts.at(mount::right).pipette = pipette;
  s.act(action_type::stop);
  s.clean_up();
  std::size_t drops = 0;
  for (const auto& operation : s.driver.seen) drops += std::holds_alternative<drop_tip_operation>(operation) ? 1 : 0;
  CHECK(drops == 1);
  CHECK(s.has_finished());
}

TEST_CASE("a pause lets the command in hand end and holds the next one until play") {
  stage s{{comment("one")}};
  s.act(action_type::play);
  s.act(action_type::pause);
  s.succeed();
  CHECK(s.engine.all<command_succeeded>().size() == 1);
  CHECK(s.engine.all<command_started>().size() == 1);
  s.act(action_type::play);
  CHECK(s.engine.all<command_succeeded>().size() == 2);
  REQUIRE(s.engine.all<run_paused>().size() == 2);
  CHECK(s.engine.all<run_paused>()[0].paused);
  CHECK_FALSE(s.engine.all<run_paused>()[1].paused);
}

TEST_CASE("a wait lasts as long as it says, under a pause too") {
  stage s{{wait_s(10), comment("after")}};
  s.act(action_type::play);
  s.succeed();
  s.world.pass(std::chrono::milliseconds{9'900});
  CHECK(s.engine.all<command_succeeded>().size() == 1);
  s.act(action_type::pause);
  s.world.pass(std::chrono::milliseconds{200});
  CHECK(s.engine.all<command_succeeded>().size() == 2);
  CHECK(s.engine.all<command_started>().size() == 2);
  s.act(action_type::play);
  CHECK(s.engine.all<command_succeeded>().size() == 3);
}

TEST_CASE("a cancelled wait does not come back") {
  stage s{{wait_s(10), comment("after")}};
  s.act(action_type::play);
  s.succeed();
  s.act(action_type::stop);
  s.world.pass(std::chrono::seconds{20});
  s.clean_up();
  CHECK(s.engine.all<command_succeeded>().size() == 1);
  CHECK(s.engine.all<command_failed>().size() == 1);
  CHECK(s.engine.all<run_finished>().size() == 1);
}

TEST_CASE("setup commands run while the run is idle, ahead of protocol commands, and their failure does not end it") {
  stage s{{}, true};
  s.post("comment", {{"message", "protocol"}}, command_intent::protocol);
  CHECK(s.engine.all<command_started>().empty());
  s.post("aspirateInPlace", {{"pipetteId", "nobody"}, {"volume", 10}, {"flowRate", 10}}, command_intent::setup);
  CHECK(s.engine.all<command_failed>().size() == 1);
  CHECK(s.engine.all<run_ending>().empty());
  s.post("comment", {{"message", "setup"}}, command_intent::setup);
  REQUIRE(s.engine.all<command_succeeded>().size() == 1);
  CHECK(s.engine.all<command_succeeded>()[0].command_id == "posted 3");
}

TEST_CASE("a live run homes without a log entry, runs its queue and ends when that is empty") {
  stage s{{}, true};
  s.post("comment", {{"message", "one"}}, command_intent::protocol);
  s.act(action_type::play);
  REQUIRE(s.driver.seen.size() == 1);
  CHECK(std::holds_alternative<home_operation>(s.driver.seen[0]));
  s.succeed();
  CHECK(s.engine.all<command_succeeded>().size() == 1);
  REQUIRE(s.engine.all<run_ending>().size() == 1);
  s.clean_up();
  CHECK(s.has_finished());
}

TEST_CASE("a stop in a live run's unlogged home ends the run once") {
  stage s{{}, true};
  s.act(action_type::play);
  s.act(action_type::stop);
  s.clean_up();
  CHECK(s.engine.all<run_ending>().size() == 1);
  CHECK(s.engine.all<run_ending>()[0].result == run_result::stopped);
  CHECK(s.engine.all<run_finished>().size() == 1);
}

TEST_CASE("a tip that an earlier run left on goes to the trash before the first command, and no log tells of it") {
  stage s{{comment("after")}};
  s.driver.facts.at(mount::left).pipette.emplace().tip.emplace();
  s.act(action_type::play);
  CHECK(std::holds_alternative<recover_operation>(s.driver.seen.at(0)));
  while (!std::holds_alternative<drop_tip_operation>(s.driver.open.front().wanted)) s.succeed();
  CHECK(s.engine.all<command_started>().empty());
  s.driver.facts.at(mount::left).pipette->tip.reset();
  for (int rest = 0; rest < 3; ++rest) s.succeed();    // the drop, a reset, the home
  CHECK(s.engine.all<command_started>().size() == 1);  // the home that begins every run
  s.clean_up();
  CHECK(s.engine.all<command_succeeded>().size() == 2);
  CHECK(s.engine.all<run_ending>()[0].result == run_result::succeeded);
}

TEST_CASE("a leftover tip that cannot be brought away fails the run before its first command") {
  stage s{{comment("never")}};
  s.driver.facts.at(mount::left).pipette.emplace().tip.emplace();
  s.act(action_type::play);
  s.driver.fail({robot_error_code::no_response, "silence"});
  s.world.settle();
  s.clean_up();
  REQUIRE(s.engine.all<run_ending>().size() == 1);
  CHECK(s.engine.all<run_ending>()[0].result == run_result::failed);
  CHECK(s.engine.all<command_started>().empty());
}

TEST_CASE("a robot's error fails the command and the run with the same occurrence") {
  stage s{{comment("never")}};
  s.act(action_type::play);
  s.driver.fail({robot_error_code::board_alarm, "ALARM: Hard limit +X"});
  s.world.settle();
  REQUIRE(s.engine.all<command_failed>().size() == 1);
  REQUIRE(s.engine.all<run_ending>().size() == 1);
  CHECK(s.engine.all<run_ending>()[0].result == run_result::failed);
  CHECK(s.engine.all<run_ending>()[0].error_json == s.engine.all<command_failed>()[0].error_json);
  s.clean_up();
  CHECK(s.has_finished());
}

TEST_CASE("a failed cleanup still homes the robot, and is told in run_finished") {
  stage s{{}};
  s.act(action_type::play);
  s.driver.facts.at(mount::left).pipette.emplace().tip.emplace();
  s.succeed();
  while (!std::holds_alternative<move_operation>(s.driver.open.front().wanted)) s.succeed();
  s.driver.fail({robot_error_code::planning_refused, "the labware is too tall"});
  s.world.settle();
  REQUIRE_FALSE(s.driver.open.empty());
  const auto* home = std::get_if<home_operation>(&s.driver.open.front().wanted);
  REQUIRE(home);
  CHECK(home->axes.empty());
  CHECK_FALSE(s.has_finished());
  s.succeed();
  REQUIRE(s.has_finished());
  CHECK(s.engine.all<run_finished>()[0].error_json.has_value());
}

TEST_CASE("a lost driver fails the run instead of hanging it") {
  stage s{{comment("never")}};
  caf::anon_send_exit(s.driver_actor, caf::exit_reason::kill);
  s.world.settle();
  s.act(action_type::play);
  CHECK(s.engine.all<command_failed>().size() == 1);
  CHECK(s.has_finished());
}

TEST_CASE("a shutdown closes the log at once and without cleanup motion") {
  stage s{{wait_s(100)}};
  s.act(action_type::play);
  s.succeed();
  const auto operations = s.driver.seen.size();
  caf::anon_send(s.executor, shutdown_atom_v);
  s.world.settle();
  CHECK(s.driver.seen.size() == operations);
  CHECK(s.engine.all<command_failed>().size() == 1);
  CHECK(s.has_finished());
}

TEST_CASE("the driver gets the next command's operation ahead, and the log tells of it in its turn") {
  stage s{{lights(true), lights(false)}};
  s.driver.foreseen.emplace();
  s.act(action_type::play);
  REQUIRE(s.driver.seen.size() == 2);  // the home is not over yet
  CHECK(std::holds_alternative<set_lights_operation>(s.driver.seen[1]));
  CHECK(s.engine.all<command_queued>().size() == 1);
  CHECK(s.engine.all<command_succeeded>().empty());
  s.succeed();
  CHECK(s.engine.all<command_succeeded>().size() == 1);
  CHECK(s.engine.all<command_started>().size() == 2);
  CHECK(s.driver.seen.size() == 3);
  s.succeed();
  s.succeed();
  CHECK(s.engine.all<command_succeeded>().size() == 3);
  s.clean_up();
  CHECK(s.has_finished());
}

TEST_CASE("the engine never hears of a command's end without what comes next: a journal that ends there would hide what moves") {
  for (const bool is_ahead : {true, false}) {
    stage s{{lights(true), comment("between"), lights(false), lights(true)}};
    if (is_ahead) s.driver.foreseen.emplace();
    s.act(action_type::play);
    while (!s.driver.open.empty()) s.succeed();
    REQUIRE(s.has_finished());
    CHECK(s.engine.all<command_succeeded>().size() == 5);
    std::size_t told = 0;
    for (const auto size : s.engine.batches) {
      told += size;
      CHECK_FALSE(std::holds_alternative<command_succeeded>(s.engine.events[told - 1].body));
    }
  }
}

TEST_CASE("a pause takes back what the driver got ahead, and play goes on with it") {
  stage s{{lights(true), comment("last")}};
  s.driver.foreseen.emplace();
  s.act(action_type::play);
  REQUIRE(s.driver.open.size() == 2);
  s.act(action_type::pause);
  CHECK(s.driver.open.size() == 1);
  s.succeed();
  CHECK(s.engine.all<command_succeeded>().size() == 1);
  CHECK(s.engine.all<command_started>().size() == 1);
  s.act(action_type::play);
  CHECK(s.engine.all<command_started>().size() == 2);
  s.succeed();
  CHECK(s.engine.all<command_succeeded>().size() == 3);
  s.clean_up();
  CHECK(s.has_finished());
}

TEST_CASE("a pause that comes when the next operation has begun is behind that command") {
  stage s{{lights(true), comment("last")}};
  s.driver.foreseen.emplace();
  s.act(action_type::play);
  s.driver.succeed();
  caf::anon_send(s.executor, action_order{"an action", action_type::pause});
  s.world.settle();
  REQUIRE(s.engine.all<command_started>().size() == 2);
  s.succeed();
  CHECK(s.engine.all<command_succeeded>().size() == 2);
  REQUIRE(s.engine.all<run_paused>().size() == 1);
  CHECK(s.engine.all<command_started>().size() == 2);
}

TEST_CASE("a command that fails takes what was looked ahead at with it") {
  stage s{{lights(true)}};
  s.driver.foreseen.emplace();
  s.act(action_type::play);
  REQUIRE(s.driver.open.size() == 2);
  s.driver.fail({robot_error_code::board_alarm, "ALARM: Hard limit +X"});
  s.world.settle();
  CHECK(s.engine.all<command_failed>().size() == 1);
  CHECK(s.engine.all<command_queued>().size() == 1);
  s.clean_up();
  CHECK(s.has_finished());
}

TEST_CASE("a stop gives up what the driver got ahead") {
  stage s{{lights(true)}};
  s.driver.foreseen.emplace();
  s.act(action_type::play);
  REQUIRE(s.driver.open.size() == 2);
  s.act(action_type::stop);
  s.clean_up();
  CHECK(s.engine.all<command_queued>().size() == 1);
  CHECK(s.engine.all<command_failed>().size() == 1);
  CHECK(s.has_finished());
}

TEST_CASE("a robot that somebody halts fails the run at once, and nothing moves to clean up") {
  stage s{{wait_s(100), comment("never")}};
  s.act(action_type::play);
  s.succeed();  // the first home; the wait has begun
  const auto operations = s.driver.seen.size();
  SECTION("told of it") {
    caf::anon_send(s.executor, halted_atom_v, robot_error{robot_error_code::halted, "The robot was halted."});
    s.world.settle();
  }
  SECTION("pressed") {
    caf::anon_send(s.executor, halted_atom_v, robot_error{robot_error_code::estop_engaged, "The emergency stop was pressed."});
    s.world.settle();
    CHECK(s.engine.all<command_failed>().at(0).error_json->find("EStopActivatedError") != std::string::npos);
  }
  REQUIRE(s.has_finished());
  CHECK(s.driver.seen.size() == operations);
  CHECK(s.driver.halts == 0);
  REQUIRE(s.engine.all<command_failed>().size() == 1);
  CHECK(s.engine.all<run_ending>().at(0).result == run_result::failed);
  CHECK(s.engine.all<run_ending>()[0].error_json == s.engine.all<command_failed>()[0].error_json);
}

TEST_CASE("a halt that a run only hears of by its next operation ends it without cleaning up, too") {
  stage s{{wait_s(1), {"", "home", nlohmann::json::object()}}};
  s.act(action_type::play);
  s.succeed();
  s.driver.facts.halts = s.driver.halts = 1;
  s.world.pass(std::chrono::seconds{1});
  REQUIRE(s.has_finished());
  CHECK(s.engine.all<run_ending>().at(0).error_json->find("ExecutionCancelledError") != std::string::npos);
  CHECK(s.driver.halts == 1);
}

TEST_CASE("a halt in the middle of a run's cleanup leaves the rest of it out") {
  stage s{{wait_s(100)}};
  s.act(action_type::play);
  s.succeed();
  s.act(action_type::stop);
  REQUIRE(s.driver.halts == 1);
  const auto operations = s.driver.seen.size();
  SECTION("told of it") {
    caf::anon_send(s.executor, halted_atom_v, robot_error{robot_error_code::halted, "The robot was halted."});
    s.world.settle();
  }
  SECTION("found out") { s.driver.facts.halts = s.driver.halts = 2; }
  s.clean_up();
  REQUIRE(s.has_finished());
  CHECK(s.driver.seen.size() == operations);
  CHECK(s.engine.all<run_finished>()[0].error_json.has_value());
}
