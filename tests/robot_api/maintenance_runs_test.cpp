// HTTP_API 2.7: maintenance runs, and what a play does to them (2.4).

#include <catch2/catch.hpp>

#include "runtime/labware_catalogue.hpp"
#include "tests/robot_api/contract_robot.hpp"
#include "tests/runtime/temporary_directory.hpp"
#include "tests/support/patience.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

std::string begin_maintenance(contract_robot& robot) {
  const auto created = robot.post("/maintenance_runs", json::object());
  REQUIRE(created.status == 201);
  return created.body["data"]["id"];
}

}  // namespace

TEST_CASE("2.7: a maintenance run is like a run, less what belongs to protocols") {
  contract_robot robot;
  const auto created = robot.send("POST", "/maintenance_runs");
  REQUIRE(created.status == 201);
  const auto& run = created.body["data"];
  CHECK(run["status"] == "idle");
  CHECK(run["current"] == true);
  CHECK(run["actions"] == json::array());
  for (const auto* name : {"errors", "pipettes", "modules", "labware", "liquids", "labwareOffsets"})
    CHECK(run[name] == json::array());
  for (const auto* name : {"protocolId", "outputFileIds", "runTimeParameters"}) CHECK_FALSE(run.contains(name));
  CHECK(robot.get("/maintenance_runs/current_run").body["data"] == run);
  CHECK(robot.get("/maintenance_runs/" + run["id"].get<std::string>()).body["data"] == run);
  CHECK(robot.get("/runs").body["data"].empty());
  CHECK(robot.get("/runs/" + run["id"].get<std::string>()).status == 404);
}

TEST_CASE("2.7: there is no current maintenance run to begin with, and none after it is deleted") {
  contract_robot robot;
  CHECK(robot.get("/maintenance_runs/current_run").error_id() == "NoCurrentRunFound");
  CHECK(robot.get("/maintenance_runs/current_run").status == 404);
  CHECK(robot.get("/maintenance_runs/nobody").error_id() == "RunNotFound");
  CHECK(robot.remove("/maintenance_runs/nobody").error_id() == "RunNotFound");
  const auto id = begin_maintenance(robot);
  const auto gone = robot.remove("/maintenance_runs/" + id);
  CHECK(gone.status == 200);
  CHECK(gone.body == json::object());
  CHECK(robot.get("/maintenance_runs/" + id).status == 404);
  CHECK(robot.get("/maintenance_runs/current_run").status == 404);
}

TEST_CASE("2.7: its commands are done at once, with setup intent") {
  contract_robot robot;
  const auto path = "/maintenance_runs/" + begin_maintenance(robot);
  const auto posted = robot.post(path + "/commands?waitUntilComplete=true",
                                 {{"commandType", "home"}, {"params", json::object()}, {"intent", "protocol"}});
  REQUIRE(posted.status == 201);
  CHECK(posted.body["data"]["intent"] == "setup");
  CHECK(posted.body["data"]["status"] == "succeeded");
  const std::string id = posted.body["data"]["id"];
  const auto list = robot.get(path + "/commands");
  CHECK(list.body["meta"] == json{{"cursor", 0}, {"totalLength", 1}});
  CHECK_FALSE(list.body["data"][0].contains("result"));
  CHECK(list.body["links"]["current"]["href"] == path + "/commands/" + id);
  CHECK(robot.get(path + "/commands/" + id).body["data"] == posted.body["data"]);
  CHECK(robot.get(path + "/commands/nobody").error_id() == "CommandNotFound");
  CHECK(robot.post("/runs" + path.substr(17) + "/commands", {{"commandType", "home"}, {"params", json::object()}}).status == 404);
  CHECK(robot.get(path).body["data"]["status"] == "idle");
}

