// Sections 2.3 and 3.1: runs, and what belongs to them.

#include <catch2/catch.hpp>
#include <set>

#include "runtime/labware_catalogue.hpp"
#include "tests/contract/contract_robot.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

json an_offset(const json& slot, double x) {
  return {{"definitionUri", "opentrons/corning_96_wellplate_360ul_flat/1"},
          {"location", {{"slotName", slot}}},
          {"vector", {{"x", x}, {"y", 0}, {"z", 0.5}}}};
}

}  // namespace

TEST_CASE("2.3 and 3.1 a new run: 201, every field, idle and current") {
  contract_robot robot;
  const auto protocol_id = robot.upload_protocol(comment_protocol(1));
  const auto got = robot.post("/runs", {{"protocolId", protocol_id}});
  REQUIRE(got.status == 201);
  const auto& run = got.body["data"];
  const std::set<std::string> wanted{"id",
                                     "ok",
                                     "createdAt",
                                     "status",
                                     "current",
                                     "actions",
                                     "errors",
                                     "pipettes",
                                     "modules",
                                     "labware",
                                     "liquids",
                                     "labwareOffsets",
                                     "protocolId",
                                     "runTimeParameters",
                                     "outputFileIds",
                                     "hasEverEnteredErrorRecovery"};
  std::set<std::string> names;
  for (const auto& [name, value] : run.items()) names.insert(name);
  CHECK(names == wanted);
  CHECK(run["ok"] == true);
  CHECK(run["status"] == "idle");
  CHECK(run["current"] == true);
  CHECK(run["protocolId"] == protocol_id);
  REQUIRE(run["labware"].size() == 1);
  CHECK(run["labware"][0]["id"] == "fixedTrash");
  CHECK(run["labware"][0]["location"] == json{{"slotName", "12"}});
  const auto log = robot.get("/runs/" + run["id"].get<std::string>() + "/commands").body;
  CHECK(log["meta"]["totalLength"] == 1);
  CHECK(log["data"][0]["commandType"] == "home");
  CHECK(log["data"][0]["status"] == "queued");
  CHECK(log["links"] == json::object());
}

TEST_CASE("2.3 creating: what is optional, what is refused") {
  contract_robot robot;
  CHECK(robot.post_text("/runs", "").status == 201);
  CHECK(robot.post("/runs", json::object()).status == 201);
  check_refused(robot.post("/runs", {{"protocolId", "x"}}), 404, "ProtocolNotFound");
  CHECK(robot.post("/runs", {{"protocolId", 3}}).status == 422);
  const auto busy = robot.create_run(protocol_of(json::array({step("waitForResume", json::object())})));
  robot.act(busy, "play");
  robot.wait_for_status(busy, "paused");
  const auto refused = robot.post("/runs", json::object());
  check_refused(refused, 409, "RunAlreadyActive", "4001");
  CHECK(refused.body["errors"][0]["detail"] == "Current run is not idle or stopped.");
  check_refused(robot.patch("/runs/" + busy, {{"current", false}}), 409, "RunNotIdle", "4001");
  check_refused(robot.remove("/runs/" + busy), 409, "RunNotIdle", "4001");
}

TEST_CASE("2.3 an idle run with a setup command in hand is neither replaced nor put away") {
  contract_robot robot{0.05};
  const auto run_id = robot.create_run();
  REQUIRE(robot.post("/runs/" + run_id + "/commands", step("waitForDuration", {{"seconds", 60000}})).status == 201);
  CHECK(robot.run(run_id)["status"] == "idle");
  check_refused(robot.post("/runs", json::object()), 409, "RunAlreadyActive", "4001");
  check_refused(robot.patch("/runs/" + run_id, {{"current", false}}), 409, "RunNotIdle", "4001");
  check_refused(robot.remove("/runs/" + run_id), 409, "RunNotIdle", "4001");
  robot.act(run_id, "stop");
  CHECK(robot.wait_for_end(run_id)["status"] == "stopped");
  CHECK(robot.log(run_id)[0]["error"]["errorType"] == "RunStoppedError");
  CHECK(robot.post("/runs", json::object()).status == 201);
}

