// HTTP_API 2.8, 3.2 and 3.3: the door, and runs that heed it.

#include <catch2/catch.hpp>

#include "hardware/emulated_transport.hpp"
#include "tests/robot_api/contract_robot.hpp"
#include "tests/runtime/temporary_directory.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

contract_answer move_door(contract_robot& robot, const char* status) {
  return robot.send("PUT", "/robot/door/status", {{"data", {{"status", status}}}});
}

void heed_door(contract_robot& robot, bool heeds) {
  REQUIRE(robot.send("POST", "/settings", {{"id", "enableDoorSafetySwitch"}, {"value", heeds}}).status == 200);
}

std::string status_of(contract_robot& robot, const std::string& run_id) {
  return robot.get("/runs/" + run_id).body["data"]["status"];
}

contract_answer act(contract_robot& robot, const std::string& run_id, const char* action) {
  return robot.post("/runs/" + run_id + "/actions", {{"actionType", action}});
}

void check_refusal(const contract_answer& got, const char* detail) {
  CHECK(got.status == 409);
  CHECK(got.error_id() == "RunActionNotAllowed");
  CHECK(got.body["errors"][0]["errorCode"] == "3000");
  CHECK(got.body["errors"][0]["detail"] == detail);
  CHECK(got.body["errors"][0].contains("meta"));
}

constexpr auto door_is_open = "Front door or top window is currently open.";

}  // namespace

TEST_CASE("2.8: the door is told as it stands, and an emulated one is opened and closed") {
  contract_robot robot;
  CHECK(robot.get("/robot/door/status").body == json{{"data", {{"status", "closed"}, {"doorRequiredClosedForProtocol", false}}}});
  const auto opened = move_door(robot, "open");
  CHECK(opened.status == 200);
  CHECK(opened.body == json{{"data", {{"status", "open"}, {"doorRequiredClosedForProtocol", false}}}});
  CHECK(robot.get("/robot/door/status").body == opened.body);
  heed_door(robot, true);
  CHECK(robot.get("/robot/door/status").body["data"]["doorRequiredClosedForProtocol"] == true);
  CHECK(move_door(robot, "closed").body["data"]["status"] == "closed");
  const auto bad = move_door(robot, "ajar");
  CHECK(bad.status == 422);
  CHECK(bad.body["errors"][0]["source"] == json{{"pointer", "/data/status"}});
}

TEST_CASE("3.2: an opening door blocks a run that heeds it: closing gives paused, which needs a play") {
  contract_robot robot;
  heed_door(robot, true);
  const std::string next = robot.post("/runs", json::object()).body["data"]["id"];
  robot.post("/runs/" + next + "/commands",
             {{"commandType", "waitForDuration"}, {"params", {{"seconds", 0}}}, {"intent", "protocol"}});
  REQUIRE(move_door(robot, "open").status == 200);
  CHECK(status_of(robot, next) == "idle");
  REQUIRE(act(robot, next, "play").status == 201);
  CHECK(status_of(robot, next) == "blocked-by-open-door");
  CHECK(robot.get("/runs/" + next).body["data"].contains("startedAt"));
  check_refusal(act(robot, next, "play"), door_is_open);
  check_refusal(act(robot, next, "pause"), "Cannot pause a run that is not running.");
  check_refusal(act(robot, next, "resume-from-recovery"), "Cannot resume from recovery if the run is not in recovery mode.");
  CHECK(robot.get("/runs/" + next).body["data"]["actions"].size() == 1);
  REQUIRE(move_door(robot, "closed").status == 200);
  CHECK(status_of(robot, next) == "paused");
  REQUIRE(act(robot, next, "play").status == 201);
  robot.wait_for_end(next);
  CHECK(status_of(robot, next) == "succeeded");
}

TEST_CASE("3.3: a run that waits is blocked as well, and can be stopped") {
  contract_robot robot;
  heed_door(robot, true);
  const auto run_id = robot.waiting_run();
  CHECK(status_of(robot, run_id) == "paused");
  move_door(robot, "open");
  CHECK(status_of(robot, run_id) == "blocked-by-open-door");
  CHECK(robot.get("/runs/" + run_id + "/commands").body["data"][0]["status"] == "running");
  CHECK(robot.post("/maintenance_runs", json::object()).error_id() == "ProtocolRunIsActive");
  CHECK(act(robot, run_id, "stop").status == 201);
  robot.wait_for_end(run_id);
  CHECK(status_of(robot, run_id) == "stopped");
}

TEST_CASE("3.2: without the setting an open door holds nothing: switching it on counts at once") {
  contract_robot robot;
  move_door(robot, "open");
  const auto run_id = robot.waiting_run();
  CHECK(status_of(robot, run_id) == "paused");
  heed_door(robot, true);
  CHECK(status_of(robot, run_id) == "blocked-by-open-door");
  heed_door(robot, false);
  CHECK(status_of(robot, run_id) == "paused");
  CHECK(act(robot, run_id, "play").status == 201);
}

TEST_CASE("2.6 and 2.7: setup, maintenance and stateless commands do not mind an open door") {
  contract_robot robot;
  heed_door(robot, true);
  move_door(robot, "open");
  CHECK(robot.command("/commands", "home", json::object())["status"] == "succeeded");
  const std::string maintenance = robot.post("/maintenance_runs", json::object()).body["data"]["id"];
  CHECK(robot.command("/maintenance_runs/" + maintenance, "home", json::object())["status"] == "succeeded");
  const std::string run_id = robot.post("/runs", json::object()).body["data"]["id"];
  CHECK(robot.command("/runs/" + run_id, "home", json::object())["status"] == "succeeded");
  CHECK(status_of(robot, run_id) == "idle");
}

TEST_CASE("2.8: that the door counts is kept over a restart") {
  const temporary_directory folder;
  {
    contract_robot robot{folder.path()};
    heed_door(robot, true);
  }
  contract_robot robot{folder.path()};
  const auto run_id = robot.waiting_run();
  move_door(robot, "open");
  CHECK(status_of(robot, run_id) == "blocked-by-open-door");
}

TEST_CASE("2.8: a real door is moved by hand only") {
  node robot{{.data_dir = {}, .time_scale = 0, .priorities = {}, .robot = usual_robot(), .open_transport = [] {
                return std::make_unique<emulated_transport>(emulated_transport_config{.time_scale = 0});
              }}};
  const auto answered = robot.port().submit(move_door_request{true}).get();
  REQUIRE_FALSE(answered);
  CHECK(answered.error().status == 403);
  CHECK_FALSE(robot.port().robot().is_door_open);
  robot.stop();
}
