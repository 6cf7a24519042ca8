// Section 4.3: every command type, one row each for what it does and for each of its errors. Rows of a case are setup commands of
// one run, carried out in their order on one robot.

#include <catch2/catch.hpp>

#include "tests/contract/command_rows.hpp"

using namespace deckhand::testing;
using nlohmann::json;

TEST_CASE("4.3 homing and moves") {
  check_rows({
      {"moveRelative", R"("pipetteId": "right", "axis": "x", "distance": 1)", "", no_pipette},
      {"loadPipette", R"("pipetteName": "p300_single", "mount": "right", "pipetteId": "right")", "pipetteId"},
      {"moveRelative", R"("pipetteId": "right", "axis": "x", "distance": 1)", "", "MustHomeError 2013"},
      {"savePosition", R"("pipetteId": "right")", "", "MustHomeError 2013", R"({"failOnNotHomed": true})"},
      LOADED,
      {"home", R"("axes": ["x", "leftZ"])", ""},
      {"home", R"("skipIfMountPositionOk": "left")", ""},
      {"home", R"("axes": ["extensionZ"])", "", "InvalidAxisForRobotType 4000"},
      {"moveToWell", AT_WELL, "position", "", at_top},
      {"moveToWell", AT_WELL R"(, "forceDirect": true, "speed": 100, "minimumZHeight": 50)", "position"},
      {"moveToWell", R"("pipetteId": "none", "labwareId": "plate", "wellName": "A1")", "", no_pipette,
       R"({"forceDirect": false})"},
      {"moveToWell", R"("pipetteId": "right", "labwareId": "none", "wellName": "A1")", "", "LabwareNotLoadedError 4000"},
      {"moveToWell", R"("pipetteId": "right", "labwareId": "plate", "wellName": "Z9")", "", "WellDoesNotExistError 4000"},
      {"moveToWell", AT_WELL R"(, "wellLocation": {"offset": {"z": 900}})", "", "FailedToPlanMoveError 2004"},
      {"moveToWell", AT_TIP R"(, "wellLocation": {"volumeOffset": 3})", "", "LabwareIsTipRackError 4000"},
      {"moveRelative", R"("pipetteId": "right", "axis": "z", "distance": 10)", "position"},
      {"moveToCoordinates", R"("pipetteId": "right", "coordinates": {"x": 100, "y": 100, "z": 100})", "position"},
      {"moveToCoordinates", R"("pipetteId": "right", "coordinates": {"x": 1, "y": 1, "z": 900})", "",
       "FailedToPlanMoveError 2004"},
      {"moveToAddressableArea", R"("pipetteId": "right", "addressableAreaName": "1")", "position", "",
       R"({"stayAtHighestPossibleZ": false, "offset": {"x": 0, "y": 0, "z": 0}, "forceDirect": false})"},
      {"moveToAddressableArea", R"("pipetteId": "right", "addressableAreaName": "nowhere")", "",
       "AddressableAreaDoesNotExistError 4000"},
      {"moveToAddressableAreaForDropTip", R"("pipetteId": "right", "addressableAreaName": "fixedTrash")", "position", "",
       R"({"alternateDropLocation": false, "ignoreTipConfiguration": true})"},
      {"moveToAddressableAreaForDropTip", R"("pipetteId": "right", "addressableAreaName": "nowhere")", "",
       "AddressableAreaDoesNotExistError 4000"},
      {"retractAxis", R"("axis": "leftZ")", ""},
      {"retractAxis", R"("axis": "extensionJaw")", "", "InvalidAxisForRobotType 4000"},
      {"savePosition", R"("pipetteId": "right", "positionId": "here")", "position positionId"},
  });
}

