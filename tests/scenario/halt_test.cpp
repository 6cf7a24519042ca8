// Four ways to make a robot stand: a pause, a stop, a halt and the emergency stop; and how long each takes.

#include <catch2/catch.hpp>

#include "tests/scenario/live_robot.hpp"
#include "tests/support/protocols.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

constexpr double brisk = 0.05;

node_config scaled(double time_scale) {
  return {.data_dir = {}, .time_scale = time_scale, .priorities = {}, .open_transport = {}};
}

json verbs_of(live_robot& robot, const std::string& run_id) {
  return (*robot.client().get("/runs/" + run_id + "/timing"))["data"]["verbs"];
}

// A run in the middle of a move that takes hours.
std::string run_in_a_move(live_robot& robot) {
  auto steps = loading_steps();
  steps.push_back(step("moveToWell", {{"pipetteId", "pipette"}, {"labwareId", "plate"}, {"wellName", "A1"}, {"speed", 0.01}}));
  steps.push_back(step("comment", {{"message", "never"}}));
  const auto run_id = robot.create_run(protocol_of(steps));
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 4);
  return run_id;
}

void check_halted(live_robot& robot, const std::string& run_id, const char* error_type) {
  robot.wait_for_end(run_id);
  const auto run = robot.run(run_id);
  CHECK(run["status"] == "failed");
  REQUIRE(run["errors"].size() == 1);
  CHECK(run["errors"][0]["errorType"] == error_type);
  for (const auto& entry : robot.log(run_id)) CHECK((entry["status"] == "succeeded" || entry["status"] == "failed"));
  const auto facts = robot.robot().port().robot();
  for (const auto on : all_mounts) CHECK_FALSE(facts.at(on).position);
}

std::string play_short(live_robot& robot) {
  const auto run_id = robot.create_run(protocol_of(loading_steps()));
  robot.act(run_id, "play");
  robot.wait_for_end(run_id);
  return run_id;
}

}  // namespace

TEST_CASE("a halt breaks a move off, fails the run and cleans nothing up: the next run begins with a home") {
  live_robot robot{scaled(brisk)};
  const auto run_id = run_in_a_move(robot);
  REQUIRE(robot.client().post("/robot/halt", json::object()));
  check_halted(robot, run_id, "ExecutionCancelledError");
  const auto verbs = verbs_of(robot, run_id);
  CHECK(verbs["halt"]["count"] == 1);
  CHECK(verbs["halt"]["max"] > 0);
  CHECK(verbs["stop"]["count"] == 0);
  CHECK(robot.status(play_short(robot)) == "succeeded");
}

TEST_CASE("a halt in a wait, where nothing moves, ends the run as well") {
  live_robot robot;
  const auto run_id = robot.create_run(protocol_of(json::array({step("waitForResume", json::object())})));
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 1);
  REQUIRE(robot.client().post("/robot/halt", json::object()));
  check_halted(robot, run_id, "ExecutionCancelledError");
  CHECK(robot.status(play_short(robot)) == "succeeded");
}

TEST_CASE("the latency of a pause and a stop is measured, too") {
  live_robot robot{scaled(brisk)};
  const auto run_id = run_in_a_move(robot);
  robot.act(run_id, "pause");
  CHECK(verbs_of(robot, run_id)["pause"]["count"] == 0);  // the move goes on
  robot.act(run_id, "stop");
  robot.wait_for_end(run_id);
  const auto verbs = verbs_of(robot, run_id);
  CHECK(verbs["pause"]["count"] == 1);
  CHECK(verbs["stop"]["count"] == 1);
  CHECK(verbs["halt"]["count"] == 0);
}
