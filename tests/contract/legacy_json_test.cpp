// Sections 5.5 and 6: JSON protocols of schema 3, 4 and 5, and the log that they leave.

#include <catch2/catch.hpp>

#include "runtime/labware_catalogue.hpp"
#include "tests/contract/contract_robot.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

json old_step(const char* command, json params) { return {{"command", command}, {"params", std::move(params)}}; }

json in_well(const char* labware, const char* well, const json& more = json::object()) {
  json params{{"pipette", "left-hand"}, {"labware", labware}, {"well", well}};
  params.update(more);
  return params;
}

json definitions_of(const std::vector<const char*>& load_names) {
  auto definitions = json::object();
  for (const auto* name : load_names) {
    const auto found = deckhand::find_shipped_labware("opentrons", name, 1);
    definitions[found->uri] = found->document;
  }
  return definitions;
}

json old_file(int schema_version, json commands) {
  json file{{"schemaVersion", schema_version},
            {"metadata", {{"protocolName", "an old one"}}},
            {"robot", {{"model", "OT-2 Standard"}}},
            {"pipettes", {{"left-hand", {{"mount", "left"}, {"name", "p300_single"}}}}},
            {"labware",
             {{"bin", {{"slot", "12"}, {"definitionId", "opentrons/opentrons_1_trash_1100ml_fixed/1"}}},
              {"rack", {{"slot", "1"}, {"definitionId", "opentrons/opentrons_96_tiprack_300ul/1"}, {"displayName", "Tips"}}},
              {"plate", {{"slot", "2"}, {"definitionId", "opentrons/corning_96_wellplate_360ul_flat/1"}}}}},
            {"labwareDefinitions",
             definitions_of({"opentrons_1_trash_1100ml_fixed", "opentrons_96_tiprack_300ul", "corning_96_wellplate_360ul_flat"})},
            {"commands", std::move(commands)}};
  if (schema_version > 3) file["$otSharedSchema"] = "#/protocol/schemas/" + std::to_string(schema_version);
  return file;
}

const json liquid{{"volume", 100}, {"flowRate", 50}, {"offsetFromBottomMm", 2}};

json all_of_schema_3() {
  return json::array(
      {old_step("pickUpTip", in_well("rack", "B1")), old_step("aspirate", in_well("plate", "A1", liquid)),
       old_step("delay", {{"wait", 42}, {"message", "soak"}}), old_step("dispense", in_well("plate", "B1", liquid)),
       old_step("touchTip", in_well("plate", "B1", {{"offsetFromBottomMm", 11}})),
       old_step("blowout", in_well("plate", "B1", {{"flowRate", 50}, {"offsetFromBottomMm", 10}})),
       old_step("moveToSlot", {{"pipette", "left-hand"}, {"slot", "5"}, {"offset", {{"x", 1}, {"y", 2}, {"z", 90}}}}),
       old_step("delay", {{"wait", true}, {"message", "look"}}), old_step("dropTip", in_well("bin", "A1"))});
}

}  // namespace

TEST_CASE("5.5 a file of schema 3: legacy ids and keys, custom entries, positions of zero") {
  contract_robot robot;
  const auto run_id = robot.create_run(old_file(3, all_of_schema_3()).dump());
  robot.act(run_id, "play");
  robot.wait_for_status(run_id, "paused");
  // The pause is over at once; the run waits behind it.
  CHECK(robot.log(run_id).back()["id"] == "command.PAUSE-0");
  CHECK(robot.log(run_id).back()["status"] == "succeeded");
  const auto run = robot.play_out(run_id);
  INFO(run.dump());
  CHECK(run["status"] == "succeeded");

  const std::vector<std::pair<std::string, std::string>> expected{
      {"commands.LOAD_PIPETTE-0", "loadPipette"}, {"commands.LOAD_LABWARE-0", "loadLabware"},
      {"commands.LOAD_LABWARE-1", "loadLabware"}, {"command.PICK_UP_TIP-0", "pickUpTip"},
      {"command.ASPIRATE-0", "aspirate"},         {"command.DELAY-0", "custom"},
      {"command.DISPENSE-0", "dispense"},         {"command.TOUCH_TIP-0", "custom"},
      {"command.BLOW_OUT-0", "blowout"},          {"command.MOVE_TO-0", "custom"},
      {"command.PAUSE-0", "waitForResume"},       {"command.DROP_TIP-0", "dropTip"}};
  const auto log = robot.log(run_id);
  REQUIRE(log.size() == expected.size() + 1);
  CHECK(log[0]["commandType"] == "home");
  CHECK(log[0]["id"].get<std::string>().size() == 36);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO(log[i + 1].dump());
    CHECK(log[i + 1]["id"] == expected[i].first);
    CHECK(log[i + 1]["key"] == expected[i].first);
    CHECK(log[i + 1]["commandType"] == expected[i].second);
    CHECK(log[i + 1]["status"] == "succeeded");
  }
  const json nowhere{{"x", 0}, {"y", 0}, {"z", 0}};
  const auto aspirate = robot.command(run_id, 5);
  CHECK(aspirate["result"] == json{{"position", nowhere}, {"volume", 100.0}});
  CHECK(aspirate["params"] == json{{"pipetteId", "pipette-0"},
                                   {"labwareId", "labware-0"},
                                   {"wellName", "A1"},
                                   {"wellLocation", {{"origin", "top"}, {"offset", nowhere}}},
                                   {"volume", 100.0},
                                   {"flowRate", 50.0}});
  CHECK(log[6]["params"] ==
        json{{"legacyCommandType", "command.DELAY"}, {"legacyCommandText", "Delaying for 0 minutes and 42.0 seconds. soak"}});
  CHECK(log[10]["params"]["legacyCommandText"] == "Moving to 5");
  CHECK(log[11]["params"] == json{{"message", "look"}});
  CHECK(robot.command(run_id, 4)["result"]["position"] == nowhere);
  CHECK(robot.command(run_id, 4)["result"].contains("tipLength"));
  CHECK(robot.command(run_id, 12)["params"]["labwareId"] == "fixedTrash");

  CHECK(run["pipettes"] == json::array({{{"id", "pipette-0"}, {"mount", "left"}, {"pipetteName", "p300_single"}}}));
  json ids = json::array();
  for (const auto& labware : run["labware"]) ids.push_back(labware["id"]);
  CHECK(ids == json{"fixedTrash", "labware-0", "labware-1"});
}

