// Section 4.3: errors that come of what stands on the deck, and of what hangs on the mounts.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "tests/contract/command_rows.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

#define PCR_PLATE R"("loadName": "nest_96_wellplate_100ul_pcr_full_skirt", "namespace": "opentrons", "version": 2)"
#define ADAPTER R"("loadName": "opentrons_96_pcr_adapter", "namespace": "opentrons", "version": 1)"
#define TRASH R"("loadName": "opentrons_1_trash_1100ml_fixed", "namespace": "opentrons", "version": 1)"
#define AT(labware) R"("pipetteId": "right", "labwareId": ")" labware R"(", "wellName": "A1")"

constexpr auto is_restricted = "PipetteMovementRestrictedByHeaterShakerError 4000";
constexpr auto must_home = "MustHomeError 2013";

// A command at a well, with what is wrong in it.
row visit(const char* command_type, const char* params, const char* error) { return {command_type, params, "", error}; }

}  // namespace

TEST_CASE("4.3 the errors that all commands at a well have in common") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  const row before_homing[]{
      {"loadPipette", R"("pipetteName": "p300_single", "mount": "right", "pipetteId": "right")", "pipetteId"},
      {"loadLabware", R"("location": {"slotName": "1"}, "labwareId": "rack", )" RACK, "definition labwareId"},
      {"loadLabware", R"("location": {"slotName": "2"}, "labwareId": "plate", )" PLATE, "definition labwareId"},
      {"loadLabware", R"("location": "offDeck", "labwareId": "away", )" PLATE, "definition labwareId"},
      {"loadLabware", R"("location": {"slotName": "3"}, "labwareId": "adapter", )" ADAPTER, "definition labwareId"},
      {"loadLabware", R"("location": {"labwareId": "adapter"}, "labwareId": "above", )" PCR_PLATE, "definition labwareId"},
      {"moveToWell", AT("plate"), "", must_home},
      {"moveToCoordinates", R"("pipetteId": "right", "coordinates": {"x": 100, "y": 100, "z": 100})", "", must_home},
      {"touchTip", AT("plate"), "", must_home},
      {"pickUpTip", AT("rack"), "", must_home},
      {"home", "", ""}};
  for (const auto& each : before_homing) check_row(robot, run_id, each);

  const auto check_all = [&](const std::string& command_type, const std::string& more) {
    const auto check = [&](const std::string& where, const char* error) {
      const auto params = where + more;
      check_row(robot, run_id, visit(command_type.c_str(), params.c_str(), error));
    };
    check(R"("pipetteId": "none", "labwareId": "plate", "wellName": "A1")", no_pipette);
    check(AT("none"), "LabwareNotLoadedError 4000");
    check(R"("pipetteId": "right", "labwareId": "plate", "wellName": "Z9")", "WellDoesNotExistError 4000");
    check(AT("away"), "LocationNotAccessibleByPipetteError 4000");
    check(AT("adapter"), "LabwareIsInStackError 4000");
    const auto& above_the_roof = R"(, "wellLocation": {"origin": "top", "offset": {"x": 0, "y": 0, "z": 900}})";
    const auto* place = command_type == "pickUpTip" ? AT("rack") : AT("plate");
    check(std::string{place} + above_the_roof, "FailedToPlanMoveError 2004");
  };
  for (const auto* command_type : {"moveToWell", "pickUpTip", "touchTip"}) check_all(command_type, "");
  check_row(robot, run_id, {"pickUpTip", AT("rack"), "position tipDiameter tipLength tipVolume"});
  check_all("aspirate", R"(, "volume": 10, "flowRate": 50)");
  check_all("dispense", R"(, "volume": 0, "flowRate": 50)");
  check_all("blowout", R"(, "flowRate": 50)");
  check_all("dropTip", "");
  CHECK(robot.run(run_id)["status"] == "idle");
}

TEST_CASE("4.3 a closed thermocycler keeps pipettes and hands out") {
  check_rows({
      LOADED,
      {"loadModule", R"("model": "thermocyclerModuleV2", "location": {"slotName": "7"}, "moduleId": "c")",
       "definition model moduleId serialNumber"},
      {"thermocycler/openLid", R"("moduleId": "c")", ""},
      {"loadLabware", R"("location": {"moduleId": "c"}, "labwareId": "inside", )" PCR_PLATE, "definition labwareId"},
      {"moveToWell", AT("inside"), "position"},
      {"thermocycler/closeLid", R"("moduleId": "c")", ""},
      {"moveToWell", AT("inside"), "", "ThermocyclerNotOpenError 4000"},
      {"touchTip", AT("inside"), "", "ThermocyclerNotOpenError 4000"},
      {"moveLabware", R"("labwareId": "inside", "newLocation": "offDeck", "strategy": "manualMoveWithoutPause")", "",
       "LabwareMovementNotAllowedError 4000"},
      {"thermocycler/openLid", R"("moduleId": "c")", ""},
      {"moveLabware", R"("labwareId": "inside", "newLocation": "offDeck", "strategy": "manualMoveWithoutPause")", ""},
  });
}

