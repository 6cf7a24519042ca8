#include "hardware/module_gcode.hpp"

#include <catch2/catch.hpp>

#include "hardware/virtual_robot.hpp"

using namespace deckhand;
using enum module_action;

namespace {

using lines = std::vector<std::string>;

lines told(const char* model, module_operation wanted) { return module_lines(*find_module_model(model), wanted); }

}  // namespace

TEST_CASE("what each module is told") {
  CHECK(told("temperatureModuleV2", {.serial_number = "S", .action = set_temperature, .value = 37.4}) == lines{"M104 S37"});
  CHECK(told("temperatureModuleV2", {.serial_number = "S", .action = wait_for_temperature}).empty());
  CHECK(told("temperatureModuleV2", {.serial_number = "S", .action = stop_heating}) == lines{"M18"});
  CHECK(told("magneticModuleV1", {.serial_number = "S", .action = engage, .value = 6.8}) == lines{"G0 Z13.6", "M114.2"});
  CHECK(told("magneticModuleV2", {.serial_number = "S", .action = engage, .value = 6.8}) == lines{"G0 Z6.8", "M114.2"});
  CHECK(told("magneticModuleV2", {.serial_number = "S", .action = probe}) == lines{"G38.2"});
  CHECK(told("magneticModuleV2", {.serial_number = "S", .action = disengage}) == lines{"G28.2", "G0 Z0.0", "M114.2"});
  CHECK(told("thermocyclerModuleV2", {.serial_number = "S", .action = open_lid}) == lines{"M126"});
  CHECK(told("thermocyclerModuleV1", {.serial_number = "S", .action = close_lid}) == lines{"M127"});
  CHECK(told("thermocyclerModuleV1", {.serial_number = "S", .action = set_lid_temperature, .value = 105}) == lines{"M140 S105"});
  CHECK(told("thermocyclerModuleV1", {.serial_number = "S", .action = set_temperature, .value = 30}) == lines{"M104 S30"});
  CHECK(told("thermocyclerModuleV1",
             {.serial_number = "S", .action = set_temperature, .value = 30, .hold_s = 0, .volume_ul = 25}) ==
        lines{"M104 S30 H0 V25"});
  CHECK(told("thermocyclerModuleV1", {.serial_number = "S", .action = run_profile, .profile = {{95, 10}, {55.555, 2.5}}}) ==
        lines{"M104 S95 H10", "M104 S55.56 H2.5"});
  CHECK(told("thermocyclerModuleV1", {.serial_number = "S", .action = stop_heating}) == lines{"M14"});
  CHECK(told("thermocyclerModuleV1", {.serial_number = "S", .action = stop_heating_lid}) == lines{"M108"});
  CHECK(told("thermocyclerModuleV1", {.serial_number = "S", .action = stop_all_heating}) == lines{"M18"});
  CHECK(told("heaterShakerModuleV1", {.serial_number = "S", .action = shake, .value = 500}) == lines{"M3 S500"});
  CHECK(told("heaterShakerModuleV1", {.serial_number = "S", .action = stop_shaking}) == lines{"G28"});
  CHECK(told("heaterShakerModuleV1", {.serial_number = "S", .action = open_latch}) == lines{"M242"});
  CHECK(told("heaterShakerModuleV1", {.serial_number = "S", .action = stop_heating}) == lines{"M106"});
}

TEST_CASE("a virtual robot tells of the lines of its board and of its modules, and of none that was refused") {
  lines sent;
  virtual_robot robot{{}, [&](std::string_view line) { sent.emplace_back(line); }};
  CHECK(sent.empty());  // the connect sequence is not told of
  robot.run(load_module_operation{"magneticModuleV2", {}});
  const auto serial = robot.facts().modules.at(0).serial_number;
  robot.run(module_operation{.serial_number = serial, .action = engage, .value = 5});
  robot.run(module_operation{.serial_number = serial, .action = open_lid});
  CHECK(sent == lines{"G0 Z5", "M114.2"});
  robot.run(home_operation{});
  CHECK(sent.size() > 20);
}
