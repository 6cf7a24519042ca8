// HTTP_API 2.6: commands that belong to no run.

#include <catch2/catch.hpp>

#include "tests/robot_api/contract_robot.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

TEST_CASE("2.6: a stateless command is done, listed and found, with setup intent whatever was asked for") {
  contract_robot robot;
  const auto before = robot.get("/commands").body["meta"]["totalLength"].get<int>();
  const auto posted = robot.post("/commands?waitUntilComplete=true",
                                 {{"commandType", "home"}, {"params", json::object()}, {"intent", "protocol"}});
  REQUIRE(posted.status == 201);
  const auto& command = posted.body["data"];
  CHECK(command["status"] == "succeeded");
  CHECK(command["intent"] == "setup");
  CHECK(command["result"] == json::object());
  const auto list = robot.get("/commands");
  CHECK(list.status == 200);
  CHECK(list.body["meta"]["totalLength"] == before + 1);
  CHECK(list.body["data"].back() == command);
  CHECK(robot.get("/commands/" + command["id"].get<std::string>()).body["data"] == command);
  CHECK(robot.robot().port().robot().homed[0]);
}

TEST_CASE("2.6: stateless commands are no run's, and leave nothing in the journal") {
  contract_robot robot;
  CHECK(robot.get("/runs").body["data"].empty());
  CHECK(robot.robot().port().snapshot()->last_sequence == 0);
}

TEST_CASE("2.6: pages of stateless commands") {
  contract_robot robot;
  for (int i = 0; i < 3; ++i) robot.command("/commands", "setRailLights", {{"on", i == 1}});
  const auto total = robot.get("/commands?pageLength=0").body["meta"]["totalLength"].get<int>();
  const auto page = robot.get("/commands?cursor=1&pageLength=2");
  CHECK(page.body["meta"]["cursor"] == 1);
  CHECK(page.body["meta"]["totalLength"] == total);
  CHECK(page.body["data"].size() == 2);
}

TEST_CASE("2.6: an unknown stateless command is not found") {
  contract_robot robot;
  const auto got = robot.get("/commands/nobody");
  CHECK(got.status == 404);
  CHECK(got.error_id() == "StatelessCommandNotFound");
}

TEST_CASE("2.6: only some types are allowed") {
  contract_robot robot;
  for (const auto* type : {"loadPipette", "comment", "waitForResume", "thermocycler/runProfile", "nonsense"}) {
    CAPTURE(type);
    const auto got = robot.post("/commands", {{"commandType", type}, {"params", json::object()}});
    CHECK(got.status == 422);
    CHECK(got.body["errors"][0]["id"] == "InvalidRequest");
  }
}

TEST_CASE("2.6: every allowed module command drives the module that GET /modules names") {
  contract_robot robot;
  const auto run = [&](const char* type, const char* model, json params) {
    params["moduleId"] = robot.serial_of(model);
    const auto command = robot.command("/commands", type, std::move(params));
    CAPTURE(type, command.dump());
    CHECK(command["status"] == "succeeded");
  };
  run("magneticModule/engage", "magneticModuleV2", {{"height", 5}});
  CHECK(robot.module_data("magneticModuleV2")["status"] == "engaged");
  run("magneticModule/disengage", "magneticModuleV2", json::object());
  CHECK(robot.module_data("magneticModuleV2")["status"] == "disengaged");
  run("temperatureModule/setTargetTemperature", "temperatureModuleV2", {{"celsius", 40}});
  CHECK(robot.module_data("temperatureModuleV2")["targetTemperature"] == 40);
  run("temperatureModule/deactivate", "temperatureModuleV2", json::object());
  CHECK_FALSE(robot.module_data("temperatureModuleV2").contains("targetTemperature"));
  run("thermocycler/closeLid", "thermocyclerModuleV2", json::object());
  CHECK(robot.module_data("thermocyclerModuleV2")["lidStatus"] == "closed");
  run("thermocycler/setTargetBlockTemperature", "thermocyclerModuleV2", {{"celsius", 50}});
  run("thermocycler/setTargetLidTemperature", "thermocyclerModuleV2", {{"celsius", 60}});
  CHECK(robot.module_data("thermocyclerModuleV2")["lidTargetTemperature"] == 60);
  run("thermocycler/deactivateBlock", "thermocyclerModuleV2", json::object());
  run("thermocycler/deactivateLid", "thermocyclerModuleV2", json::object());
  run("thermocycler/openLid", "thermocyclerModuleV2", json::object());
  CHECK(robot.module_data("thermocyclerModuleV2")["lidStatus"] == "open");
  run("heaterShaker/openLabwareLatch", "heaterShakerModuleV1", json::object());
  CHECK(robot.module_data("heaterShakerModuleV1")["labwareLatchStatus"] == "idle_open");
  run("heaterShaker/closeLabwareLatch", "heaterShakerModuleV1", json::object());
  run("heaterShaker/setAndWaitForShakeSpeed", "heaterShakerModuleV1", {{"rpm", 300}});
  CHECK(robot.module_data("heaterShakerModuleV1")["currentSpeed"] == 300);
  run("heaterShaker/deactivateShaker", "heaterShakerModuleV1", json::object());
  run("heaterShaker/setTargetTemperature", "heaterShakerModuleV1", {{"celsius", 45}});
  run("heaterShaker/deactivateHeater", "heaterShakerModuleV1", json::object());
}

TEST_CASE("2.6: a shaking module does not open its latch, and later commands still work") {
  contract_robot robot;
  const auto id = robot.serial_of("heaterShakerModuleV1");
  robot.command("/commands", "heaterShaker/closeLabwareLatch", {{"moduleId", id}});
  robot.command("/commands", "heaterShaker/setAndWaitForShakeSpeed", {{"moduleId", id}, {"rpm", 500}});
  CHECK(robot.command("/commands", "heaterShaker/openLabwareLatch", {{"moduleId", id}})["status"] == "failed");
  robot.command("/commands", "heaterShaker/deactivateShaker", {{"moduleId", id}});
  CHECK(robot.command("/commands", "heaterShaker/openLabwareLatch", {{"moduleId", id}})["status"] == "succeeded");
}

TEST_CASE("2.6: an unknown module fails the command") {
  contract_robot robot;
  const auto failed = robot.command("/commands", "magneticModule/disengage", {{"moduleId", "nobody"}});
  CHECK(failed["status"] == "failed");
  CHECK(failed["error"]["errorType"] == "ModuleNotLoadedError");
}

TEST_CASE("2.6: refused while a run is started and not over: an idle one does not count") {
  contract_robot robot;
  const json home{{"commandType", "home"}, {"params", json::object()}};
  const std::string idle = robot.post("/runs", json::object()).body["data"]["id"];
  CHECK(robot.post("/commands", home).status == 201);
  robot.send("PATCH", "/runs/" + idle, {{"data", {{"current", false}}}});
  const auto run_id = robot.waiting_run();
  const auto refused = robot.post("/commands", home);
  CHECK(refused.status == 409);
  CHECK(refused.error_id() == "RunActive");
  CHECK(robot.get("/commands").status == 200);
  robot.post("/runs/" + run_id + "/actions", {{"actionType", "stop"}});
  robot.wait_for_end(run_id);
  CHECK(robot.post("/commands?waitUntilComplete=true", home).status == 201);
}