TEST_CASE("4.3 a heater-shaker that shakes, or whose latch is open, keeps pipettes away from its neighbours") {
  check_rows({
      LOADED,
      {"loadModule", R"("model": "heaterShakerModuleV1", "location": {"slotName": "3"}, "moduleId": "h")",
       "definition model moduleId serialNumber"},
      {"heaterShaker/closeLabwareLatch", R"("moduleId": "h")", ""},
      {"moveToWell", AT("plate"), "position"},
      {"heaterShaker/openLabwareLatch", R"("moduleId": "h")", "pipetteRetracted"},
      {"moveToWell", AT("plate"), "", is_restricted},
      {"moveToAddressableArea", R"("pipetteId": "right", "addressableAreaName": "2")", "", is_restricted},
      {"moveToWell", AT("rack"), "position"},
      {"heaterShaker/closeLabwareLatch", R"("moduleId": "h")", ""},
      {"heaterShaker/setAndWaitForShakeSpeed", R"("moduleId": "h", "rpm": 3001)", "", "InvalidTargetSpeedError 4000"},
      {"heaterShaker/setAndWaitForShakeSpeed", R"("moduleId": "h", "rpm": 300)", "pipetteRetracted"},
      {"moveToWell", AT("plate"), "", is_restricted},
      {"heaterShaker/deactivateShaker", R"("moduleId": "h")", ""},
      {"moveToWell", AT("plate"), "position"},
      {"heaterShaker/setTargetTemperature", R"("moduleId": "h", "celsius": 96)", "", "InvalidTargetTemperatureError 4000"},
      {"heaterShaker/setTargetTemperature", R"("moduleId": "h", "celsius": 37)", ""},
      {"heaterShaker/waitForTemperature", R"("moduleId": "h", "celsius": 37)", ""},
  });
}

TEST_CASE("4.3 labware where it may not be, or that may not be touched") {
  check_rows({
      LOADED,
      {"loadLabware", R"("location": {"addressableAreaName": "fixedTrash"}, )" PLATE, "",
       "LabwareIsNotAllowedInLocationError 4000"},
      {"loadLabware", R"("location": {"addressableAreaName": "4"}, "labwareId": "four", )" PLATE, "definition labwareId"},
      {"loadLabware", R"("location": {"slotName": "4"}, )" PLATE, "", "LocationIsOccupiedError 4000"},
      {"moveToAddressableArea", R"("pipetteId": "right", "addressableAreaName": "12")", "",
       "AreaNotInDeckConfigurationError 4000"},
      {"loadLabware", R"("location": {"slotName": "6"}, "labwareId": "bin", )" TRASH, "definition labwareId"},
      {"touchTip", AT("bin"), "", "TouchTipDisabledError 4000"},
      {"moveLabware", R"("labwareId": "bin", "newLocation": {"slotName": "5"}, "strategy": "manualMoveWithoutPause")", "",
       "LabwareMovementNotAllowedError 4000"},
      {"moveLabware", R"("labwareId": "none", "newLocation": {"slotName": "5"}, "strategy": "manualMoveWithoutPause")", "",
       "LabwareNotLoadedError 4000"},
  });
}

TEST_CASE("4.3 commands in place, and those that need no well") {
  check_rows({
      LOADED,
      {"aspirateInPlace", R"("pipetteId": "none", "volume": 10, "flowRate": 50)", "", no_pipette},
      {"aspirateInPlace", R"("pipetteId": "right", "volume": 10, "flowRate": 50)", "", no_tip},
      {"dispenseInPlace", R"("pipetteId": "right", "volume": 10, "flowRate": 50)", "", no_tip},
      {"blowOutInPlace", R"("pipetteId": "none", "flowRate": 50)", "", no_pipette},
      {"prepareToAspirate", R"("pipetteId": "none")", "", no_pipette},
      {"configureForVolume", R"("pipetteId": "none", "volume": 40)", "", no_pipette},
      {"configureNozzleLayout", R"("pipetteId": "none", "configurationParams": {"style": "ALL"})", "", no_pipette},
      {"dropTipInPlace", R"("pipetteId": "none")", "", no_pipette},
      {"savePosition", R"("pipetteId": "none")", "", no_pipette},
      {"pickUpTip", AT_TIP, "position tipDiameter tipLength tipVolume"},
      {"aspirateInPlace", R"("pipetteId": "right", "volume": 301, "flowRate": 50)", "", "InvalidAspirateVolumeError 4000"},
      {"dispenseInPlace", R"("pipetteId": "right", "volume": 0, "flowRate": 50, "pushOut": -1)", "",
       "InvalidPushOutVolumeError 4000"},
  });
}