TEST_CASE("5.5 what a file loads comes in the file's own order") {
  contract_robot robot;
  auto text = old_file(3, json::array()).dump();
  // The same maps, written the other way round.
  const std::string rack = R"("rack":{"definitionId":"opentrons/opentrons_96_tiprack_300ul/1","displayName":"Tips","slot":"1"})";
  const auto at = text.find(rack);
  REQUIRE(at != std::string::npos);
  text.erase(at - 1, rack.size() + 1);
  text.insert(text.find(R"("labware":{)") + 11, rack + ",");
  const auto run_id = robot.create_run(text);
  robot.play_out(run_id);
  const auto log = robot.log(run_id);
  REQUIRE(log.size() == 4);
  CHECK(log[2]["params"]["loadName"] == "opentrons_96_tiprack_300ul");
  CHECK(log[3]["params"]["loadName"] == "corning_96_wellplate_360ul_flat");
}

TEST_CASE("5.5 modules of schema 4: their old command names, and thermocyclers that have waited already") {
  contract_robot robot;
  auto file = old_file(
      4, json::array({old_step("magneticModule/engageMagnet", {{"module", "magnet"}, {"engageHeight", 10}}),
                      old_step("magneticModule/disengageMagnet", {{"module", "magnet"}}),
                      old_step("temperatureModule/setTargetTemperature", {{"module", "warm"}, {"temperature", 25}}),
                      old_step("temperatureModule/awaitTemperature", {{"module", "warm"}, {"temperature", 25}}),
                      old_step("temperatureModule/deactivate", {{"module", "warm"}}),
                      old_step("thermocycler/closeLid", {{"module", "cycler"}}),
                      old_step("thermocycler/setTargetBlockTemperature", {{"module", "cycler"}, {"temperature", 80}}),
                      old_step("thermocycler/awaitBlockTemperature", {{"module", "cycler"}, {"temperature", 80}}),
                      old_step("thermocycler/runProfile",
                               {{"module", "cycler"}, {"volume", 10}, {"profile", {{{"temperature", 80}, {"holdTime", 10}}}}}),
                      old_step("thermocycler/awaitProfileComplete", {{"module", "cycler"}}),
                      old_step("thermocycler/deactivateBlock", {{"module", "cycler"}}),
                      old_step("thermocycler/openLid", {{"module", "cycler"}})}));
  file["modules"] = {{"magnet", {{"slot", "3"}, {"model", "magneticModuleV2"}}},
                     {"warm", {{"slot", "6"}, {"model", "temperatureModuleV2"}}},
                     {"cycler", {{"slot", "span7_8_10_11"}, {"model", "thermocyclerModuleV1"}}}};
  file["labware"]["plate"]["slot"] = "magnet";
  const auto run_id = robot.create_run(file.dump());
  const auto run = robot.play_out(run_id);
  INFO(run.dump());
  CHECK(run["status"] == "succeeded");
  CHECK(run["modules"].size() == 3);
  json ids = json::array();
  for (const auto& entry : robot.log(run_id))
    if (entry["commandType"] == "custom" || entry["commandType"] == "loadModule") ids.push_back(entry["id"]);
  CHECK(ids == json{"commands.LOAD_MODULE-0", "commands.LOAD_MODULE-1", "commands.LOAD_MODULE-2", "command.MAGDECK_ENGAGE-0",
                    "command.MAGDECK_DISENGAGE-0", "command.TEMPDECK_SET_TEMP-0", "command.TEMPDECK_AWAIT_TEMP-0",
                    "command.TEMPDECK_DEACTIVATE-0", "command.THERMOCYCLER_CLOSE-0", "command.THERMOCYCLER_SET_BLOCK_TEMP-0",
                    "command.THERMOCYCLER_EXECUTE_PROFILE-0", "command.THERMOCYCLER_DEACTIVATE_BLOCK-0",
                    "command.THERMOCYCLER_OPEN-0"});
}

