#include <catch2/catch.hpp>

#include "actors/analysis.hpp"
#include "actors/hardware_driver.hpp"
#include "actors/protocol_executor.hpp"
#include "hardware/emulated_transport.hpp"
#include "runtime/command_catalogue.hpp"
#include "tests/actors/actor_world.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using namespace std::chrono_literals;
using nlohmann::json;
using enum module_action;

namespace {

/// A real driver whose board answers at once, in a time that only the test moves.
struct stage : driver_answers {
  explicit stage(double time_scale = 1, const robot_config& robot = {})
      : modules(std::make_shared<module_window>(world.clock(), time_scale)) {
    const auto open_transport = [] { return std::make_unique<emulated_transport>(emulated_transport_config{.time_scale = 0}); };
    const hardware_driver_setup setup{open_transport, robot, world.clock(), world.maxima(), false, modules};
    driver = world.system().spawn<hardware_driver_actor::stateful_impl<hardware_driver_state>>(setup);
    asker = spawn_asker(world.system(), driver, *this);
    world.settle();
  }
  ~stage() {
    for (const auto& executor : executors) caf::anon_send_exit(executor, caf::exit_reason::kill);
    caf::anon_send_exit(asker, caf::exit_reason::kill);
    caf::anon_send_exit(driver, caf::exit_reason::kill);
    world.settle();
  }

  void ask(robot_operation operation) {
    caf::anon_send(asker, std::move(operation));
    world.settle();
  }
  void ask(module_action action, std::optional<double> value = {}) {
    ask(module_operation{.serial_number = modules->facts().at(0).serial_number, .action = action, .value = value});
  }
  void halt() {
    caf::anon_send(asker, halt_atom_v);
    world.settle();
  }
  protocol_executor_actor play(std::vector<protocol_command> commands) {
    json_protocol protocol;
    protocol.commands = std::move(commands);
    const run_order order{"run", std::make_shared<json_protocol>(std::move(protocol)), {}, engine.spawn(world.system())};
    const protocol_executor_setup setup{driver, world.clock(), world.maxima(), 1.0, false};
    executors.push_back(world.system().spawn<protocol_executor_actor::stateful_impl<protocol_executor_state>>(order, setup));
    world.settle();
    act(action_type::play);
    return executors.back();
  }
  void act(action_type action) {
    caf::anon_send(executors.back(), action_order{"an action", action});
    world.settle();
  }

  actor_world world;
  std::shared_ptr<module_window> modules;
  hardware_driver_actor driver;
  caf::actor asker;
  listening_engine engine;
  std::vector<protocol_executor_actor> executors;
};

protocol_command step(const char* command_type, const json& params) {
  auto complete = complete_params(command_type, params);
  if (!complete) FAIL(command_type << complete.error().front().pointer << ": " << complete.error().front().message);
  return {"", command_type, std::move(*complete)};
}

protocol_command of(const char* module_id, const char* command_type, json more = json::object()) {
  more["moduleId"] = module_id;
  return step(command_type, more);
}

protocol_command load(const char* model, const char* slot, const char* module_id) {
  return of(module_id, "loadModule", {{"model", model}, {"location", {{"slotName", slot}}}});
}

protocol_command load_labware(const char* load_name, const json& location, const char* labware_id) {
  return step(
      "loadLabware",
      {{"location", location}, {"loadName", load_name}, {"namespace", "opentrons"}, {"version", 1}, {"labwareId", labware_id}});
}

json in_well(const char* labware_id, const char* well_name, json more = json::object()) {
  more.update({{"pipetteId", "p"}, {"labwareId", labware_id}, {"wellName", well_name}});
  return more;
}

std::vector<protocol_command> every_module_command() {
  const json profile{{{"celsius", 95}, {"holdSeconds", 10}}, {{"celsius", 60}, {"holdSeconds", 20}}};
  return {load("temperatureModuleV2", "1", "t"),
          load("magneticModuleV2", "4", "m"),
          load("thermocyclerModuleV2", "7", "c"),
          load("heaterShakerModuleV1", "3", "h"),
          of("t", "temperatureModule/setTargetTemperature", {{"celsius", 4}}),
          of("t", "temperatureModule/waitForTemperature"),
          of("t", "temperatureModule/deactivate"),
          of("m", "magneticModule/engage", {{"height", 10}}),
          of("m", "magneticModule/disengage"),
          of("c", "thermocycler/closeLid"),
          of("c", "thermocycler/setTargetLidTemperature", {{"celsius", 105}}),
          of("c", "thermocycler/waitForLidTemperature"),
          of("c", "thermocycler/setTargetBlockTemperature", {{"celsius", 95}, {"holdTimeSeconds", 60}}),
          of("c", "thermocycler/waitForBlockTemperature"),
          of("c", "thermocycler/runProfile", {{"profile", profile}, {"blockMaxVolumeUl", 50}}),
          of("c", "thermocycler/runExtendedProfile", {{"profileElements", {{{"steps", profile}, {"repetitions", 2}}}}}),
          of("c", "thermocycler/deactivateBlock"),
          of("c", "thermocycler/deactivateLid"),
          of("c", "thermocycler/openLid"),
          of("h", "heaterShaker/closeLabwareLatch"),
          of("h", "heaterShaker/setTargetTemperature", {{"celsius", 40}}),
          of("h", "heaterShaker/waitForTemperature"),
          of("h", "heaterShaker/setAndWaitForShakeSpeed", {{"rpm", 500}}),
          of("h", "heaterShaker/deactivateShaker"),
          of("h", "heaterShaker/deactivateHeater"),
          of("h", "heaterShaker/openLabwareLatch")};
}

std::vector<protocol_command> heat_up() {
  return {load("temperatureModuleV2", "1", "t"), of("t", "temperatureModule/setTargetTemperature", {{"celsius", 43}}),
          of("t", "temperatureModule/waitForTemperature"), step("comment", {{"message", "warm"}})};
}

analysis_outcome analyse_commands(std::vector<protocol_command> commands) {
  json_protocol protocol;
  protocol.schema_version = 7;
  protocol.commands = std::move(commands);
  return analyse(protocol, {"an id", wall_time{1s}, {}});
}

}  // namespace