TEST_CASE("4.3 loading") {
  check_rows({
      LOADED,
      {"loadLabware", R"("location": {"slotName": "2"}, )" PLATE, "", "LocationIsOccupiedError 4000"},
      {"loadLabware", R"("location": {"slotName": "C1"}, "displayName": "mine", )" PLATE, "definition labwareId", "",
       R"({"location": {"slotName": "4"}})"},
      {"loadLabware", R"("location": {"slotName": "3"}, "loadName": "no", "namespace": "opentrons", "version": 1)", "",
       "LabwareDefinitionDoesNotExistError 4000"},
      {"loadLabware", R"("location": {"moduleId": "none"}, )" PLATE, "", no_module},
      {"loadLabware", R"("location": {"labwareId": "plate"}, )" RACK, "", "LabwareCannotBeStackedError 4000"},
      {"loadLabware", R"("location": "offDeck", )" PLATE, "definition labwareId"},
      {"reloadLabware", R"("labwareId": "plate")", "labwareId"},
      {"reloadLabware", R"("labwareId": "none")", "", "LabwareNotLoadedError 4000"},
      {"loadPipette", R"("pipetteName": "p1000_single_flex", "mount": "left")", "", "InvalidSpecificationForRobotTypeError 4000"},
      {"loadModule", R"("model": "temperatureModuleV2", "location": {"slotName": "6"})",
       "definition model moduleId serialNumber"},
      {"loadModule", R"("model": "magneticModuleV2", "location": {"slotName": "6"})", "", "ModuleAlreadyPresentError 4000"},
      {"loadModule", R"("model": "magneticModuleV2", "location": {"slotName": "1"})", "", "LocationIsOccupiedError 4000"},
      {"loadModule", R"("model": "thermocyclerModuleV2", "location": {"slotName": "9"})", "", "PythonException 4000"},
      {"loadModule", R"("model": "magneticBlockV1", "location": {"slotName": "9"})", "", "ModuleNotAttachedError 3015"},
      {"loadLiquid", R"("liquidId": "none", "labwareId": "plate", "volumeByWell": {"A1": 5})", "",
       "LiquidDoesNotExistError 4000"},
      {"moveLabware", R"("labwareId": "plate", "newLocation": {"slotName": "5"}, "strategy": "manualMoveWithoutPause")", ""},
      {"moveLabware", R"("labwareId": "plate", "newLocation": {"slotName": "1"}, "strategy": "manualMoveWithoutPause")", "",
       "LocationIsOccupiedError 4000"},
      {"moveLabware", R"("labwareId": "plate", "newLocation": {"slotName": "8"}, "strategy": "usingGripper")", "",
       "NotSupportedOnRobotType 4003"},
  });
}

TEST_CASE("4.3 tips and liquids") {
  constexpr auto volume = AT_WELL R"(, "volume": 50, "flowRate": 50)";
  check_rows({
      LOADED,
      {"aspirate", volume, "", no_tip, at_top},
      {"dispense", volume, "", no_tip, at_top},
      {"blowout", AT_WELL R"(, "flowRate": 50)", "", no_tip, at_top},
      {"dropTip", AT_TIP, "", no_tip,
       R"({"wellLocation": {"origin": "default", "offset": {"x": 0, "y": 0, "z": 0}}, "alternateDropLocation": false})"},
      {"dropTipInPlace", R"("pipetteId": "right")", "", no_tip},
      {"pickUpTip", AT_WELL, "", "LabwareIsNotTipRackError 4000"},
      {"pickUpTip", AT_TIP, "position tipDiameter tipLength tipVolume", "",
       R"({"wellLocation": {"origin": "top", "offset": {"x": 0, "y": 0, "z": 0}}})"},
      {"pickUpTip", AT_TIP, "", "TipAttachedError 3012"},
      {"aspirate", AT_WELL R"(, "volume": 301, "flowRate": 50)", "", "InvalidAspirateVolumeError 4000"},
      {"aspirate", volume, "position volume"},
      {"dispense", AT_WELL R"(, "volume": 51, "flowRate": 50)", "", "InvalidDispenseVolumeError 4000"},
      {"dispense", AT_WELL R"(, "volume": 10, "flowRate": 50, "pushOut": -1)", "", "InvalidPushOutVolumeError 4000"},
      {"dispense", AT_WELL R"(, "volume": 10, "flowRate": 50)", "position volume"},
      {"dispenseInPlace", R"("pipetteId": "right", "volume": 40, "flowRate": 50)", "volume"},
      {"dispenseInPlace", R"("pipetteId": "right", "volume": 40, "flowRate": 50)", "", "InvalidDispenseVolumeError 4000"},
      {"aspirateInPlace", R"("pipetteId": "right", "volume": 40, "flowRate": 50)", "volume"},
      {"blowOutInPlace", R"("pipetteId": "right", "flowRate": 50)", ""},
      {"aspirateInPlace", R"("pipetteId": "right", "volume": 40, "flowRate": 50)", "", "PipetteNotReadyToAspirateError 4000"},
      {"prepareToAspirate", R"("pipetteId": "right")", ""},
      {"blowout", AT_WELL R"(, "flowRate": 50)", "position"},
      {"touchTip", AT_WELL, "position", "", R"({"radius": 1.0})"},
      {"touchTip", AT_TIP, "", "LabwareIsTipRackError 4000"},
      {"configureForVolume", R"("pipetteId": "right", "volume": 40)", ""},
      {"configureNozzleLayout", R"("pipetteId": "right", "configurationParams": {"style": "ALL"})", ""},
      {"dropTip", AT_TIP, "position"},
      {"pickUpTip", R"("pipetteId": "right", "labwareId": "rack", "wellName": "B1")", "position tipDiameter tipLength tipVolume"},
      {"dropTipInPlace", R"("pipetteId": "right", "homeAfter": true)", ""},
  });
}

