#include <catch2/catch.hpp>

#include "tests/runtime/planning_bench.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

constexpr const char* plate = "corning_96_wellplate_360ul_flat";

/// Temperature in 1, magnet in 3, thermocycler in 7, a heater-shaker in 5.
struct module_bench : planning_bench {
  module_bench() {
    load_module("temperatureModuleV2", "1", "temperature");
    load_module("magneticModuleV2", "3", "magnet");
    load_module("thermocyclerModuleV2", "7", "cycler");
    load_module("heaterShakerModuleV1", "5", "shaker");
    load_pipette("p300_single_gen2", "left");
    load_pipette("p300_multi_gen2", "right");
    run("home", json::object());
  }
  module_operation operation_of(const char* command_type, const json& params, std::size_t index = 0) const {
    const auto planned = plan(command_type, params);
    if (!planned) FAIL(planned.error().error_type << ": " << planned.error().detail);
    return operation_at<module_operation>(*planned, index);
  }
  std::string error_at(const char* command_type, const char* module_id, const char* name, double figure) const {
    return error_of(command_type, {{"moduleId", module_id}, {name, figure}});
  }
};

json id_of(const char* module_id) { return {{"moduleId", module_id}}; }

}  // namespace

TEST_CASE("a loaded module is what the robot gave, and its result says so") {
  planning_bench bench;
  const auto result = bench.run("loadModule", {{"model", "magneticModuleV1"}, {"location", {{"slotName", "4"}}}});
  CHECK(result["moduleId"].get<std::string>().size() == 36);
  CHECK(result["model"] == "magneticModuleV1");
  CHECK(result["serialNumber"] == "serial of magneticModuleV1 0");
  CHECK(result["definition"]["model"] == "magneticModuleV1");
  CHECK(bench.model.find_module(result["moduleId"].get<std::string>())->slot_name == "4");
}

TEST_CASE("a run's second module of a model is another one") {
  planning_bench bench;
  bench.load_module("temperatureModuleV2", "1", "one");
  const json load{{"model", "temperatureModuleV2"}, {"location", {{"slotName", "3"}}}, {"moduleId", "two"}};
  const auto planned = bench.plan("loadModule", load);
  CHECK(operation_at<load_module_operation>(*planned, 0).serials_in_use == std::vector{bench.facts.modules[0].serial_number});
  bench.run("loadModule", load);
  CHECK(bench.model.find_module("one")->serial_number != bench.model.find_module("two")->serial_number);
}

TEST_CASE("a module that stands in gives its own geometry: offsets go by what was asked for") {
  planning_bench bench;
  module_facts attached;
  attached.model = "temperatureModuleV2";
  attached.serial_number = "T2";
  bench.facts.modules.push_back(attached);
  const auto planned = bench.plan("loadModule", {{"model", "temperatureModuleV1"}, {"location", {{"slotName", "1"}}}});
  const auto result = planned->complete(bench.model, bench.facts);
  CHECK(result["model"] == "temperatureModuleV2");
  CHECK(result["serialNumber"] == "T2");
  CHECK(bench.model.module_in("1")->requested->name == "temperatureModuleV1");
}

TEST_CASE("modules are refused where they cannot stand") {
  module_bench bench;
  const auto error_of_load = [&](const char* model, const char* slot) {
    return bench.error_of("loadModule", {{"model", model}, {"location", {{"slotName", slot}}}});
  };
  CHECK(error_of_load("thermocyclerModuleV1", "1") == "PythonException 4000");
  CHECK(error_of_load("temperatureModuleV1", "12") == "PythonException 4000");
  CHECK(error_of_load("temperatureModuleV1", "3") == "ModuleAlreadyPresentError 4000");
  CHECK(error_of_load("temperatureModuleV1", "10") == "ModuleAlreadyPresentError 4000");  // below the thermocycler
  CHECK(error_of_load("magneticBlockV1", "2") == "ModuleNotAttachedError 3015");
  bench.load(plate, {{"slotName", "2"}}, "plate");
  CHECK(error_of_load("temperatureModuleV1", "2") == "LocationIsOccupiedError 4000");
  CHECK(error_of_load("temperatureModuleV1", "4") == "");
}

