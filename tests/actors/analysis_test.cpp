#include "actors/analysis.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "runtime/command_catalogue.hpp"

using namespace deckhand;
using nlohmann::json;

namespace {

protocol_command step(const char* command_type, const json& params, const char* key = "") {
  auto complete = complete_params(command_type, params);
  REQUIRE(complete);
  return {key, command_type, std::move(*complete)};
}

protocol_command load(const char* load_name, const char* slot, const char* labware_id) {
  return step("loadLabware", {{"location", {{"slotName", slot}}},
                              {"loadName", load_name},
                              {"namespace", "opentrons"},
                              {"version", 1},
                              {"labwareId", labware_id}});
}

json in_well(const char* labware_id, const char* well_name, json more = json::object()) {
  more.update({{"pipetteId", "p"}, {"labwareId", labware_id}, {"wellName", well_name}});
  return more;
}

json liquid(double volume_ul) {
  return {{"volume", volume_ul}, {"flowRate", 150}, {"wellLocation", {{"origin", "bottom"}, {"offset", {{"z", 1}}}}}};
}

json_protocol transfer() {
  json_protocol protocol;
  protocol.schema_version = 7;
  protocol.robot_type = "OT-2 Standard";
  protocol.liquids = {{"water", "Water", "tap", std::nullopt}};
  protocol.commands = {
      step("loadPipette", {{"pipetteName", "p300_single"}, {"mount", "right"}, {"pipetteId", "p"}}, "its own key"),
      load("opentrons_96_tiprack_300ul", "1", "rack"),
      load("corning_96_wellplate_360ul_flat", "2", "plate"),
      step("pickUpTip", in_well("rack", "A1")),
      step("aspirate", in_well("plate", "A1", liquid(100))),
      step("dispense", in_well("plate", "B1", liquid(100))),
      step("dropTip", in_well("fixedTrash", "A1"))};
  return protocol;
}

struct analysed {
  explicit analysed(const json_protocol& protocol)
      : outcome(analyse(protocol, {"an id", wall_time{std::chrono::seconds{1'700'000'000}}, {}})),
        document(json::parse(outcome.document_json)) {}
  const json& command(std::size_t index) const { return document.at("commands").at(index); }

  analysis_outcome outcome;
  json document;
};

}  // namespace

TEST_CASE("a sound protocol's analysis has every command with its result") {
  const analysed a{transfer()};
  CHECK(a.document["id"] == "an id");
  CHECK(a.document["status"] == "completed");
  CHECK(a.document["result"] == "ok");
  CHECK(a.document["robotType"] == "OT-2 Standard");
  CHECK(a.document["runTimeParameters"] == json::array());
  CHECK(a.document["errors"] == json::array());
  CHECK(a.document["modules"] == json::array());
  REQUIRE(a.document["commands"].size() == 8);
  for (const auto& command : a.document["commands"]) {
    CAPTURE(command["commandType"]);
    CHECK(command["status"] == "succeeded");
    CHECK(command["notes"] == json::array());
    CHECK(command["result"].is_object());
    CHECK_FALSE(command.contains("error"));
    CHECK_FALSE(command.contains("intent"));
    for (const auto* time : {"createdAt", "startedAt", "completedAt"}) CHECK(command[time] == "2023-11-14T22:13:20.000000+00:00");
  }
  CHECK(a.outcome.problems.empty());
  CHECK(a.outcome.command_counts == std::map<std::string, std::size_t>{{"aspirate", 1},
                                                                       {"dispense", 1},
                                                                       {"dropTip", 1},
                                                                       {"home", 1},
                                                                       {"loadLabware", 2},
                                                                       {"loadPipette", 1},
                                                                       {"pickUpTip", 1}});
}

TEST_CASE("the analysis begins with a home whose key clients know, and keeps the file's own keys") {
  const analysed a{transfer()};
  CHECK(a.command(0)["commandType"] == "home");
  CHECK(a.command(0)["key"] == "50c7ae73a4e3f7129874f39dfb514803");
  CHECK(a.command(1)["key"] == "its own key");
  CHECK(a.command(2)["key"].get<std::string>().size() == 32);
  CHECK(a.command(2)["key"] != a.command(3)["key"]);
}

TEST_CASE("results in an analysis are those of the robot's own figures") {
  const analysed a{transfer()};
  CHECK(a.command(4)["result"]["tipLength"] == 51.83);
  CHECK(a.command(4)["result"]["tipVolume"] == 300);
  CHECK(a.command(5)["result"] == json{{"volume", 100.0}, {"position", {{"x", 146.88}, {"y", 74.24}, {"z", 4.55}}}});
  CHECK(a.command(7)["result"]["position"] == json{{"x", 347.84}, {"y", 351.5}, {"z", 82.0}});
}

TEST_CASE("the analysis lists what the protocol loads, each thing once") {
  auto protocol = transfer();
  protocol.commands.push_back(
      step("moveLabware", {{"labwareId", "plate"}, {"newLocation", {{"slotName", "5"}}}, {"strategy", "manualMoveWithPause"}}));
  const analysed a{protocol};
  REQUIRE(a.document["labware"].size() == 3);
  CHECK(a.document["labware"][0]["id"] == "fixedTrash");
  CHECK(a.document["labware"][2] == json{{"id", "plate"},
                                         {"loadName", "corning_96_wellplate_360ul_flat"},
                                         {"definitionUri", "opentrons/corning_96_wellplate_360ul_flat/1"},
                                         {"location", {{"slotName", "5"}}}});
  CHECK(a.document["pipettes"] == json::array({{{"id", "p"}, {"pipetteName", "p300_single"}, {"mount", "right"}}}));
  CHECK(a.document["liquids"] == json::array({{{"id", "water"}, {"displayName", "Water"}, {"description", "tap"}}}));
}

TEST_CASE("an analysis ends at the first command that fails, and says where and why") {
  auto protocol = transfer();
  protocol.commands.erase(protocol.commands.begin() + 3);  // no tip is picked up
  const analysed a{protocol};
  CHECK(a.document["result"] == "not-ok");
  REQUIRE(a.document["commands"].size() == 5);
  CHECK(a.command(4)["status"] == "failed");
  CHECK(a.command(4)["error"]["errorType"] == "TipNotAttachedError");
  CHECK(a.command(4)["error"]["errorCode"] == "3005");
  CHECK_FALSE(a.command(4).contains("result"));
  CHECK(a.document["errors"] == json::array({a.command(4)["error"]}));
  REQUIRE(a.outcome.problems.size() == 1);
  CHECK(a.outcome.problems[0].command_index == 4);
  CHECK(a.outcome.problems[0].command_type == "aspirate");
  CHECK(a.outcome.problems[0].error_type == "TipNotAttachedError");
  CHECK(a.outcome.problems[0].detail == "Pipette should have a tip attached, but does not.");
}

TEST_CASE("what the robot itself refuses fails the analysis, too") {
  auto protocol = transfer();
  protocol.commands.resize(3);
  protocol.commands.push_back(
      step("moveToCoordinates", {{"pipetteId", "p"}, {"coordinates", {{"x", 50}, {"y", 50}, {"z", 900}}}}));
  const analysed a{protocol};
  REQUIRE(a.outcome.problems.size() == 1);
  CHECK(a.outcome.problems[0].error_type == "FailedToPlanMoveError");
  CHECK(a.command(4)["error"]["errorCode"] == "2004");
}

TEST_CASE("motion and waits count in the estimate: people's pauses do not") {
  auto protocol = transfer();
  const auto motion_s = analysed{protocol}.outcome.estimated_s;
  CHECK(motion_s > 10);
  CHECK(motion_s < 120);
  protocol.commands.push_back(step("waitForResume", json::object()));
  protocol.commands.push_back(step("waitForDuration", {{"seconds", 600}}));
  CHECK(analysed{protocol}.outcome.estimated_s == Approx(motion_s + 600));
}

TEST_CASE("a cancelled analysis ends between two commands") {
  int asked = 0;
  const auto outcome = analyse(transfer(), {"id", {}, [&] { return ++asked == 3; }});
  CHECK(json::parse(outcome.document_json)["commands"].size() == 3);
}