TEST_CASE("4.3 what needs neither pipette nor module") {
  check_rows({
      {"waitForDuration", R"("seconds": 3, "message": "soak")", ""},
      {"comment", R"("message": "hello")", ""},
      {"custom", R"("any": {"thing": [1, 2]})", "", "", R"({"any": {"thing": [1, 2]}})"},
      {"setRailLights", R"("on": true)", ""},
      {"setStatusBar", R"("animation": "disco")", ""},
  });
}

TEST_CASE("4.3 temperature and magnetic modules") {
  check_rows({
      {"loadModule", R"("model": "temperatureModuleV2", "location": {"slotName": "3"}, "moduleId": "t")",
       "definition model moduleId serialNumber"},
      {"loadModule", R"("model": "magneticModuleV2", "location": {"slotName": "6"}, "moduleId": "m")",
       "definition model moduleId serialNumber"},
      {"temperatureModule/waitForTemperature", R"("moduleId": "t")", "", "NoTargetTemperatureSetError 4000"},
      {"temperatureModule/setTargetTemperature", R"("moduleId": "t", "celsius": 40.4)", "targetTemperature"},
      {"temperatureModule/setTargetTemperature", R"("moduleId": "t", "celsius": 100)", "", "InvalidTargetTemperatureError 4000"},
      {"temperatureModule/setTargetTemperature", R"("moduleId": "none", "celsius": 40)", "", no_module},
      {"temperatureModule/setTargetTemperature", R"("moduleId": "m", "celsius": 40)", "", "WrongModuleTypeError 4000"},
      {"temperatureModule/waitForTemperature", R"("moduleId": "t")", ""},
      {"temperatureModule/deactivate", R"("moduleId": "t")", ""},
      {"magneticModule/engage", R"("moduleId": "m", "height": 22.5)", ""},
      {"magneticModule/engage", R"("moduleId": "m", "height": 22.6)", "", "EngageHeightOutOfRangeError 4000"},
      {"magneticModule/disengage", R"("moduleId": "m")", ""},
      {"magneticModule/disengage", R"("moduleId": "t")", "", "WrongModuleTypeError 4000"},
  });
}

TEST_CASE("4.3 thermocycler") {
  check_rows({
      {"loadModule", R"("model": "thermocyclerModuleV2", "location": {"slotName": "7"}, "moduleId": "c")",
       "definition model moduleId serialNumber"},
      {"thermocycler/waitForBlockTemperature", R"("moduleId": "c")", "", "NoTargetTemperatureSetError 4000"},
      {"thermocycler/waitForLidTemperature", R"("moduleId": "c")", "", "NoTargetTemperatureSetError 4000"},
      {"thermocycler/setTargetBlockTemperature",
       R"("moduleId": "c", "celsius": 50, "blockMaxVolumeUl": 30, "holdTimeSeconds": 1)", "targetBlockTemperature"},
      {"thermocycler/setTargetBlockTemperature", R"("moduleId": "c", "celsius": 100)", "", "InvalidTargetTemperatureError 4000"},
      {"thermocycler/setTargetBlockTemperature", R"("moduleId": "c", "celsius": 50, "blockMaxVolumeUl": 101)", "",
       "InvalidBlockVolumeError 4000"},
      {"thermocycler/setTargetBlockTemperature", R"("moduleId": "c", "celsius": 50, "holdTimeSeconds": -1)", "",
       "InvalidHoldTimeError 4000"},
      {"thermocycler/waitForBlockTemperature", R"("moduleId": "c")", ""},
      {"thermocycler/setTargetLidTemperature", R"("moduleId": "c", "celsius": 36)", "", "InvalidTargetTemperatureError 4000"},
      {"thermocycler/setTargetLidTemperature", R"("moduleId": "c", "celsius": 50)", "targetLidTemperature"},
      {"thermocycler/waitForLidTemperature", R"("moduleId": "c")", ""},
      {"thermocycler/closeLid", R"("moduleId": "c")", ""},
      {"thermocycler/openLid", R"("moduleId": "c")", ""},
      {"thermocycler/runProfile", R"("moduleId": "c", "profile": [{"celsius": 40, "holdSeconds": 1}])", ""},
      {"thermocycler/runExtendedProfile",
       R"("moduleId": "c", "profileElements": [{"celsius": 40, "holdSeconds": 1},
          {"steps": [{"celsius": 50, "holdSeconds": 1}], "repetitions": 2}])",
       ""},
      {"thermocycler/deactivateBlock", R"("moduleId": "c")", ""},
      {"thermocycler/deactivateLid", R"("moduleId": "c")", ""},
      {"thermocycler/openLid", R"("moduleId": "none")", "", no_module},
  });
}