TEST_CASE("a wait for a temperature ends when the physics are there, and the driver takes messages meanwhile") {
  stage s;
  s.ask(load_module_operation{"temperatureModuleV2", {}});
  s.ask(set_temperature, 43);
  REQUIRE(s.reports.size() == 2);
  s.ask(wait_for_temperature);
  s.world.pass(99s);
  CHECK(s.reports.size() == 2);
  s.ask(set_lights_operation{true});  // waits for nothing
  REQUIRE(s.reports.size() == 3);
  CHECK(s.reports[2].facts.lights_on);
  s.ask(home_operation{{motor_axis::x}});  // waits its turn
  CHECK(s.reports.size() == 3);
  s.world.pass(1s);
  REQUIRE(s.reports.size() >= 4);
  CHECK_FALSE(s.reports[3].error);
  CHECK(s.reports[3].facts.modules.at(0).plate.celsius == 43);
}

TEST_CASE("modules live on the robot's scaled clock") {
  stage s{0.01};
  s.ask(load_module_operation{"temperatureModuleV2", {}});
  s.ask(set_temperature, 43);
  s.ask(wait_for_temperature);
  s.world.pass(990ms);
  CHECK(s.reports.size() == 2);
  s.world.pass(10ms);
  CHECK(s.reports.size() == 3);
}

TEST_CASE("at time scale 0 waits are over at once, with everything where it was told to go") {
  stage s{0};
  s.ask(load_module_operation{"temperatureModuleV2", {}});
  s.ask(set_temperature, 4);
  CHECK(s.modules->facts().at(0).plate.celsius == 23);
  s.ask(wait_for_temperature);
  REQUIRE(s.reports.size() == 3);
  CHECK(s.reports[2].facts.modules.at(0).plate.celsius == 4);
  CHECK(s.modules->facts().at(0).plate.celsius == 4);
}

TEST_CASE("a halt ends a wait at once, and the timer that comes later does nothing") {
  stage s;
  s.ask(load_module_operation{"temperatureModuleV2", {}});
  s.ask(set_temperature, 43);
  s.ask(wait_for_temperature);
  s.ask(home_operation{{motor_axis::x}});
  s.halt();
  CHECK(s.halts == 1);
  REQUIRE(s.reports.size() == 4);
  CHECK(s.reports[2].error->code == robot_error_code::halted);
  CHECK(s.reports[3].error->code == robot_error_code::halted);
  s.ask(recover_operation{});
  s.ask(wait_for_temperature);
  REQUIRE(s.reports.size() == 5);
  s.world.pass(99s);
  CHECK(s.reports.size() == 5);
  s.world.pass(2s);
  REQUIRE(s.reports.size() == 6);
  CHECK_FALSE(s.reports[5].error);
}

TEST_CASE("what a module refuses is an operation's error, and the driver goes on") {
  stage s;
  s.ask(load_module_operation{"heaterShakerModuleV1", {}});
  s.ask(shake, 500);
  REQUIRE(s.reports.size() == 2);
  CHECK(s.reports[1].error->code == robot_error_code::module_refused);
  s.ask(set_lights_operation{true});
  CHECK(s.reports.size() == 3);
}