TEST_CASE("loading the module that is there already changes nothing") {
  module_bench bench;
  const auto before = bench.facts.modules.size();
  const auto result = bench.run("loadModule", {{"model", "magneticModuleV2"}, {"location", {{"slotName", "3"}}}});
  CHECK(result["moduleId"] == "magnet");
  CHECK(bench.facts.modules.size() == before);
}

TEST_CASE("labware stands on modules, and no longer in the slots below them") {
  module_bench bench;
  const auto error_of_load = [&](const json& location) {
    return bench.error_of("loadLabware",
                          {{"location", location}, {"loadName", plate}, {"namespace", "opentrons"}, {"version", 1}});
  };
  for (const auto* slot : {"1", "3", "5", "7", "8", "10", "11"})
    CHECK(error_of_load({{"slotName", slot}}) == "LocationIsOccupiedError 4000");
  CHECK(error_of_load({{"slotName", "9"}}) == "");
  CHECK(error_of_load(id_of("magnet")) == "");
  CHECK(error_of_load(id_of("nothing")) == "ModuleNotLoadedError 4000");
  bench.load(plate, id_of("magnet"), "plate");
  CHECK(error_of_load(id_of("magnet")) == "LocationIsOccupiedError 4000");
}

TEST_CASE("a command for a module that is not loaded, or of another kind, is refused") {
  module_bench bench;
  const auto* command_type =
      GENERATE("magneticModule/disengage", "temperatureModule/deactivate", "thermocycler/openLid", "thermocycler/closeLid",
               "thermocycler/deactivateBlock", "thermocycler/deactivateLid", "thermocycler/waitForBlockTemperature",
               "thermocycler/waitForLidTemperature", "heaterShaker/openLabwareLatch", "heaterShaker/closeLabwareLatch",
               "heaterShaker/deactivateHeater", "heaterShaker/deactivateShaker", "heaterShaker/waitForTemperature");
  CHECK(bench.error_of(command_type, id_of("nothing")) == "ModuleNotLoadedError 4000");
  const auto* other = std::string_view{command_type}.starts_with("magnetic") ? "temperature" : "magnet";
  CHECK(bench.error_of(command_type, id_of(other)) == "WrongModuleTypeError 4000");
}

TEST_CASE("targets have their ranges, both ends included") {
  struct ranged {
    const char* command_type;
    const char* module_id;
    double least, most;
  };
  const auto each = GENERATE(values<ranged>({{"temperatureModule/setTargetTemperature", "temperature", -9, 99},
                                             {"thermocycler/setTargetBlockTemperature", "cycler", 0, 99},
                                             {"thermocycler/setTargetLidTemperature", "cycler", 37, 110},
                                             {"heaterShaker/setTargetTemperature", "shaker", 37, 95}}));
  module_bench bench;
  const auto error_at = [&](double celsius) { return bench.error_at(each.command_type, each.module_id, "celsius", celsius); };
  CHECK(error_at(each.least) == "");
  CHECK(error_at(each.most) == "");
  CHECK(error_at(each.least - 0.01) == "InvalidTargetTemperatureError 4000");
  CHECK(error_at(each.most + 0.01) == "InvalidTargetTemperatureError 4000");
}

TEST_CASE("the temperature module counts in whole degrees") {
  module_bench bench;
  const json params{{"moduleId", "temperature"}, {"celsius", 4.4}};
  CHECK(bench.operation_of("temperatureModule/setTargetTemperature", params).value == 4);
  CHECK(bench.run("temperatureModule/setTargetTemperature", params) == json{{"targetTemperature", 4}});
}