TEST_CASE("2.3 the fixed trash is labware up to schema 7 and API level 2.15, and an area of the deck from then on") {
  contract_robot robot;
  const auto labware_of = [&](const std::string& protocol, const char* file_name) {
    const auto labware = robot.run(robot.create_run(protocol, file_name))["labware"];
    return labware.size();
  };
  auto eight = json::parse(comment_protocol(1));
  eight["schemaVersion"] = 8;
  eight["$otSharedSchema"] = "#/protocol/schemas/8";
  eight["labwareDefinitionSchemaId"] = "opentronsLabwareSchemaV2";
  eight["commandSchemaId"] = "opentronsCommandSchemaV10";
  eight["commandAnnotations"] = json::array();
  eight["commandAnnotationSchemaId"] = "opentronsCommandAnnotationSchemaV1";
  eight["liquidSchemaId"] = "opentronsLiquidSchemaV1";
  CHECK(labware_of(comment_protocol(1), "seven.json") == 1);
  CHECK(labware_of(eight.dump(), "eight.json") == 0);
  const std::string python = "metadata = {'apiLevel': '2.1X'}\ndef run(ctx):\n    ctx.comment('x')\n";
  const auto of_level = [&](char digit) {
    auto file = python;
    file[file.find('X')] = digit;
    return file;
  };
  CHECK(labware_of(of_level('5'), "p.py") == 1);
  CHECK(labware_of(of_level('6'), "p.py") == 0);
}

TEST_CASE("2.3 a new run takes over: one never played is stopped, a finished one keeps its status") {
  contract_robot robot;
  const auto idle = robot.create_run();
  const auto finished = robot.create_run();
  CHECK(robot.run(idle)["status"] == "stopped");
  CHECK(robot.run(idle)["current"] == false);
  CHECK_FALSE(robot.run(idle).contains("startedAt"));
  robot.play_out(finished);
  CHECK(robot.run(finished)["current"] == true);
  robot.create_run();
  CHECK(robot.run(finished)["status"] == "succeeded");
  CHECK(robot.run(finished)["current"] == false);
}

TEST_CASE("2.3 PATCH and DELETE") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  check_refused(robot.patch("/runs/nobody", {{"current", false}}), 409, "RunStopped");
  for (const auto& data : {json{{"current", true}}, json::object()}) {
    const auto unchanged = robot.patch("/runs/" + run_id, data);
    CHECK(unchanged.status == 200);
    CHECK(unchanged.body["data"]["current"] == true);
  }
  CHECK(robot.patch("/runs/" + run_id, {{"current", "no"}}).status == 422);
  const auto patched = robot.patch("/runs/" + run_id, {{"current", false}});
  CHECK(patched.status == 200);
  CHECK(patched.body["data"]["current"] == false);
  CHECK(patched.body["data"]["status"] == "stopped");
  CHECK(robot.get("/runs").body["links"] == json::object());
  check_refused(robot.patch("/runs/" + run_id, {{"current", false}}), 409, "RunStopped");
  CHECK(robot.remove("/runs/" + run_id).text == "{}");
  check_refused(robot.remove("/runs/" + run_id), 404, "RunNotFound");
  check_refused(robot.get("/runs/" + run_id), 404, "RunNotFound");
}

TEST_CASE("2.3 twenty runs are kept: the oldest go, even where the creation is then refused") {
  contract_robot robot;
  std::vector<std::string> ids;
  for (int i = 0; i < 21; ++i) ids.push_back(robot.create_run());
  const auto stored = [&] {
    std::vector<std::string> found;
    const auto listed = robot.get("/runs").body["data"];
    for (const auto& run : listed) found.push_back(run["id"]);
    return found;
  };
  CHECK(stored() == std::vector(ids.begin() + 1, ids.end()));
  robot.do_setup(ids.back(), step("comment", {{"message", "x"}}));
  auto wait = step("waitForResume", json::object());
  wait["intent"] = "protocol";
  robot.post("/runs/" + ids.back() + "/commands", wait);
  robot.act(ids.back(), "play");
  robot.wait_for_status(ids.back(), "paused");
  CHECK(robot.post("/runs", json::object()).status == 409);
  CHECK(stored() == std::vector(ids.begin() + 2, ids.end()));
}