TEST_CASE("2.7: pipettes and tips in a maintenance run: a new one finds the tip still on") {
  contract_robot robot;
  auto path = "/maintenance_runs/" + begin_maintenance(robot);
  robot.command(path, "home", json::object());
  robot.command(path, "loadPipette", {{"pipetteName", "p300_single"}, {"mount", "right"}, {"pipetteId", "p"}});
  robot.command(path, "loadLabware",
                {{"loadName", "opentrons_96_tiprack_300ul"},
                 {"namespace", "opentrons"},
                 {"version", 1},
                 {"location", {{"slotName", "1"}}},
                 {"labwareId", "rack"}});
  const auto picked = robot.command(path, "pickUpTip", {{"pipetteId", "p"}, {"labwareId", "rack"}, {"wellName", "A1"}});
  CHECK(picked["status"] == "succeeded");
  CHECK(robot.get(path).body["data"]["pipettes"].size() == 1);
  path = "/maintenance_runs/" + begin_maintenance(robot);
  robot.command(path, "loadPipette", {{"pipetteName", "p300_single"}, {"mount", "right"}, {"pipetteId", "p"}});
  robot.command(path, "loadLabware",
                {{"loadName", "opentrons_96_tiprack_300ul"},
                 {"namespace", "opentrons"},
                 {"version", 1},
                 {"location", {{"slotName", "1"}}},
                 {"labwareId", "rack"}});
  const auto again = robot.command(path, "pickUpTip", {{"pipetteId", "p"}, {"labwareId", "rack"}, {"wellName", "B1"}});
  CHECK(again["status"] == "failed");
  CHECK(again["error"]["errorType"] == "TipAttachedError");
}

TEST_CASE("2.7: refused while a protocol run is started and not over") {
  contract_robot robot;
  const auto run_id = robot.waiting_run();
  const auto refused = robot.post("/maintenance_runs", json::object());
  CHECK(refused.status == 409);
  CHECK(refused.error_id() == "ProtocolRunIsActive");
  robot.post("/runs/" + run_id + "/actions", {{"actionType", "stop"}});
  robot.wait_for_end(run_id);
  CHECK(robot.post("/maintenance_runs", json::object()).status == 201);
}

TEST_CASE("2.7: an idle protocol run does not stand in the way") {
  contract_robot robot;
  CHECK(robot.post("/runs", json::object()).status == 201);
  CHECK(robot.post("/maintenance_runs", json::object()).status == 201);
}

TEST_CASE("2.7: a busy maintenance run is not deleted") {
  contract_robot robot{{}, 1};
  const auto path = "/maintenance_runs/" + begin_maintenance(robot);
  robot.post(path + "/commands", {{"commandType", "waitForDuration"}, {"params", {{"seconds", 600}}}});
  const auto refused = robot.remove(path);
  CHECK(refused.status == 409);
  CHECK(refused.error_id() == "RunNotIdle");
}

TEST_CASE("2.7: a maintenance run that waits for somebody takes no action that ends the wait, and may be deleted or replaced") {
  contract_robot robot;
  const json wait{{"commandType", "waitForResume"}, {"params", json::object()}};
  // It is busy until the wait has begun, which nothing tells.
  const auto once_it_waits = [](auto ask) {
    const auto look = [&] {
      auto got = ask();
      return got.status == 409 ? std::nullopt : std::optional{std::move(got)};
    };
    return ask_until(look, "a maintenance run that waits");
  };
  auto path = "/maintenance_runs/" + begin_maintenance(robot);
  CHECK(robot.post(path + "/commands", wait).status == 201);
  CHECK(once_it_waits([&] { return robot.remove(path); }).status == 200);
  path = "/maintenance_runs/" + begin_maintenance(robot);
  CHECK(robot.post(path + "/commands", wait).status == 201);
  const auto replaced = once_it_waits([&] { return robot.post("/maintenance_runs", json::object()); });
  REQUIRE(replaced.status == 201);
  path = "/maintenance_runs/" + replaced.body["data"]["id"].get<std::string>();
  CHECK(robot.get(path + "/commands").body["data"].empty());
  CHECK(robot.command(path, "home", json::object())["status"] == "succeeded");
}

