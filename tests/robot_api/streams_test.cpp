// What the robot and its modules are sent for requests outside of runs, line by line, as the robot's own software sends it.

#include <catch2/catch.hpp>

#include "tests/robot_api/contract_robot.hpp"
#include "tests/support/board_lines.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

stream home_of_carriages() { return {"M907 A0.8 B0.05 C0.05 X0.3 Y0.3 Z0.8 G4 P0.005 G28.2 AZ", all_dwell}; }

stream home_of_x() {
  return {"M203.1 Y50",   "M907 A0.1 B0.05 C0.05 X0.3 Y0.8 Z0.1 G4 P0.005 G91 G0 Y-28 G0 Y10 G90",
          "M203.1 X80",   "M907 A0.1 B0.05 C0.05 X1.25 Y0.3 Z0.1 G4 P0.005 G28.2 X",
          default_speeds, all_dwell};
}

stream home_of_y() {
  return {"M203.1 Y80",   "M907 A0.1 B0.05 C0.05 X0.3 Y1.25 Z0.1 G4 P0.005 G28.2 Y",
          "M203.1 Y8",    "G91 G0 Y-3 G90",
          "G28.2 Y",      "G91 G0 Y-3 G90",
          default_speeds, all_dwell};
}

}  // namespace

TEST_CASE("the stream of pipettes that are looked at anew") {
  contract_robot robot;
  robot.sent_lines();
  robot.get("/pipettes");
  CHECK(robot.sent_lines().empty());
  CHECK(robot.get("/pipettes?refresh=true").body["right"]["name"] == "p300_single");
  CHECK(robot.sent_lines() == scan());
  robot.waiting_run();
  robot.sent_lines();
  CHECK(robot.get("/pipettes?refresh=true").body["left"]["name"] == "p10_single");
  CHECK(robot.sent_lines().empty());  // its motors are the run's
}

TEST_CASE("the stream of a mount's move: a look at the pipettes, both carriages up, across, and down") {
  contract_robot robot;
  const auto move = [&](json body) {
    robot.sent_lines();
    CHECK(robot.send("POST", "/robot/move", std::move(body)).status == 200);
    return robot.sent_lines();
  };
  const json left_mount{{"target", "mount"}, {"point", {100, 90, 80}}, {"mount", "left"}};
  const stream way{"M907 A0.1 B0.05 C0.05 X1.25 Y1.25 Z0.1 G4 P0.005 G0 X134 Y90",
                   "M907 A0.1 B0.05 C0.05 X0.3 Y0.3 Z0.8 G4 P0.005 G0 Z50"};
  // The gantry is homed on its way where it was not; plungers are left alone.
  CHECK(move(left_mount) ==
        joined({scan(), home_of_carriages(), {"M114.2"}, home_of_carriages(), home_of_x(), home_of_y(), {"M114.2"}, way}));
  robot.send("POST", "/robot/home", {{"target", "robot"}});
  CHECK(move(left_mount) == joined({scan(), home_of_carriages(), {"M114.2"}, way}));
  // The nozzle of a p300 hangs 25 mm below the mount's home.
  CHECK(move({{"target", "pipette"}, {"point", {100, 90, 80}}, {"mount", "right"}}).back() ==
        "M907 A0.8 B0.05 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005 G0 A55");
}

TEST_CASE("the stream of motors that are let go: in the order asked for") {
  contract_robot robot;
  robot.sent_lines();
  robot.send("POST", "/motors/disengage", {{"axes", {"P_R", "z_l", "X"}}});
  CHECK(robot.sent_lines() == stream{"M18 CZX"});
}

TEST_CASE("the stream of the oldest clients' commands to modules") {
  contract_robot robot;
  const auto tell = [&](const char* model, const char* command, json args) {
    const auto path = "/modules/" + robot.serial_of(model);
    robot.sent_lines();
    CHECK(robot.send("POST", path, {{"command_type", command}, {"args", std::move(args)}}).status == 200);
    return robot.sent_lines();
  };
  CHECK(tell("magneticModuleV2", "engage", {10}) == stream{"G0 Z10", "M114.2"});
  CHECK(tell("magneticModuleV2", "calibrate", json::array()) == stream{"G38.2"});
  CHECK(tell("thermocyclerModuleV2", "set_temperature", {30}) == stream{"M104 S30 H0"});
  CHECK(tell("thermocyclerModuleV2", "set_temperature", {30, 5, 1, nullptr, 25}) == stream{"M104 S30 H65 V25"});
  CHECK(tell("thermocyclerModuleV2", "deactivate", json::array()) == stream{"M18"});
  CHECK(tell("heaterShakerModuleV1", "deactivate", json::array()) == stream{"M106", "G28"});
}
