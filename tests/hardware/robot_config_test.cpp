#include "hardware/robot_config.hpp"

#include <catch2/catch.hpp>

#include "hardware/virtual_robot.hpp"

using namespace deckhand;

TEST_CASE("an empty description takes whatever a run asks for") {
  const auto config = read_robot_config("{}");
  REQUIRE(config);
  CHECK(config->mounts_take_any_pipette);
  CHECK(config->takes_any_module);
}

TEST_CASE("a description names pipettes and modules") {
  const auto config = read_robot_config(R"({"pipettes": {"left": "p300_single_gen2", "right": null},
    "modules": ["temperatureModuleV2", "temperatureModuleV2", {"model": "magneticModuleV1", "serialNumber": "MM-7"}]})");
  REQUIRE(config);
  CHECK_FALSE(config->mounts_take_any_pipette);
  CHECK(config->pipettes[0]->model == "p300_single_v2.1");
  CHECK(config->pipettes[0]->serial_number == "emulated-left-p300_single_gen2");
  CHECK_FALSE(config->pipettes[1]);
  REQUIRE(config->modules.size() == 3);
  CHECK(config->modules[0].serial_number != config->modules[1].serial_number);
  CHECK(config->modules[2].model == "magneticModuleV1");
  CHECK(config->modules[2].serial_number == "MM-7");
}

TEST_CASE("a description names a pipette's model, its serial number and the board's ways") {
  const auto config = read_robot_config(R"({"pipettes": {"left": "p20_single_v2.0", "right": {"model": "p300_multi_v2.1",
    "serialNumber": "P-1"}}, "board": {"revision": "B", "ignoresRelativeMoves": true}})");
  REQUIRE(config);
  CHECK(config->pipettes[0]->model == "p20_single_v2.0");
  CHECK(config->pipettes[1]->model == "p300_multi_v2.1");
  CHECK(config->pipettes[1]->serial_number == "P-1");
  CHECK(config->revision == board_revision::b);
  CHECK(config->ignores_relative_moves);
}

TEST_CASE("each mistake is told with its place") {
  const auto error_of = [](const char* text) { return read_robot_config(text).error(); };
  CHECK(error_of("[]") == "the file: must hold an object");
  CHECK(error_of("{").find("byte 2: is not JSON") == 0);
  CHECK(error_of(R"({"grippers": []})") == "grippers: is not known; there are pipettes, modules and board");
  CHECK(error_of(R"({"pipettes": {"middle": null}})") == "pipettes.middle: is no mount; there are left and right");
  CHECK(error_of(R"({"pipettes": {"left": "p9"}})") == "pipettes.left: is neither null nor a pipette of an OT-2: \"p9\"");
  CHECK(error_of(R"({"pipettes": {"left": {"model": "p10_single", "serialNumber": 3}}})") ==
        "pipettes.left.serialNumber: must be a text");
  CHECK(error_of(R"({"board": 1})") == "board: must be an object");
  CHECK(error_of(R"({"board": {"revision": "D"}})") == "board.revision: is none of 2.1, A, B and C: \"D\"");
  CHECK(error_of(R"({"board": {"ignoresRelativeMoves": 1}})") == "board.ignoresRelativeMoves: must be true or false");
  CHECK(error_of(R"({"board": {"colour": 1}})") == "board.colour: is not known; there are revision and ignoresRelativeMoves");
  CHECK(error_of(R"({"modules": {}})") == "modules: must be a list");
  CHECK(error_of(R"({"modules": ["temperatureModuleV2", "toaster"]})") == "modules[1]: is no module of an OT-2: \"toaster\"");
  CHECK(error_of(R"({"modules": [{"serialNumber": "S"}]})").find("modules[0].model: is missing") == 0);
  CHECK(error_of(R"({"modules": [{"model": "magneticModuleV1", "colour": 1}]})") ==
        "modules[0].colour: is not known; there are model and serialNumber");
  CHECK(error_of(R"({"modules": [{"model": "magneticModuleV1", "serialNumber": "S"},
                                 {"model": "magneticModuleV2", "serialNumber": "S"}]})") ==
        "modules[1]: has the serial number of another: S");
  CHECK(error_of(R"({"modules": [1], "x": 2})") ==
        "modules[0]: is no module of an OT-2: 1\nx: is not known; there are pipettes, modules and board");
}

TEST_CASE("a robot has the pipettes that its description says") {
  robot_config config;
  config.mounts_take_any_pipette = false;
  config.pipettes[0] = emulated_instrument{"p300_single_v2.1", emulated_pipette_serial(mount::left, "p300_single_gen2")};
  virtual_robot robot{config};
  CHECK_FALSE(robot.run(load_pipette_operation{mount::left, "p300_single_gen2"}).error);
  CHECK(robot.facts().at(mount::left).pipette->name == "p300_single_gen2");
  CHECK(robot.facts().at(mount::left).pipette->serial_number == "emulated-left-p300_single_gen2");
  CHECK(robot.run(load_pipette_operation{mount::left, "p20_single_gen2"}).error->code == robot_error_code::pipette_absent);
  CHECK(robot.run(load_pipette_operation{mount::right, "p300_single_gen2"}).error->code == robot_error_code::pipette_absent);
}

TEST_CASE("a virtual robot's time goes on while its modules work") {
  virtual_robot robot;
  robot.run(load_module_operation{"temperatureModuleV2", {}});
  const auto serial = robot.facts().modules.at(0).serial_number;
  robot.run(module_operation{.serial_number = serial, .action = module_action::set_temperature, .value = 43});
  CHECK(robot.elapsed_s() == 0);
  robot.pass(50);
  CHECK(robot.facts().modules[0].plate.celsius == Approx(33));
  const auto report = robot.run(module_operation{.serial_number = serial, .action = module_action::wait_for_temperature});
  CHECK_FALSE(report.error);
  CHECK(report.ended_steady_ns - report.began_steady_ns == 50'000'000'000);
  CHECK(report.facts.modules[0].plate.celsius == 43);
}
