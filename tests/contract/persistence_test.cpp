// Section 5.6: what every GET answers stays the same, byte for byte, once a run is archived and after a restart.

#include <catch2/catch.hpp>
#include <map>

#include "tests/contract/contract_robot.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

const std::string a_python_file = R"(
metadata = {"apiLevel": "2.13"}
def run(ctx):
    rack = ctx.load_labware("opentrons_96_tiprack_300ul", "1")
    pipette = ctx.load_instrument("p300_single", "right", tip_racks=[rack])
    pipette.pick_up_tip()
    pipette.touch_tip(rack["A1"]) if False else ctx.delay(seconds=1)
    pipette.drop_tip()
    raise RuntimeError("the end")
)";

using answers = std::map<std::string, std::string>;

// Everything that is not about the current run alone.
answers all_answers(contract_robot& robot, const std::vector<std::string>& run_ids,
                    const std::vector<std::string>& protocol_ids) {
  answers found;
  const auto ask = [&](const std::string& path) {
    const auto got = robot.get(path);
    CHECK(got.status == 200);
    found[path] = got.text;
    return got.body;
  };
  for (const auto& run_id : run_ids) {
    const auto path = "/runs/" + run_id;
    ask(path);
    ask(path + "/commandsAsPreSerializedList");
    for (const auto* query : {"?cursor=0&pageLength=100000", "?cursor=2&pageLength=3", "?pageLength=0"}) {
      const auto page = ask(path + "/commands" + query);
      for (const auto& entry : page["data"]) ask(path + "/commands/" + entry["id"].get<std::string>());
    }
  }
  for (const auto* path : {"/protocols", "/protocols/ids"}) ask(path);
  for (const auto& id : protocol_ids) {
    ask("/protocols/" + id);
    const auto analyses = ask("/protocols/" + id + "/analyses");
    for (const auto& analysis : analyses["data"])
      ask("/protocols/" + id + "/analyses/" + analysis["id"].get<std::string>() + "/asDocument");
  }
  return found;
}

void check_same(const answers& before, const answers& after) {
  CHECK(before.size() == after.size());
  for (const auto& [path, text] : before) {
    INFO(path);
    REQUIRE(after.contains(path));
    CHECK(after.at(path) == text);
  }
}

// A run that is no longer current says so, and nothing else changes.
std::string as_archived(std::string run_text) {
  const std::string was = R"("current":true)";
  const auto at = run_text.find(was);
  if (at != std::string::npos) run_text.replace(at, was.size(), R"("current":false)");
  return run_text;
}

}  // namespace

TEST_CASE("5.6 every answer is the same before and after archiving, and after a restart") {
  contract_robot robot;
  std::vector<std::string> run_ids, protocol_ids;
  auto failing = loading_steps();
  failing.push_back(step("dropTip", {{"pipetteId", "pipette"}, {"labwareId", "fixedTrash"}, {"wellName", "A1"}}));
  const std::vector<std::pair<std::string, std::string>> files{{"comments.json", comment_protocol(30)},
                                                               {"touches.json", touch_tip_protocol(3, 1)},
                                                               {"failing.json", protocol_of(failing)},
                                                               {"legacy.py", a_python_file}};
  for (const auto& [name, content] : files) {
    protocol_ids.push_back(robot.upload_protocol(content, name));
    robot.analysis_of(protocol_ids.back());
    const json offset{{"definitionUri", "opentrons/corning_96_wellplate_360ul_flat/1"},
                      {"location", {{"slotName", "2"}}},
                      {"vector", {{"x", 0.1}, {"y", 0.2}, {"z", 0.3}}}};
    const auto created = robot.post("/runs", {{"protocolId", protocol_ids.back()}, {"labwareOffsets", {offset}}});
    REQUIRE(created.status == 201);
    run_ids.push_back(created.body["data"]["id"]);
    robot.play_out(run_ids.back());
  }
  auto expected = all_answers(robot, run_ids, protocol_ids);
  CHECK(robot.patch("/runs/" + run_ids.back(), {{"current", false}}).status == 200);
  for (auto& [path, text] : expected)
    if (path == "/runs/" + run_ids.back()) text = as_archived(text);
  check_same(expected, all_answers(robot, run_ids, protocol_ids));
  const auto runs = robot.get("/runs").text;
  robot.restart();
  check_same(expected, all_answers(robot, run_ids, protocol_ids));
  CHECK(robot.get("/runs").text == runs);
}

TEST_CASE("5.6 a run that was never played, and one that was stopped, are there after a restart") {
  contract_robot robot;
  const auto stopped = robot.create_run(protocol_of(json::array({step("waitForResume", json::object())})));
  robot.act(stopped, "play");
  robot.wait_for_status(stopped, "paused");
  robot.act(stopped, "stop");
  robot.wait_for_end(stopped);
  const auto idle = robot.create_run(comment_protocol(1));
  const auto before = robot.get("/runs/" + stopped).text;
  robot.restart();
  CHECK(robot.get("/runs/" + stopped).text == before);
  CHECK(robot.run(idle)["status"] == "stopped");
  CHECK(robot.run(idle)["current"] == false);
  CHECK(robot.get("/runs").body["links"] == json::object());
}