TEST_CASE("5.5 moveToWell is of schema 5, and air gaps show their move") {
  contract_robot robot;
  const auto move = old_step("moveToWell", in_well("plate", "A1", {{"offset", {{"z", 20}}}}));
  const auto run_id = robot.create_run(
      old_file(5, json::array({old_step("pickUpTip", in_well("rack", "A1")), move,
                               old_step("airGap", in_well("plate", "A1", liquid)), old_step("dropTip", in_well("bin", "A1"))}))
          .dump());
  CHECK(robot.play_out(run_id)["status"] == "succeeded");
  const auto log = robot.log(run_id);
  CHECK(log[5]["params"]["legacyCommandText"].get<std::string>().rfind("Moving to A1 of ", 0) == 0);
  CHECK(log[6]["id"] == "command.MOVE_TO-1");
  CHECK(log[7]["id"] == "command.ASPIRATE-0");
  const auto refused = robot.upload({file_part("old.json", old_file(4, json::array({move})).dump())});
  CHECK(refused.error_id() == "ProtocolFilesInvalid");
}

TEST_CASE("5.5 a failure: the command's legacy error, and the run's that wraps it") {
  contract_robot robot;
  const auto protocol_id = robot.upload_protocol(old_file(3, json::array({old_step("aspirate", in_well("plate", "A1", liquid)),
                                                                          old_step("pickUpTip", in_well("rack", "A1"))}))
                                                     .dump());
  const auto analysis = robot.analysis_of(protocol_id);
  CHECK(analysis["result"] == "not-ok");
  REQUIRE(analysis["errors"].size() == 1);
  CHECK(analysis["errors"][0]["errorType"] == "ExceptionInProtocolError");
  const std::string run_id = robot.post("/runs", {{"protocolId", protocol_id}}).body["data"]["id"];
  const auto run = robot.play_out(run_id);
  CHECK(run["status"] == "failed");
  REQUIRE(run["errors"].size() == 1);
  CHECK(run["errors"][0]["errorType"] == "ExceptionInProtocolError");
  CHECK(run["errors"][0]["errorCode"] == "4000");
  CHECK(run["errors"][0]["wrappedErrors"][0]["errorCode"] == "3005");
  const auto log = robot.log(run_id);
  CHECK(log.back()["id"] == "command.ASPIRATE-0");
  CHECK(log.back()["error"]["errorType"] == "LegacyContextCommandError");
  CHECK(log.back()["error"]["errorCode"] == "3005");
  REQUIRE(analysis["commands"].size() == log.size());
  for (std::size_t i = 0; i < log.size(); ++i) CHECK(log[i]["key"] == analysis["commands"][i]["key"]);
}

TEST_CASE("5.5 a stop cancels the entry in hand with the legacy error") {
  contract_robot robot{0.05};
  const auto run_id = robot.create_run(old_file(3, json::array({old_step("delay", {{"wait", 60000}})})).dump());
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 4);
  robot.act(run_id, "stop");
  const auto run = robot.wait_for_end(run_id);
  CHECK(run["status"] == "stopped");
  CHECK(run["errors"] == json::array());
  CHECK(robot.log(run_id).back()["error"]["errorType"] == "LegacyContextCommandError");
}

TEST_CASE("6 old files that cannot run are refused with the place") {
  contract_robot robot;
  const auto check_refused = [&](const json& file, const std::string& part) {
    const auto got = robot.upload({file_part("old.json", file.dump())});
    INFO(got.text);
    CHECK(got.error_id() == "ProtocolFilesInvalid");
    CHECK(got.text.find(part) != std::string::npos);
  };
  check_refused(old_file(3, json::array({old_step("dance", json::object())})), "commands[0].command");
  check_refused(old_file(3, json::array({old_step("pickUpTip", in_well("shelf", "A1"))})), "commands[0].params.labware");
  check_refused(old_file(3, json::array({old_step("pickUpTip", in_well("rack", "Z9"))})), "commands[0].params.well");
  check_refused(old_file(3, json::array({old_step("aspirate", in_well("plate", "A1"))})), "commands[0].params.volume");
  check_refused(old_file(3, json::array({old_step("moveToSlot", {{"pipette", "left-hand"}, {"slot", "40"}})})),
                "commands[0].params.slot");
  check_refused(old_file(4, json::array({old_step("thermocycler/openLid", {{"module", "none"}})})), "commands[0].params.module");
  auto file = old_file(3, json::array());
  file["labware"]["plate"]["slot"] = "12";
  check_refused(file, "labware.plate.slot");
  file = old_file(3, json::array());
  file["pipettes"]["left-hand"]["name"] = "p1_single";
  check_refused(file, "pipetteName");
  file = old_file(3, json::array());
  file.erase("labware");
  check_refused(file, "labware");
}
