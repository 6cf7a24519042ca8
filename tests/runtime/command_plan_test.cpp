#include "runtime/command_plan.hpp"

#include <catch2/catch.hpp>

#include "tests/runtime/planning_bench.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

struct refused_command {
  const char* command_type;
  json params;
  const char* error;
};

json at_slot(const char* slot, const char* load_name, const char* labware_id = "new") {
  return {{"location", {{"slotName", slot}}},
          {"loadName", load_name},
          {"namespace", "opentrons"},
          {"version", 1},
          {"labwareId", labware_id}};
}

}  // namespace

TEST_CASE("each check before a command refuses with its own error") {
  planning_bench bench;
  bench.set_up();
  const json flow{{"volume", 10}, {"flowRate", 50}};
  const json only_flow{{"flowRate", 50}};
  const json left{{"pipetteId", "left"}};
  const auto left_with = [&](json more) {
    more["pipetteId"] = "left";
    return more;
  };
  const refused_command cases[] = {
      {"moveToWell", in_well("nobody", "plate", "A1"), "PipetteNotLoadedError 4000"},
      {"moveToWell", in_well("left", "nothing", "A1"), "LabwareNotLoadedError 4000"},
      {"moveToWell", in_well("left", "plate", "Z9"), "WellDoesNotExistError 4000"},
      {"moveToWell", in_well("left", "rack", "A1", {{"wellLocation", {{"volumeOffset", 1}}}}), "LabwareIsTipRackError 4000"},
      {"moveToWell", in_well("left", "plate", "A1", {{"wellLocation", {{"origin", "meniscus"}}}}),
       "LiquidHeightUnknownError 4000"},
      {"moveToAddressableArea", left_with({{"addressableAreaName", "movableTrashA3"}}), "AddressableAreaDoesNotExistError 4000"},
      {"moveToAddressableArea", left_with({{"addressableAreaName", "12"}}), "AreaNotInDeckConfigurationError 4000"},
      {"moveToAddressableAreaForDropTip", left_with({{"addressableAreaName", "x"}}), "AddressableAreaDoesNotExistError 4000"},
      {"touchTip", in_well("left", "reservoir", "A1"), "TouchTipDisabledError 4000"},
      {"touchTip", in_well("left", "rack", "A1"), "LabwareIsTipRackError 4000"},
      {"pickUpTip", in_well("left", "plate", "A1"), "LabwareIsNotTipRackError 4000"},
      {"dropTip", in_well("left", "rack", "A1"), "TipNotAttachedError 3005"},
      {"dropTipInPlace", left, "TipNotAttachedError 3005"},
      {"aspirate", in_well("left", "plate", "A1", flow), "TipNotAttachedError 3005"},
      {"aspirateInPlace", left_with(flow), "TipNotAttachedError 3005"},
      {"dispense", in_well("left", "plate", "A1", flow), "TipNotAttachedError 3005"},
      {"dispenseInPlace", left_with(flow), "TipNotAttachedError 3005"},
      {"blowout", in_well("left", "plate", "A1", only_flow), "TipNotAttachedError 3005"},
      {"blowOutInPlace", left_with(only_flow), "TipNotAttachedError 3005"},
      {"prepareToAspirate", left, "TipNotAttachedError 3005"},
      {"configureForVolume", {{"pipetteId", "nobody"}, {"volume", 1}}, "PipetteNotLoadedError 4000"},
      {"configureNozzleLayout",
       {{"pipetteId", "left"}, {"configurationParams", {{"style", "SINGLE"}, {"primaryNozzle", "A1"}}}},
       "CommandPreconditionViolated 4004"},
      {"configureNozzleLayout",
       {{"pipetteId", "right"}, {"configurationParams", {{"style", "ROW"}, {"primaryNozzle", "A1"}}}},
       "CommandParameterLimitViolated 4005"},
      {"configureNozzleLayout",
       {{"pipetteId", "right"}, {"configurationParams", {{"style", "SINGLE"}, {"primaryNozzle", "A12"}}}},
       "CommandParameterLimitViolated 4005"},
      {"configureNozzleLayout",
       {{"pipetteId", "right"},
        {"configurationParams",
         {{"style", "QUADRANT"}, {"primaryNozzle", "H1"}, {"frontRightNozzle", "D1"}, {"backLeftNozzle", "H1"}}}},
       "CommandParameterLimitViolated 4005"},
      {"home", {{"axes", {"x", "extensionZ"}}}, "InvalidAxisForRobotType 4000"},
      {"retractAxis", {{"axis", "extensionJaw"}}, "InvalidAxisForRobotType 4000"},
      {"loadLabware", at_slot("4", "no_such_labware"), "LabwareDefinitionDoesNotExistError 4000"},
      {"loadLabware", at_slot("2", "corning_96_wellplate_360ul_flat"), "LocationIsOccupiedError 4000"},
      {"loadLabware", at_slot("12", "corning_96_wellplate_360ul_flat"), "LocationIsOccupiedError 4000"},
      {"reloadLabware", {{"labwareId", "nothing"}}, "LabwareNotLoadedError 4000"},
      {"loadPipette", {{"pipetteName", "p1000_single_flex"}, {"mount", "left"}}, "InvalidSpecificationForRobotTypeError 4000"},
      {"loadModule", {{"model", "absorbanceReaderV1"}, {"location", {{"slotName", "4"}}}}, "ModuleNotAttachedError 3015"},
      {"temperatureModule/deactivate", {{"moduleId", "m"}}, "ModuleNotLoadedError 4000"},
      {"thermocycler/openLid", {{"moduleId", "m"}}, "ModuleNotLoadedError 4000"},
      {"loadLiquid",
       {{"liquidId", "ink"}, {"labwareId", "plate"}, {"volumeByWell", {{"A1", 5}}}},
       "LiquidDoesNotExistError 4000"},
      {"loadLiquid",
       {{"liquidId", "water"}, {"labwareId", "nothing"}, {"volumeByWell", {{"A1", 5}}}},
       "LabwareNotLoadedError 4000"},
      {"loadLiquid",
       {{"liquidId", "water"}, {"labwareId", "plate"}, {"volumeByWell", {{"Z9", 5}}}},
       "WellDoesNotExistError 4000"},
      {"moveLabware",
       {{"labwareId", "plate"}, {"newLocation", {{"slotName", "4"}}}, {"strategy", "usingGripper"}},
       "NotSupportedOnRobotType 4003"},
      {"moveLabware",
       {{"labwareId", "plate"}, {"newLocation", {{"slotName", "1"}}}, {"strategy", "manualMoveWithPause"}},
       "LocationIsOccupiedError 4000"},
      {"moveLabware",
       {{"labwareId", "fixedTrash"}, {"newLocation", "offDeck"}, {"strategy", "manualMoveWithPause"}},
       "LabwareMovementNotAllowedError 4000"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.command_type, each.params.dump());
    CHECK(bench.error_of(each.command_type, each.params) == each.error);
  }
}