TEST_CASE("4.3 heater-shaker") {
  check_rows({
      {"home", "", ""},
      {"loadModule", R"("model": "heaterShakerModuleV1", "location": {"slotName": "1"}, "moduleId": "h")",
       "definition model moduleId serialNumber"},
      {"heaterShaker/openLabwareLatch", R"("moduleId": "h")", "pipetteRetracted"},
      {"heaterShaker/setAndWaitForShakeSpeed", R"("moduleId": "h", "rpm": 500)", "", "CannotPerformModuleAction 4000"},
      {"heaterShaker/closeLabwareLatch", R"("moduleId": "h")", ""},
      {"heaterShaker/setAndWaitForShakeSpeed", R"("moduleId": "h", "rpm": 199)", "", "InvalidTargetSpeedError 4000"},
      {"heaterShaker/setAndWaitForShakeSpeed", R"("moduleId": "h", "rpm": 500)", "pipetteRetracted"},
      {"heaterShaker/openLabwareLatch", R"("moduleId": "h")", "", "CannotPerformModuleAction 4000"},
      {"heaterShaker/deactivateShaker", R"("moduleId": "h")", ""},
      {"heaterShaker/waitForTemperature", R"("moduleId": "h")", "", "NoTargetTemperatureSetError 4000"},
      {"heaterShaker/setTargetTemperature", R"("moduleId": "h", "celsius": 36)", "", "InvalidTargetTemperatureError 4000"},
      {"heaterShaker/setTargetTemperature", R"("moduleId": "h", "celsius": 40)", ""},
      {"heaterShaker/waitForTemperature", R"("moduleId": "h")", ""},
      {"heaterShaker/deactivateHeater", R"("moduleId": "h")", ""},
      {"heaterShaker/closeLabwareLatch", R"("moduleId": "none")", "", no_module},
  });
}

TEST_CASE("4.3 parameters that no run would take are refused with their place") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  struct bad_row {
    const char* command_type;
    const char* params;
    const char* pointer;
  };
  for (const auto& [type, params, pointer] : std::vector<bad_row>{
           {"home", R"("axes": ["q"])", "/axes/0"},
           {"moveRelative", R"("pipetteId": "p", "axis": "leftZ", "distance": 1)", "/axis"},
           {"moveToWell", R"("pipetteId": "p", "labwareId": "l")", "/wellName"},
           {"moveToWell", AT_WELL R"(, "speed": 0)", "/speed"},
           {"moveToWell", AT_WELL R"(, "wellLocation": {"origin": "middle"})", "/wellLocation/origin"},
           {"moveToWell", AT_WELL R"(, "wellLocation": {"volumeOffset": "operationVolume"})", "/wellLocation/volumeOffset"},
           {"pickUpTip", AT_TIP R"(, "wellLocation": {"origin": "meniscus"})", "/wellLocation/origin"},
           {"aspirate", AT_WELL R"(, "volume": -1, "flowRate": 5)", "/volume"},
           {"aspirate", AT_WELL R"(, "volume": 1, "flowRate": 0)", "/flowRate"},
           {"aspirate", AT_WELL R"(, "volume": 1)", "/flowRate"},
           {"loadLabware", R"("location": {"slotName": "13"}, )" PLATE, "/location/slotName"},
           {"loadLabware", R"("location": {}, )" PLATE, "/location"},
           {"loadPipette", R"("pipetteName": "p301", "mount": "left")", "/pipetteName"},
           {"loadPipette", R"("pipetteName": "p300_single", "mount": "middle")", "/mount"},
           {"loadModule", R"("model": "toaster", "location": {"slotName": "1"})", "/model"},
           {"waitForDuration", R"("seconds": -1)", "/seconds"},
           {"comment", "", "/message"},
           {"setRailLights", R"("on": 3)", "/on"},
           {"setStatusBar", R"("animation": "dance")", "/animation"},
           {"moveLabware", R"("labwareId": "l", "newLocation": "offDeck", "strategy": "magic")", "/strategy"},
           {"thermocycler/runProfile", R"("moduleId": "c", "profile": [{"celsius": 4}])", "/profile/0/holdSeconds"},
       }) {
    INFO(type << " " << params);
    const auto got = robot.post("/runs/" + run_id + "/commands", step(type, json::parse("{" + std::string{params} + "}")));
    CHECK(got.status == 422);
    CHECK(got.body["errors"][0]["id"] == "InvalidRequest");
    CHECK(got.body["errors"][0]["source"] == json{{"pointer", std::string{"/data/params"} + pointer}});
  }
  CHECK(robot.log(run_id).empty());
}