TEST_CASE("a wait needs a target") {
  module_bench bench;
  const auto* error = "NoTargetTemperatureSetError 4000";
  CHECK(bench.error_of("temperatureModule/waitForTemperature", id_of("temperature")) == error);
  CHECK(bench.error_of("thermocycler/waitForBlockTemperature", id_of("cycler")) == error);
  CHECK(bench.error_of("thermocycler/waitForLidTemperature", id_of("cycler")) == error);
  CHECK(bench.error_of("heaterShaker/waitForTemperature", id_of("shaker")) == error);
  bench.run("thermocycler/setTargetLidTemperature", {{"moduleId", "cycler"}, {"celsius", 100}});
  CHECK(bench.error_of("thermocycler/waitForLidTemperature", id_of("cycler")) == "");
  CHECK(bench.error_of("thermocycler/waitForBlockTemperature", id_of("cycler")) == error);
  bench.run("thermocycler/deactivateLid", id_of("cycler"));
  CHECK(bench.error_of("thermocycler/waitForLidTemperature", id_of("cycler")) == error);
  bench.run("temperatureModule/setTargetTemperature", {{"moduleId", "temperature"}, {"celsius", 50}});
  CHECK(bench.operation_of("temperatureModule/waitForTemperature", {{"moduleId", "temperature"}, {"celsius", 30}}).value == 30);
  CHECK(bench.error_at("temperatureModule/waitForTemperature", "temperature", "celsius", 120) ==
        "InvalidTargetTemperatureError 4000");
}

TEST_CASE("a block takes a hold and a volume, within reason") {
  module_bench bench;
  const auto block = [](const char* name, double figure) {
    return json{{"moduleId", "cycler"}, {"celsius", 95}, {name, figure}};
  };
  const auto* command_type = "thermocycler/setTargetBlockTemperature";
  CHECK(bench.operation_of(command_type, block("holdTimeSeconds", 60)).hold_s == 60);
  CHECK(bench.error_of(command_type, block("holdTimeSeconds", -1)) == "InvalidHoldTimeError 4000");
  CHECK(bench.error_of(command_type, block("blockMaxVolumeUl", 100)) == "");
  CHECK(bench.error_of(command_type, block("blockMaxVolumeUl", 100.5)) == "InvalidBlockVolumeError 4000");
  CHECK(bench.run(command_type, block("holdTimeSeconds", 1)) == json{{"targetBlockTemperature", 95}});
}

