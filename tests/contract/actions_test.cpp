// Sections 2.4, 3.3, 5.1 and 5.4: what may be done to a run, and how runs end.

#include <catch2/catch.hpp>

#include "tests/contract/contract_robot.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

answer act(contract_robot& robot, const std::string& run_id, const char* action) {
  return robot.post("/runs/" + run_id + "/actions", {{"actionType", action}});
}

void check_not_allowed(const answer& got, const std::string& detail) {
  check_refused(got, 409, "RunActionNotAllowed", "3000");
  CHECK(got.body["errors"][0]["title"] == "Run Action Not Allowed");
  CHECK(got.body["errors"][0]["detail"] == detail);
  CHECK(got.body["errors"][0].contains("meta"));
}

const char* const not_in_recovery = "Cannot resume from recovery if the run is not in recovery mode.";
const char* const not_running = "Cannot pause a run that is not running.";
const char* const already_stopped = "The run has already stopped.";

}  // namespace

TEST_CASE("2.4 and 3.3 which action is allowed when") {
  contract_robot robot;
  check_refused(act(robot, "nobody", "play"), 404, "RunNotFound");
  const auto run_id = robot.create_run(protocol_of(json::array({step("waitForResume", json::object())})));
  CHECK(act(robot, run_id, "jump").status == 422);

  check_not_allowed(act(robot, run_id, "pause"), not_running);
  check_not_allowed(act(robot, run_id, "resume-from-recovery"), not_in_recovery);
  check_not_allowed(act(robot, run_id, "resume-from-recovery-assuming-false-positive"), not_in_recovery);

  const auto played = act(robot, run_id, "play");
  CHECK(played.status == 201);
  CHECK(played.body["data"]["actionType"] == "play");
  robot.wait_for_status(run_id, "paused");
  check_not_allowed(act(robot, run_id, "pause"), not_running);
  check_not_allowed(act(robot, run_id, "resume-from-recovery"), not_in_recovery);
  CHECK(act(robot, run_id, "stop").status == 201);
  robot.wait_for_end(run_id);

  check_not_allowed(act(robot, run_id, "play"), already_stopped);
  check_not_allowed(act(robot, run_id, "pause"), already_stopped);
  check_not_allowed(act(robot, run_id, "resume-from-recovery"), not_in_recovery);
  CHECK(act(robot, run_id, "stop").status == 201);
  json types = json::array();
  const auto seen = robot.run(run_id);
  for (const auto& action : seen["actions"]) types.push_back(action["actionType"]);
  CHECK(types == json{"play", "stop", "stop"});

  robot.patch("/runs/" + run_id, {{"current", false}});
  for (const auto* action : {"play", "pause", "stop", "resume-from-recovery"})
    check_refused(act(robot, run_id, action), 409, "RunStopped");
}

TEST_CASE("3.3 while running: a second play changes nothing, a pause holds the next command") {
  contract_robot robot{0.05};
  const auto run_id = robot.create_run(
      protocol_of(json::array({step("waitForDuration", {{"seconds", 60}}), step("comment", {{"message", "x"}})})));
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 1);
  CHECK(act(robot, run_id, "play").status == 201);
  CHECK(act(robot, run_id, "pause").status == 201);
  CHECK(robot.run(run_id)["status"] == "paused");
  CHECK(act(robot, run_id, "play").status == 201);
  CHECK(robot.wait_for_end(run_id)["status"] == "succeeded");
}

TEST_CASE("3.3 play after the stop of a run that never started is accepted and does nothing") {
  contract_robot robot;
  const auto run_id = robot.create_run(comment_protocol(1));
  robot.act(run_id, "stop");
  CHECK(robot.wait_for_end(run_id)["status"] == "stopped");
  CHECK(act(robot, run_id, "play").status == 201);
  const auto run = robot.run(run_id);
  CHECK(run["status"] == "stopped");
  CHECK_FALSE(run.contains("startedAt"));
  CHECK(robot.log(run_id)[0]["status"] == "queued");
}

TEST_CASE("5.4 a failed command: the run's error is the command's, and later steps never come into the log") {
  contract_robot robot;
  auto steps = loading_steps();
  steps.push_back(
      step("aspirate", {{"pipetteId", "pipette"}, {"labwareId", "plate"}, {"wellName", "A1"}, {"volume", 50}, {"flowRate", 50}}));
  steps.push_back(step("comment", {{"message", "never"}}));
  const auto run_id = robot.create_run(protocol_of(steps));
  const auto run = robot.play_out(run_id);
  CHECK(run["status"] == "failed");
  const auto page = robot.get("/runs/" + run_id + "/commands").body;
  CHECK(page["meta"] == json{{"cursor", 4}, {"totalLength", 5}});
  REQUIRE(page["data"].size() == 1);
  const auto& error = page["data"][0]["error"];
  CHECK(error["errorType"] == "TipNotAttachedError");
  CHECK(error["errorCode"] == "3005");
  CHECK(error["detail"] == "Pipette should have a tip attached, but does not.");
  CHECK(error["isDefined"] == false);
  CHECK(run["errors"] == json::array({error}));
  const auto errors = robot.get("/runs/" + run_id + "/commandErrors").body;
  CHECK(errors["data"] == json::array({error}));
  CHECK(errors["meta"] == json{{"cursor", 0}, {"totalLength", 1}});
  robot.patch("/runs/" + run_id, {{"current", false}});
  check_refused(robot.get("/runs/" + run_id + "/commandErrors"), 409, "RunStopped");
  check_refused(robot.get("/runs/nobody/commandErrors"), 409, "RunStopped");
  CHECK(robot.get("/runs/" + run_id + "/commands").body["meta"]["cursor"] == 0);
}

TEST_CASE("5.4 a failed setup command fails the queued setup commands, and not the run") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  const auto failed = robot.do_setup(run_id, step("prepareToAspirate", {{"pipetteId", "none"}}));
  CHECK(failed["status"] == "failed");
  CHECK(failed["error"]["errorType"] == "PipetteNotLoadedError");
  CHECK(robot.run(run_id)["status"] == "idle");
  CHECK(robot.do_setup(run_id, step("comment", {{"message", "still here"}}))["status"] == "succeeded");
}

TEST_CASE("5.1 a run without a protocol ends as soon as its queue is empty") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  auto data = step("comment", {{"message", "x"}});
  data["intent"] = "protocol";
  robot.post("/runs/" + run_id + "/commands", data);
  CHECK(robot.play_out(run_id)["status"] == "succeeded");
  CHECK(robot.log(run_id).size() == 1);
  check_refused(robot.post("/runs/" + run_id + "/commands", data), 409, "RunStopped");
}