TEST_CASE("a stop in a wait fails that command and ends the run") {
  stage s;
  s.play(heat_up());
  s.world.pass(50s);
  CHECK(s.engine.all<command_started>().size() == 4);  // the home, and up to the wait
  CHECK(s.engine.all<command_succeeded>().size() == 3);
  s.act(action_type::stop);
  REQUIRE(s.engine.all<command_failed>().size() == 1);
  CHECK(s.engine.all<command_failed>()[0].error_json->find("RunStoppedError") != std::string::npos);
  REQUIRE(s.engine.all<run_finished>().size() == 1);
  CHECK_FALSE(s.engine.all<run_finished>()[0].error_json);
  s.world.pass(200s);
  CHECK(s.engine.all<command_succeeded>().size() == 3);
}

TEST_CASE("a run goes on when its wait is over") {
  stage s;
  s.play(heat_up());
  s.world.pass(101s);
  CHECK(s.engine.all<command_succeeded>().size() == 5);
  CHECK(s.engine.all<run_ending>().at(0).result == run_result::succeeded);
  auto changes = s.engine.all<entity_changed>();
  std::erase_if(changes, [](const auto& change) { return change.kind != entity_kind::module_; });
  REQUIRE(changes.size() == 1);
  const auto module = json::parse(changes[0].summary_json);
  CHECK(module["id"] == "t");
  CHECK(module["model"] == "temperatureModuleV2");
  CHECK(module["location"] == json{{"slotName", "1"}});
  CHECK(module["serialNumber"] == s.modules->facts().at(0).serial_number);
}

TEST_CASE("a robot without the module fails the load") {
  robot_config robot;
  robot.takes_any_module = false;
  stage s{1, robot};
  s.play(heat_up());
  REQUIRE(s.engine.all<command_failed>().size() == 1);
  CHECK(s.engine.all<command_failed>()[0].error_json->find("ModuleNotAttachedError") != std::string::npos);
  CHECK(s.engine.all<command_failed>()[0].error_json->find("3015") != std::string::npos);
}

TEST_CASE("every module command runs on a real driver") {
  stage s{0};
  s.play(every_module_command());
  CHECK(s.engine.all<command_failed>().empty());
  CHECK(s.engine.all<command_succeeded>().size() == every_module_command().size() + 1);
}

TEST_CASE("a dry run does every module command in virtual time, and counts it") {
  const auto outcome = analyse_commands(every_module_command());
  for (const auto& problem : outcome.problems) FAIL(problem.command_type << ": " << problem.error_type << ": " << problem.detail);
  // Cooling to 4 degrees and heating the lid alone take 760 and 328 s.
  CHECK(outcome.estimated_s > 1088);
  CHECK(outcome.estimated_s < 1600);
  const auto document = json::parse(outcome.document_json);
  CHECK(document["modules"].size() == 4);
  CHECK(document["commands"][1]["result"]["definition"]["moduleType"] == "temperatureModuleType");
}

TEST_CASE("a dry run's pipette goes into labware on every module") {
  auto commands = every_module_command();
  commands.pop_back();  // the latch stays closed
  commands.push_back(step("loadPipette", {{"pipetteName", "p300_single_gen2"}, {"mount", "left"}, {"pipetteId", "p"}}));
  commands.push_back(step("home", json::object()));
  commands.push_back(load_labware("opentrons_96_tiprack_300ul", {{"slotName", "5"}}, "rack"));
  commands.push_back(step("pickUpTip", in_well("rack", "A1")));
  for (const auto* module_id : {"t", "m", "c", "h"}) {
    const auto labware_id = std::string{"on "} + module_id;
    commands.push_back(load_labware("nest_96_wellplate_100ul_pcr_full_skirt", {{"moduleId", module_id}}, labware_id.c_str()));
    commands.push_back(step("aspirate", in_well(labware_id.c_str(), "A1", {{"volume", 10}, {"flowRate", 50}})));
  }
  const auto outcome = analyse_commands(commands);
  for (const auto& problem : outcome.problems) FAIL(problem.command_type << ": " << problem.error_type << ": " << problem.detail);
  // A1 of the plate on the magnet in slot 4: the slot, the module's offset, the well's place and its top.
  const auto document = json::parse(outcome.document_json);
  const auto& on_magnet = document["commands"][document["commands"].size() - 5]["result"]["position"];
  CHECK(on_magnet["x"].get<double>() == Approx(14.38 - 1.175));
  CHECK(on_magnet["y"].get<double>() == Approx(90.5 + 74.24 - 0.125));
}