TEST_CASE("profiles are checked step by step, and cycles are unrolled") {
  module_bench bench;
  const json steps{{{"celsius", 95}, {"holdSeconds", 10}}, {{"celsius", 60}, {"holdSeconds", 20}}};
  const auto run = bench.operation_of("thermocycler/runProfile", {{"moduleId", "cycler"}, {"profile", steps}});
  REQUIRE(run.profile.size() == 2);
  CHECK(run.profile[1].hold_s == 20);
  const auto cycles = [&](int repetitions) {
    return json{{"moduleId", "cycler"},
                {"profileElements", {{{"celsius", 37}, {"holdSeconds", 1}}, {{"steps", steps}, {"repetitions", repetitions}}}}};
  };
  CHECK(bench.operation_of("thermocycler/runExtendedProfile", cycles(3)).profile.size() == 7);
  CHECK(bench.error_of("thermocycler/runExtendedProfile", cycles(0)) == "InvalidProfileError 4000");
  CHECK(bench.error_of("thermocycler/runExtendedProfile", cycles(2'000'000'000)) == "InvalidProfileError 4000");
  const json hot{{{"celsius", 100}, {"holdSeconds", 1}}};
  CHECK(bench.error_of("thermocycler/runProfile", {{"moduleId", "cycler"}, {"profile", hot}}) ==
        "InvalidTargetTemperatureError 4000");
}

TEST_CASE("magnets count from 2.5 mm below the labware's ledge") {
  module_bench bench;
  const auto gen2 = [&](double height_mm) { return bench.error_at("magneticModule/engage", "magnet", "height", height_mm); };
  CHECK(bench.operation_of("magneticModule/engage", {{"moduleId", "magnet"}, {"height", 10}}).value == 12.5);
  CHECK(gen2(22.5) == "");
  CHECK(gen2(22.6) == "EngageHeightOutOfRangeError 4000");
  CHECK(gen2(-2.5) == "");
  CHECK(gen2(-2.6) == "EngageHeightOutOfRangeError 4000");
  bench.load_module("magneticModuleV1", "6", "old magnet");
  const auto gen1 = [&](double height_mm) { return bench.error_at("magneticModule/engage", "old magnet", "height", height_mm); };
  CHECK(gen1(20) == "");
  CHECK(gen1(21) == "EngageHeightOutOfRangeError 4000");
}

TEST_CASE("a lid moves when the gantry is home, and a closed one keeps pipettes and people out") {
  module_bench bench;
  bench.load(plate, id_of("cycler"), "plate");
  CHECK(bench.error_of("moveToWell", in_well("left", "plate", "A1")) == "");
  const auto closing = bench.plan("thermocycler/closeLid", id_of("cycler"));
  CHECK(operation_at<home_operation>(*closing, 0).axes.size() == 4);
  CHECK(bench.run("thermocycler/closeLid", id_of("cycler")) == json::object());
  CHECK(bench.error_of("moveToWell", in_well("left", "plate", "A1")) == "ThermocyclerNotOpenError 4000");
  const json take{{"labwareId", "plate"}, {"newLocation", "offDeck"}, {"strategy", "manualMoveWithPause"}};
  CHECK(bench.error_of("moveLabware", take) == "LabwareMovementNotAllowedError 4000");
  bench.run("thermocycler/openLid", id_of("cycler"));
  CHECK(bench.error_of("moveLabware", take) == "");
}

TEST_CASE("a shaker wants its latch closed, a latch wants its shaker at rest") {
  module_bench bench;
  const auto shake = [&](double rpm) { return bench.error_at("heaterShaker/setAndWaitForShakeSpeed", "shaker", "rpm", rpm); };
  CHECK(shake(500) == "CannotPerformModuleAction 4000");
  bench.run("heaterShaker/closeLabwareLatch", id_of("shaker"));
  CHECK(shake(200) == "");
  CHECK(shake(3000) == "");
  CHECK(shake(199) == "InvalidTargetSpeedError 4000");
  CHECK(shake(3001) == "InvalidTargetSpeedError 4000");
  bench.run("heaterShaker/setAndWaitForShakeSpeed", {{"moduleId", "shaker"}, {"rpm", 500}});
  CHECK(bench.error_of("heaterShaker/openLabwareLatch", id_of("shaker")) == "CannotPerformModuleAction 4000");
  bench.run("heaterShaker/deactivateShaker", id_of("shaker"));
  CHECK(bench.error_of("heaterShaker/openLabwareLatch", id_of("shaker")) == "");
}

TEST_CASE("pipettes are retracted before a latch or a plate moves, unless they are known to be elsewhere") {
  module_bench bench;
  bench.load(plate, {{"slotName", "9"}}, "far");
  bench.load(plate, {{"slotName", "2"}}, "before");
  const auto open = [&] { return bench.run("heaterShaker/openLabwareLatch", id_of("shaker"))["pipetteRetracted"]; };
  bench.run("heaterShaker/closeLabwareLatch", id_of("shaker"));
  CHECK(open() == true);  // after the home nobody knows
  bench.run("moveToWell", in_well("left", "far", "A1"));
  CHECK(open() == false);
  bench.run("heaterShaker/closeLabwareLatch", id_of("shaker"));
  bench.run("moveToWell", in_well("left", "before", "A1"));
  const json shake{{"moduleId", "shaker"}, {"rpm", 500}};
  CHECK(bench.plan("heaterShaker/openLabwareLatch", id_of("shaker"))->operations.size() == 1);  // before it is far enough
  const auto planned = bench.plan("heaterShaker/setAndWaitForShakeSpeed", shake);               // for shaking it is not
  CHECK(operation_at<home_operation>(*planned, 0).axes == std::vector{motor_axis::left_z, motor_axis::right_z});
  CHECK(bench.run("heaterShaker/setAndWaitForShakeSpeed", shake) == json{{"pipetteRetracted", true}});
}

TEST_CASE("a heater-shaker restricts the pipettes around it") {
  module_bench bench;
  const std::string restricted = "PipetteMovementRestrictedByHeaterShakerError 4000";
  bench.load(plate, id_of("shaker"), "on it");
  bench.load(plate, {{"slotName", "4"}}, "left of it");
  bench.load(plate, {{"slotName", "2"}}, "before it");
  bench.load(plate, {{"slotName", "9"}}, "far");
  const auto move = [&](const char* pipette, const char* labware) {
    return bench.error_of("moveToWell", in_well(pipette, labware, "A1"));
  };
  // The latch is not known to be closed.
  CHECK(move("left", "on it") == restricted);
  CHECK(move("left", "left of it") == restricted);
  CHECK(move("left", "before it") == "");
  CHECK(bench.error_of("moveToAddressableArea", {{"pipetteId", "left"}, {"addressableAreaName", "4"}}) == restricted);
  bench.run("heaterShaker/closeLabwareLatch", id_of("shaker"));
  CHECK(move("left", "on it") == "");
  CHECK(move("left", "left of it") == "");
  // Eight channels.
  CHECK(move("right", "on it") == "");
  CHECK(move("right", "left of it") == restricted);
  CHECK(move("right", "before it") == restricted);
  // Shaking.
  bench.run("heaterShaker/setAndWaitForShakeSpeed", {{"moduleId", "shaker"}, {"rpm", 500}});
  CHECK(move("left", "on it") == restricted);
  CHECK(move("left", "before it") == restricted);
  CHECK(move("left", "far") == "");
}

TEST_CASE("eight channels reach a tip rack before a heater-shaker") {
  module_bench bench;
  bench.run("heaterShaker/closeLabwareLatch", id_of("shaker"));
  bench.load("opentrons_96_tiprack_300ul", {{"slotName", "2"}}, "rack");
  CHECK(bench.error_of("moveToWell", in_well("right", "rack", "A1")) == "");
}

TEST_CASE("the way round the thermocycler leads over slot 5") {
  planning_bench bench;
  bench.load_pipette("p300_single_gen2", "left");
  bench.run("home", json::object());
  bench.load(plate, {{"slotName", "4"}}, "four");
  bench.load(plate, {{"slotName", "9"}}, "nine");
  bench.load(plate, {{"slotName", "6"}}, "six");
  const auto detours = [&](const char* labware) {
    return operation_at<move_operation>(*bench.plan("moveToWell", in_well("left", labware, "A1")), 0).detours;
  };
  bench.run("moveToWell", in_well("left", "four", "A1"));
  CHECK(detours("nine").empty());  // nothing is there to go round
  bench.load_module("thermocyclerModuleV1", "7", "cycler");
  REQUIRE(detours("nine").size() == 1);
  check_point(detours("nine")[0], 196.5, 133.5, 0);
  CHECK(detours("six").empty());
  CHECK(detours("fixedTrash").size() == 1);
  bench.run("moveToAddressableArea", {{"pipetteId", "left"}, {"addressableAreaName", "fixedTrash"}});
  CHECK(detours("four").size() == 1);
  bench.run("home", json::object());
  CHECK(detours("four").empty());  // where it comes from is not known
}

TEST_CASE("touchTip leaves out the side where a module stands") {
  planning_bench bench;
  bench.load_pipette("p300_single_gen2", "left");
  bench.load_pipette("p300_single_gen2", "right");
  bench.run("home", json::object());
  bench.load(plate, {{"slotName", "5"}}, "plate");
  const auto moves = [&](const char* pipette, const char* well) {
    return bench.plan("touchTip", in_well(pipette, "plate", well))->operations.size();
  };
  const auto all = moves("left", "A12");
  bench.load_module("temperatureModuleV2", "6", "right of it");
  CHECK(moves("left", "A12") == all - 1);
  CHECK(moves("left", "A1") == all);
  CHECK(moves("right", "A1") == all);
  bench.load_module("temperatureModuleV2", "4", "left of it");
  CHECK(moves("right", "A1") == all - 1);
  CHECK(moves("right", "A12") == all);
}