TEST_CASE("a missing tip is told in the words that clients know") {
  planning_bench bench;
  bench.set_up();
  const auto planned = bench.plan("aspirate", in_well("left", "plate", "A1", {{"volume", 1}, {"flowRate", 1}}));
  REQUIRE_FALSE(planned);
  CHECK(planned.error().detail == "Pipette should have a tip attached, but does not.");
  CHECK_FALSE(planned.error().is_defined);
}

TEST_CASE("commands that only wait or say something touch no robot and give an empty result") {
  planning_bench bench;
  bench.set_up();
  const std::pair<const char*, json> cases[] = {
      {"waitForDuration", {{"seconds", 1.5}}},
      {"waitForResume", {{"message", "well?"}}},
      {"comment", {{"message", "hello"}}},
      {"custom", {{"anything", {1, 2}}}},
      {"setStatusBar", {{"animation", "disco"}}},
      {"configureForVolume", {{"pipetteId", "left"}, {"volume", 5}}},
      {"configureNozzleLayout", {{"pipetteId", "right"}, {"configurationParams", {{"style", "ALL"}}}}},
      {"configureNozzleLayout",
       {{"pipetteId", "right"}, {"configurationParams", {{"style", "COLUMN"}, {"primaryNozzle", "A1"}}}}},
      {"configureNozzleLayout", {{"pipetteId", "left"}, {"configurationParams", {{"style", "ALL"}}}}},
      {"loadLiquid", {{"liquidId", "water"}, {"labwareId", "plate"}, {"volumeByWell", {{"A1", 5}, {"H12", 0}}}}},
  };
  for (const auto& [command_type, params] : cases) {
    CAPTURE(command_type, params.dump());
    const auto plan = bench.plan(command_type, params);
    REQUIRE(plan);
    CHECK(plan->operations.empty());
    CHECK(plan->complete(bench.model, bench.facts) == json::object());
  }
  CHECK(bench.plan("waitForDuration", {{"seconds", 1.5}})->wait == wait_kind::duration);
  CHECK(bench.plan("waitForDuration", {{"seconds", 1.5}})->wait_s == 1.5);
  CHECK(bench.plan("waitForResume", json::object())->wait == wait_kind::resume);
  CHECK(bench.plan("comment", {{"message", "hello"}})->wait == wait_kind::none);
}