TEST_CASE("2.3 labware offsets: at creation and later, in the OT-2's own slot names") {
  contract_robot robot;
  const auto created = robot.post("/runs", {{"labwareOffsets", {an_offset("D1", 1)}}});
  REQUIRE(created.status == 201);
  const std::string run_id = created.body["data"]["id"];
  CHECK(created.body["data"]["labwareOffsets"][0]["location"] == json{{"slotName", "1"}});
  const auto added = robot.post("/runs/" + run_id + "/labware_offsets", an_offset("2", 2));
  REQUIRE(added.status == 201);
  for (const auto* name : {"id", "createdAt", "definitionUri", "location", "vector"}) CHECK(added.body["data"].contains(name));
  const auto listed = robot.run(run_id)["labwareOffsets"];
  REQUIRE(listed.size() == 2);
  CHECK(listed[1] == added.body["data"]);

  for (const auto& bad : {json::object(), an_offset("13", 1), json{{"definitionUri", 3}}}) {
    const auto refused = robot.post("/runs/" + run_id + "/labware_offsets", bad);
    CHECK(refused.status == 422);
    CHECK(refused.body["errors"][0]["source"]["pointer"].get<std::string>().rfind("/data/", 0) == 0);
  }
  CHECK(robot.post("/runs", {{"labwareOffsets", {{{"vector", 1}}}}}).status == 422);
  check_refused(robot.post("/runs/nobody/labware_offsets", an_offset("2", 2)), 404, "RunNotFound");
  robot.patch("/runs/" + run_id, {{"current", false}});
  check_refused(robot.post("/runs/" + run_id + "/labware_offsets", an_offset("2", 2)), 409, "RunStopped");
}

TEST_CASE("2.3 labware offsets move the pipette") {
  contract_robot robot;
  const auto position_with = [&](const json& offsets) {
    const std::string run_id = robot.post("/runs", {{"labwareOffsets", offsets}}).body["data"]["id"];
    for (const auto& load : loading_steps()) robot.do_setup(run_id, load);
    robot.do_setup(run_id, step("home", json::object()));
    const auto moved =
        robot.do_setup(run_id, step("moveToWell", {{"pipetteId", "pipette"}, {"labwareId", "plate"}, {"wellName", "A1"}}));
    INFO(moved.dump());
    REQUIRE(moved["status"] == "succeeded");
    const auto labware = robot.run(run_id)["labware"];
    CHECK(labware.back().contains("offsetId") == !offsets.empty());
    return moved["result"]["position"];
  };
  const auto bare = position_with(json::array());
  const auto shifted = position_with(json::array({an_offset("2", 7)}));
  CHECK(shifted["x"].get<double>() == Approx(bare["x"].get<double>() + 7));
  CHECK(shifted["z"].get<double>() == Approx(bare["z"].get<double>() + 0.5));
}

TEST_CASE("2.3 labware definitions: added to a run, and those that it has loaded") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  auto document = deckhand::find_shipped_labware("opentrons", "corning_96_wellplate_360ul_flat", 1)->document;
  document["namespace"] = "mine";
  const auto added = robot.post("/runs/" + run_id + "/labware_definitions", document);
  CHECK(added.status == 201);
  CHECK(added.body["data"] == json{{"definitionUri", "mine/corning_96_wellplate_360ul_flat/1"}});
  CHECK(robot.get("/runs/" + run_id + "/loaded_labware_definitions").text == R"({"data":[]})");
  const auto loaded = robot.do_setup(run_id, step("loadLabware", {{"location", {{"slotName", "D3"}}},
                                                                  {"loadName", "corning_96_wellplate_360ul_flat"},
                                                                  {"namespace", "mine"},
                                                                  {"version", 1}}));
  CHECK(loaded["status"] == "succeeded");
  CHECK(loaded["params"]["location"] == json{{"slotName", "3"}});
  const auto definitions = robot.get("/runs/" + run_id + "/loaded_labware_definitions").body;
  CHECK_FALSE(definitions.contains("meta"));
  REQUIRE(definitions["data"].size() == 1);
  CHECK(definitions["data"][0] == document);

  CHECK(robot.post("/runs/" + run_id + "/labware_definitions", json::object()).status == 422);
  check_refused(robot.post("/runs/nobody/labware_definitions", document), 404, "RunNotFound");
  robot.patch("/runs/" + run_id, {{"current", false}});
  check_refused(robot.post("/runs/" + run_id + "/labware_definitions", document), 409, "RunStopped");
  check_refused(robot.get("/runs/" + run_id + "/loaded_labware_definitions"), 409, "RunStopped");
  check_refused(robot.get("/runs/nobody/loaded_labware_definitions"), 409, "RunStopped");
}

