// Sections 2.3, 2.4, 3 and 5: runs, their actions, and what they do.

#include <catch2/catch.hpp>
#include <set>

#include "runtime/labware_catalogue.hpp"
#include "tests/contract/contract_robot.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

void check_refused(const answer& got, int status, const std::string& id, const std::string& code = "4000") {
  INFO(got.text);
  CHECK(got.status == status);
  CHECK(got.error_id() == id);
  if (!got.error_id().empty()) CHECK(got.body["errors"][0]["errorCode"] == code);
}

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

TEST_CASE("2.3 twenty runs are kept; the oldest go, even where the creation is then refused") {
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
}

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