TEST_CASE("4.3 the limits of the thermocycler's lid, block and profiles, and whole degrees on the temperature module") {
  check_rows({
      {"loadModule", R"("model": "thermocyclerModuleV2", "location": {"slotName": "7"}, "moduleId": "c")",
       "definition model moduleId serialNumber"},
      {"thermocycler/setTargetBlockTemperature", R"("moduleId": "c", "celsius": -1)", "", "InvalidTargetTemperatureError 4000"},
      {"thermocycler/setTargetBlockTemperature", R"("moduleId": "c", "celsius": 50, "blockMaxVolumeUl": -1)", "",
       "InvalidBlockVolumeError 4000"},
      {"thermocycler/setTargetLidTemperature", R"("moduleId": "c", "celsius": 111)", "", "InvalidTargetTemperatureError 4000"},
      {"thermocycler/runProfile", R"("moduleId": "c", "profile": [{"celsius": 100, "holdSeconds": 1}])", "",
       "InvalidTargetTemperatureError 4000"},
      {"thermocycler/runProfile", R"("moduleId": "c", "profile": [{"celsius": 40, "holdSeconds": 1}], "blockMaxVolumeUl": 101)",
       "", "InvalidBlockVolumeError 4000"},
      {"loadModule", R"("model": "temperatureModuleV2", "location": {"slotName": "3"}, "moduleId": "t")",
       "definition model moduleId serialNumber"},
      {"temperatureModule/setTargetTemperature", R"("moduleId": "t", "celsius": -10)", "", "InvalidTargetTemperatureError 4000"},
      {"temperatureModule/setTargetTemperature", R"("moduleId": "t", "celsius": -9)", "targetTemperature"},
      {"temperatureModule/setTargetTemperature", R"("moduleId": "t", "celsius": 99)", "targetTemperature"},
      {"temperatureModule/waitForTemperature", R"("moduleId": "t", "celsius": 99)", ""},
  });
  contract_robot robot;
  const auto run_id = robot.create_run();
  robot.do_setup(run_id,
                 step("loadModule", {{"model", "temperatureModuleV2"}, {"location", {{"slotName", "3"}}}, {"moduleId", "t"}}));
  const auto set = robot.do_setup(run_id, step("temperatureModule/setTargetTemperature", {{"moduleId", "t"}, {"celsius", 40.4}}));
  CHECK(set["result"] == json{{"targetTemperature", 40}});
}

TEST_CASE("4.3 liquids are the protocol's") {
  contract_robot robot;
  auto file = json::parse(comment_protocol(1));
  file["liquids"] = {{"water", {{"displayName", "Water"}, {"description", "wet"}, {"displayColor", "#0000ff"}}}};
  const auto run_id = robot.create_run(file.dump());
  CHECK(robot.run(run_id)["liquids"] ==
        json::array({{{"id", "water"}, {"displayName", "Water"}, {"description", "wet"}, {"displayColor", "#0000ff"}}}));
  const row rows[]{
      {"loadLabware", R"("location": {"slotName": "2"}, "labwareId": "plate", )" PLATE, "definition labwareId"},
      {"loadLiquid", R"("liquidId": "water", "labwareId": "plate", "volumeByWell": {"A1": 5})", ""},
      {"loadLiquid", R"("liquidId": "water", "labwareId": "none", "volumeByWell": {"A1": 5})", "", "LabwareNotLoadedError 4000"},
      {"loadLiquid", R"("liquidId": "water", "labwareId": "plate", "volumeByWell": {"Z9": 5})", "", "WellDoesNotExistError 4000"},
  };
  for (const auto& each : rows) check_row(robot, run_id, each);
}

TEST_CASE("4.3 pipettes and modules that the robot does not have") {
  const temporary_directory folder;
  const auto config = folder.path() / "robot.json";
  std::ofstream{config} << R"({"pipettes": {"left": "p300_single"}, "modules": []})";
  setenv("DECKHAND_ROBOT_CONFIG", config.c_str(), 1);
  contract_robot robot;
  unsetenv("DECKHAND_ROBOT_CONFIG");
  const auto run_id = robot.create_run();
  const row rows[]{
      {"loadPipette", R"("pipetteName": "p10_single", "mount": "left")", "", "FailedToLoadPipetteError 3010"},
      {"loadPipette", R"("pipetteName": "p300_single", "mount": "right")", "", "FailedToLoadPipetteError 3010"},
      {"loadPipette", R"("pipetteName": "p300_single", "mount": "left")", "pipetteId"},
      {"loadModule", R"("model": "temperatureModuleV2", "location": {"slotName": "6"})", "", "ModuleNotAttachedError 3015"},
  };
  for (const auto& each : rows) check_row(robot, run_id, each);
}