TEST_CASE("parameters that nobody completed are an error, not the process' end") {
  const auto planned = plan_command(run_model{}, robot_facts{}, "aspirate", {{"pipetteId", 7}});
  REQUIRE_FALSE(planned);
  CHECK(planned.error().error_type == "InvalidCommandParamsError");
  CHECK(plan_command(run_model{}, robot_facts{}, "fly", json::object()).error().error_type == "CommandNotSupportedError");
}

TEST_CASE("home names its axes, all of them by default, and may trust a known position") {
  planning_bench bench;
  CHECK(operation_at<home_operation>(*bench.plan("home", json::object()), 0).axes.empty());
  const auto some = bench.plan("home", {{"axes", {"leftZ", "leftPlunger"}}});
  CHECK(operation_at<home_operation>(*some, 0).axes == std::vector{motor_axis::left_z, motor_axis::left_plunger});
  CHECK(bench.plan("home", {{"skipIfMountPositionOk", "left"}})->operations.size() == 1);
  bench.run("home", json::object());
  CHECK(bench.plan("home", {{"skipIfMountPositionOk", "left"}})->operations.empty());
  const auto retract = bench.plan("retractAxis", {{"axis", "rightZ"}});
  CHECK(operation_at<retract_axis_operation>(*retract, 0).axis == motor_axis::right_z);
  CHECK(operation_at<set_lights_operation>(*bench.plan("setRailLights", {{"on", true}}), 0).on);
}

TEST_CASE("a driver's error becomes the error that clients know") {
  const std::tuple<robot_error_code, const char*, const char*> cases[] = {
      {robot_error_code::planning_refused, "FailedToPlanMoveError", "2004"},
      {robot_error_code::position_unknown, "MustHomeError", "2013"},
      {robot_error_code::pipette_absent, "FailedToLoadPipetteError", "3010"},
      {robot_error_code::tip_absent, "TipNotAttachedError", "3005"},
      {robot_error_code::tip_present, "TipAttachedError", "3012"},
      {robot_error_code::halted, "ExecutionCancelledError", "2014"},
      {robot_error_code::estop_engaged, "EStopActivatedError", "3008"},
      {robot_error_code::board_alarm, "MotionFailedError", "2001"},
      {robot_error_code::board_error, "MotorDriverError", "2016"},
      {robot_error_code::no_response, "MotorDriverError", "2016"},
      {robot_error_code::not_linked, "HardwareNotAvailableError", "2000"},
      {robot_error_code::outcome_unknown, "CommandOutcomeUnknownError", "4000"},
  };
  for (const auto& [code, error_type, error_code] : cases) {
    const auto error = to_command_error({code, "because"});
    CHECK(error.error_type == error_type);
    CHECK(error.error_code == error_code);
    CHECK(error.detail == "because");
  }
}

TEST_CASE("cleanup without a tip recovers and homes") {
  const auto operations = plan_cleanup(run_model{}, robot_facts{});
  REQUIRE(operations.size() == 2);
  CHECK(std::holds_alternative<recover_operation>(operations[0]));
  CHECK(std::get<home_operation>(operations[1]).axes.empty());
}

TEST_CASE("cleanup drops every tip into the trash before the last home") {
  planning_bench bench;
  bench.set_up();
  bench.load("opentrons_10_tuberack_falcon_4x50ml_6x15ml_conical", {{"slotName", "4"}}, "tubes");
  bench.run("pickUpTip", in_well("left", "rack", "A1"));
  bench.run("pickUpTip", in_well("right", "rack", "A2"));
  const auto operations = plan_cleanup(bench.model, bench.facts);
  REQUIRE(operations.size() == 8);
  CHECK(std::holds_alternative<recover_operation>(operations[0]));
  CHECK(std::get<home_operation>(operations[1]).axes ==
        std::vector{motor_axis::x, motor_axis::y, motor_axis::left_z, motor_axis::right_z});
  for (const std::size_t first : {2, 4}) {
    const auto& move = std::get<move_operation>(operations[first]);
    const auto& drop = std::get<drop_tip_operation>(operations[first + 1]);
    CHECK(move.on == (first == 2 ? mount::left : mount::right));
    CHECK(drop.on == move.on);
    CHECK_FALSE(drop.home_after);
    check_point(move.target, 347.84, 351.5, 82);
    CHECK(move.centre_of_nozzles);
    CHECK(move.path == path_kind::arc);
    CHECK(move.base_z_mm == Approx(124.35));
  }
  CHECK_FALSE(std::get<recover_operation>(operations[6]).after_halt);
  CHECK(std::get<home_operation>(operations[7]).axes.empty());
}