TEST_CASE("2.3 the loaded definitions of a protocol's run have its trash") {
  contract_robot robot;
  const auto run_id = robot.create_run(comment_protocol(1));
  const auto definitions = robot.get("/runs/" + run_id + "/loaded_labware_definitions").body["data"];
  REQUIRE(definitions.size() == 1);
  CHECK(definitions[0]["parameters"]["loadName"] == "opentrons_1_trash_1100ml_fixed");
}

TEST_CASE("2.3 the current state: nozzles by pipette, and the command finished last") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  const auto path = "/runs/" + run_id + "/currentState";
  CHECK(robot.get(path).body == json{{"data", {{"activeNozzleLayouts", json::object()}}}, {"links", json::object()}});
  robot.do_setup(run_id, step("loadPipette", {{"pipetteName", "p300_single"}, {"mount", "left"}, {"pipetteId", "one"}}));
  const auto last = robot.do_setup(
      run_id, step("loadPipette", {{"pipetteName", "p20_multi_gen2"}, {"mount", "right"}, {"pipetteId", "eight"}}));
  const auto state = robot.get(path).body;
  const auto& layouts = state["data"]["activeNozzleLayouts"];
  CHECK(layouts["one"] == json{{"startingNozzle", "A1"}, {"activeNozzles", json::array({"A1"})}, {"config", "full"}});
  CHECK(layouts["eight"]["activeNozzles"] == json::array({"A1", "B1", "C1", "D1", "E1", "F1", "G1", "H1"}));
  const std::string id = last["id"];
  CHECK(state["links"]["lastCompleted"] == json{{"id", id}, {"href", "/runs/" + run_id + "/commands/" + id}});
  const auto configure = [&](json layout) {
    robot.do_setup(run_id, step("configureNozzleLayout", {{"pipetteId", "eight"}, {"configurationParams", std::move(layout)}}));
    return robot.get(path).body["data"]["activeNozzleLayouts"]["eight"];
  };
  CHECK(configure({{"style", "QUADRANT"}, {"primaryNozzle", "H1"}, {"backLeftNozzle", "G1"}, {"frontRightNozzle", "H1"}}) ==
        json{{"startingNozzle", "H1"}, {"activeNozzles", json::array({"G1", "H1"})}, {"config", "subrect"}});
  CHECK(configure({{"style", "ALL"}})["config"] == "full");
  robot.patch("/runs/" + run_id, {{"current", false}});
  check_refused(robot.get(path), 409, "RunStopped");
  check_refused(robot.get("/runs/nobody/currentState"), 409, "RunStopped");
}

TEST_CASE("2.3 error recovery policies are taken, and a failed command fails an OT-2's run all the same") {
  contract_robot robot;
  auto steps = loading_steps();
  steps.push_back(step("dropTip", {{"pipetteId", "pipette"}, {"labwareId", "fixedTrash"}, {"wellName", "A1"}}));
  const auto run_id = robot.create_run(protocol_of(steps));
  const auto path = "/runs/" + run_id + "/errorRecoveryPolicy";
  const auto rule = [](const char* policy) {
    return json{{"matchCriteria", {{"command", {{"commandType", "dropTip"}, {"error", {{"errorType", "any"}}}}}}},
                {"ifMatch", policy}};
  };
  for (const auto* policy : {"failRun", "waitForRecovery", "assumeFalsePositiveAndContinue", "ignoreAndContinue"}) {
    const auto taken = robot.put(path, {{"policyRules", {rule(policy)}}});
    CHECK(taken.status == 200);
    CHECK(taken.text == "{}");
  }
  CHECK(robot.put(path, {{"policyRules", {rule("shrug")}}}).status == 422);
  CHECK(robot.put(path, {{"policyRules", {{{"ifMatch", "failRun"}}}}}).status == 422);
  CHECK(robot.put(path, json::object()).status == 422);
  CHECK(robot.play_out(run_id)["status"] == "failed");
  robot.patch("/runs/" + run_id, {{"current", false}});
  check_refused(robot.put(path, {{"policyRules", json::array()}}), 409, "RunStopped");
  check_refused(robot.put("/runs/nobody/errorRecoveryPolicy", {{"policyRules", json::array()}}), 409, "RunStopped");
}
