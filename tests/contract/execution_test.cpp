// Sections 4.1, 4.3 and 5: what execution leaves in the log.

#include <catch2/catch.hpp>

#include "tests/contract/contract_robot.hpp"
#include "tests/support/patience.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

void post_protocol_command(contract_robot& robot, const std::string& run_id, json data) {
  data["intent"] = "protocol";
  REQUIRE(robot.post("/runs/" + run_id + "/commands", data).status == 201);
}

// Asks until a command has a status; the run's status at that time.
std::string status_once(contract_robot& robot, const std::string& run_id, std::size_t index, const std::string& wanted) {
  const auto look = [&] {
    const bool is_there = robot.log(run_id).at(index)["status"] == wanted;
    return is_there ? std::optional<std::string>{robot.run(run_id)["status"]} : std::nullopt;
  };
  return ask_until(look, "a command that is " + wanted);
}

}  // namespace

TEST_CASE("5.1 setup commands are done before the file's, and keep their place in the log") {
  contract_robot robot;
  const auto run_id = robot.create_run(comment_protocol(1));
  const auto setup = robot.do_setup(run_id, step("home", json::object()));
  CHECK(setup["status"] == "succeeded");
  const auto before = robot.log(run_id);
  REQUIRE(before.size() == 2);
  CHECK(before[0]["commandType"] == "home");
  CHECK(before[0]["status"] == "queued");
  CHECK_FALSE(before[0].contains("intent"));
  CHECK(before[1]["id"] == setup["id"]);
  CHECK(before[1]["intent"] == "setup");
  CHECK(robot.play_out(run_id)["status"] == "succeeded");
  const auto log = robot.log(run_id);
  REQUIRE(log.size() == 3);
  CHECK(log[1] == before[1]);
  CHECK(log[0]["startedAt"] > log[1]["completedAt"]);
}

TEST_CASE("5.1 a file's steps come into the log one at a time, posted ones at once") {
  contract_robot robot;
  const auto from_file = robot.create_run(comment_protocol(5));
  CHECK(robot.log(from_file).size() == 1);
  const auto posted = robot.create_run();
  for (int i = 0; i < 3; ++i) post_protocol_command(robot, posted, step("comment", {{"message", "x"}}));
  const auto log = robot.log(posted);
  REQUIRE(log.size() == 3);
  for (const auto& entry : log) CHECK(entry["status"] == "queued");
  CHECK(robot.play_out(posted)["status"] == "succeeded");
  CHECK(robot.log(posted).size() == 3);  // the home before them is in no log
}

TEST_CASE("5.2 a command in hand ends while the run is paused, and the next one stays queued") {
  contract_robot robot{0.02};
  const auto run_id = robot.create_run();
  post_protocol_command(robot, run_id, step("waitForDuration", {{"seconds", 40}}));
  post_protocol_command(robot, run_id, step("comment", {{"message", "later"}}));
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 0);
  robot.act(run_id, "pause");
  CHECK(status_once(robot, run_id, 0, "succeeded") == "paused");
  CHECK(robot.log(run_id)[1]["status"] == "queued");
  CHECK(robot.play_out(run_id)["status"] == "succeeded");
}

TEST_CASE("5.2 waitForResume runs all through its pause, and a play ends it") {
  contract_robot robot;
  const auto run_id = robot.create_run(protocol_of(json::array({step("waitForResume", {{"message", "look"}})})));
  robot.act(run_id, "play");
  robot.wait_for_status(run_id, "paused");
  const auto waiting = robot.log(run_id)[1];
  CHECK(waiting["status"] == "running");
  CHECK_FALSE(waiting.contains("completedAt"));
  CHECK(robot.play_out(run_id)["status"] == "succeeded");
  CHECK(robot.log(run_id)[1]["status"] == "succeeded");
}

TEST_CASE("4.1 keys: the client's, a chain over the types for the protocol's, the id for setup") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  auto keyed = step("comment", {{"message", "x"}});
  keyed["key"] = "mine";
  post_protocol_command(robot, run_id, step("home", json::object()));
  post_protocol_command(robot, run_id, keyed);
  post_protocol_command(robot, run_id, step("comment", {{"message", "y"}}));
  const auto setup = robot.do_setup(run_id, step("comment", {{"message", "z"}}));
  const auto log = robot.log(run_id);
  CHECK(log[0]["key"] == "50c7ae73a4e3f7129874f39dfb514803");
  CHECK(log[1]["key"] == "mine");
  // A key of the client's takes no link out of the chain.
  const auto analysis = robot.analysis_of(robot.upload_protocol(
      protocol_of(json::array({step("comment", {{"message", "any"}}), step("comment", {{"message", "words"}})}))));
  CHECK(log[2]["key"] == analysis["commands"][2]["key"]);
  CHECK(setup["key"] == setup["id"]);
}

TEST_CASE("4.3 volumes: more than there is room for fails, but for the error of the arithmetic, which is clamped and noted") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  robot.do_setup(run_id, step("home", json::object()));
  for (const auto& load : loading_steps()) robot.do_setup(run_id, load);
  robot.do_setup(run_id, step("pickUpTip", {{"pipetteId", "pipette"}, {"labwareId", "rack"}, {"wellName", "A1"}}));
  const auto aspirate = [&](double volume) {
    return robot.do_setup(
        run_id,
        step("aspirate",
             {{"pipetteId", "pipette"}, {"labwareId", "plate"}, {"wellName", "A1"}, {"volume", volume}, {"flowRate", 50}}));
  };
  CHECK(aspirate(300.001)["error"]["errorType"] == "InvalidAspirateVolumeError");
  CHECK(aspirate(100)["notes"] == json::array());
  const auto clamped = aspirate(200 + 5e-10);
  CHECK(clamped["status"] == "succeeded");
  CHECK(clamped["result"]["volume"] == 200);
  REQUIRE(clamped["notes"].size() == 1);
  CHECK(clamped["notes"][0]["noteKind"] == "warning");
  for (const auto* name : {"shortMessage", "longMessage", "source"}) CHECK(clamped["notes"][0].contains(name));
}

TEST_CASE("4.3 how high magnets go: half millimetres on the first model, millimetres on the second, 2.5 mm below the ledge") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  struct row {
    const char* model;
    double height_mm;
    bool is_reached;
  };
  const std::vector<row> rows{{"magneticModuleV1", 20, true},   {"magneticModuleV1", 21, false},
                              {"magneticModuleV1", -2.5, true}, {"magneticModuleV1", -3, false},
                              {"magneticModuleV2", 22.5, true}, {"magneticModuleV2", 23, false},
                              {"magneticModuleV2", -2.5, true}, {"magneticModuleV2", -3, false}};
  for (const auto& [model, slot] : {std::pair{"magneticModuleV1", "3"}, {"magneticModuleV2", "6"}})
    robot.do_setup(run_id, step("loadModule", {{"model", model}, {"location", {{"slotName", slot}}}, {"moduleId", model}}));
  for (const auto& [model, height_mm, is_reached] : rows) {
    INFO(model << " " << height_mm);
    const auto done = robot.do_setup(run_id, step("magneticModule/engage", {{"moduleId", model}, {"height", height_mm}}));
    CHECK(done["status"] == (is_reached ? "succeeded" : "failed"));
    if (!is_reached) CHECK(done["error"]["errorType"] == "EngageHeightOutOfRangeError");
  }
}