TEST_CASE("2.7: labware offsets and definitions after its creation") {
  contract_robot robot;
  const auto path = "/maintenance_runs/" + begin_maintenance(robot);
  const json offset{
      {"definitionUri", "mine/cup/1"}, {"location", {{"slotName", "D1"}}}, {"vector", {{"x", 1}, {"y", 2}, {"z", 3}}}};
  const auto added = robot.post(path + "/labware_offsets", offset);
  REQUIRE(added.status == 201);
  CHECK(added.body["data"]["location"] == json{{"slotName", "1"}});
  CHECK(robot.get(path).body["data"]["labwareOffsets"] == json::array({added.body["data"]}));
  auto cup = find_shipped_labware("opentrons", "corning_96_wellplate_360ul_flat", 1)->document;
  cup["namespace"] = "mine";
  cup["parameters"]["loadName"] = "cup";
  const auto defined = robot.post(path + "/labware_definitions", cup);
  CHECK(defined.status == 201);
  CHECK(defined.body["data"] == json{{"definitionUri", "mine/cup/1"}});
  const auto loaded = robot.command(
      path, "loadLabware", {{"loadName", "cup"}, {"namespace", "mine"}, {"version", 1}, {"location", {{"slotName", "1"}}}});
  CHECK(loaded["status"] == "succeeded");
  CHECK(loaded["result"]["offsetId"] == added.body["data"]["id"]);

  CHECK(robot.post(path + "/labware_offsets", json::object()).status == 422);
  CHECK(robot.post(path + "/labware_definitions", json::object()).status == 422);
  const std::string run_id = robot.post("/runs", json::object()).body["data"]["id"];
  const auto elsewhere = path.substr(std::string{"/maintenance_runs/"}.size());
  for (const auto& wrong : {"/maintenance_runs/" + run_id, "/runs/" + elsewhere, std::string{"/maintenance_runs/nobody"}}) {
    CHECK(robot.post(wrong + "/labware_offsets", offset).error_id() == "RunNotFound");
    CHECK(robot.post(wrong + "/labware_definitions", cup).error_id() == "RunNotFound");
  }
}

TEST_CASE("2.4: a play deletes a current maintenance run first") {
  contract_robot robot;
  const auto maintenance = begin_maintenance(robot);
  const std::string run_id = robot.post("/runs", json::object()).body["data"]["id"];
  CHECK(robot.get("/maintenance_runs/" + maintenance).status == 200);
  CHECK(robot.post("/runs/" + run_id + "/actions", {{"actionType", "play"}}).status == 201);
  CHECK(robot.get("/maintenance_runs/" + maintenance).status == 404);
}

TEST_CASE("2.7: labware offsets at creation are the run's: bad ones are told with their place") {
  contract_robot robot;
  const json offset{{"definitionUri", "opentrons/opentrons_96_tiprack_300ul/1"},
                    {"location", {{"slotName", "1"}}},
                    {"vector", {{"x", 1}, {"y", 2}, {"z", 3}}}};
  const auto created = robot.post("/maintenance_runs", {{"labwareOffsets", {offset}}});
  REQUIRE(created.status == 201);
  CHECK(created.body["data"]["labwareOffsets"][0]["definitionUri"] == offset["definitionUri"]);
  const auto bad = robot.post("/maintenance_runs", {{"labwareOffsets", {json::object()}}});
  CHECK(bad.status == 422);
}

TEST_CASE("2.7: nothing of a maintenance run is there after a restart") {
  const temporary_directory folder;
  {
    contract_robot robot{folder.path()};
    const auto path = "/maintenance_runs/" + begin_maintenance(robot);
    robot.command(path, "home", json::object());
  }
  contract_robot robot{folder.path()};
  CHECK(robot.get("/maintenance_runs/current_run").status == 404);
  CHECK(robot.get("/runs").body["data"].empty());
}
