// The driver's lines for two short protocols, against figures worked out by hand.

#include <catch2/catch.hpp>

#include "tests/hardware/board_recorder.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

using motions = std::vector<std::string>;

move_operation over(mount on, point target, path_kind path, double base_z_mm, bool centre = false) {
  move_operation move;
  move.on = on;
  move.target = target;
  move.path = path;
  move.base_z_mm = base_z_mm;
  move.centre_of_nozzles = centre;
  return move;
}

constexpr double trash_mm = 82;

robot_config with_pipette(mount on, const char* model, const char* serial = "P") {
  robot_config config;
  config.mounts_take_any_pipette = false;
  config.pipettes[index_of(on)] = emulated_instrument{model, serial};
  return config;
}

}  // namespace

TEST_CASE("a P20 on the right mount: pick up, aspirate, dispense, drop into the rack") {
  board_recorder robot{with_pipette(mount::right, "p20_single_v2.0")};
  const auto right = mount::right;
  robot.load(right, "p20_single_gen2");
  REQUIRE(robot.facts().at(right).pipette);
  robot.do_one(home_operation{});
  // The rack in slot 1, the plate in slot 2; from home the tip is above everything, so only X and Y move first.
  robot.do_one(over(right, {14.38, 74.24, 64.69}, path_kind::arc, trash_mm));
  CHECK(robot.motions() == motions{"G0 X14.38 Y74.24", "G0 A54.24"});
  robot.do_one(pick_up_tip_operation{right, "opentrons/opentrons_96_tiprack_300ul/1", 59.3, 300, 5.23});
  CHECK(robot.motions() == motions{"G0 F600", "G0 A40.24", "G0 F24000", "G0 A54.24", "G0 A202", "G28.2 A"});
  CHECK(robot.facts().at(right).pipette->tip->length_mm == Approx(51.05));
  CHECK(robot.facts().at(right).pipette->ready_to_aspirate);
  robot.do_one(over(right, {146.88, 74.24, 3.55}, path_kind::arc, trash_mm));
  CHECK(robot.motions() == motions{"G0 X146.88", "G0 A44.15"});
  robot.do_one(aspirate_operation{right, 10, 7.56});
  CHECK(robot.motions() == motions{"G0 F601", "G0 C5.267", "G0 C4.967", "G0 F24000"});
  robot.do_one(over(right, {146.88, 65.24, 3.55}, path_kind::in_labware_arc, 14.22));
  CHECK(robot.motions() == motions{"G0 A59.82", "G0 Y65.24", "G0 A44.15"});
  robot.do_one(dispense_operation{right, 10, 7.56, 0});
  CHECK(robot.motions() == motions{"G0 F601", "G0 C-8.5", "G0 F24000"});  // no play to take up on the way down
  robot.do_one(over(right, {113.38, 11.24, 64.69}, path_kind::arc, trash_mm));
  CHECK(robot.motions() == motions{"G0 A132.6", "G0 X113.38 Y11.24", "G0 A105.29"});
  robot.do_one(drop_tip_operation{right, true});
  CHECK(robot.motions() == motions{"G0 F900", "G0 C-27", "G0 F24000", "G0 C0.8", "G0 C0.5", "G28.2 C", "G0 C-8.5"});
  CHECK_FALSE(robot.facts().at(right).pipette->tip);
}

TEST_CASE("an eight-channel P300 on the left mount, into centred and plain labware") {
  board_recorder robot;
  const auto left = mount::left;
  robot.load(left, "p300_multi_gen2");
  robot.do_one(home_operation{});
  robot.do_one(over(left, {146.88, 74.24, 64.69}, path_kind::arc, trash_mm));
  CHECK(robot.motions() == motions{"G0 X180.88 Y42.74", "G0 Z29.17"});
  robot.do_one(pick_up_tip_operation{left, "opentrons/opentrons_96_tiprack_300ul/1", 59.3, 300, 5.23});
  CHECK(robot.motions() == motions{"G0 F600", "G0 Z18.17", "G0 F24000", "G0 Z29.17", "G0 Z205", "G28.2 Z"});
  robot.do_one(over(left, {63.88, 314.285, 5.82}, path_kind::arc, trash_mm, true));
  CHECK(robot.motions() == motions{"G0 X97.88 Y314.285", "G0 Z21.4"});
  robot.do_one(aspirate_operation{left, 100, 94});
  CHECK(robot.motions() == motions{"G0 F607", "G0 B-3.225", "G0 B-3.525", "G0 F24000"});
  robot.do_one(over(left, {328.88, 164.785, 5.32}, path_kind::arc, trash_mm));
  CHECK(robot.motions() == motions{"G0 Z107.58", "G0 X362.88 Y133.285", "G0 Z20.9"});
  robot.do_one(dispense_operation{left, 100, 94, 0});
  robot.do_one(over(left, {347.84, 351.5, 82}, path_kind::arc, trash_mm, true));
  CHECK(robot.motions().back() == "G0 Z97.58");
  robot.do_one(drop_tip_operation{left, true});
  CHECK(robot.motions() == motions{"G0 F450", "G0 B-33.4", "G0 F24000", "G0 B0.4", "G0 B0.1", "G28.2 B", "G0 B-14.5"});
}

TEST_CASE("a full home: carriages, gantry, then each pipette's plunger") {
  board_recorder robot;
  robot.load(mount::right, "p300_single");
  robot.do_one(home_operation{});
  CHECK(robot.motions() ==
        motions{"G28.2 AZ", "G0 Y-28", "G0 Y10", "G28.2 X", "G28.2 Y", "G0 Y-3", "G28.2 Y", "G0 Y-3", "G28.2 C", "G0 C3"});
  const auto position = robot.facts().at(mount::right).position;
  REQUIRE(position);
  CHECK(position->x_mm == Approx(418));
  CHECK(position->y_mm == Approx(350));  // three millimetres off the switch
  CHECK(position->z_mm == Approx(218 + 25));
}

TEST_CASE("a move's line: feed, currents and motion in one, and the currents follow the axes that move") {
  board_recorder robot;
  robot.load(mount::right, "p300_single");
  robot.do_one(home_operation{});
  robot.do_one(over(mount::right, {100, 100, 100}, path_kind::arc, trash_mm));
  REQUIRE(robot.lines.size() == 2);
  CHECK(robot.lines[0] == "M907 A0.1 B0.05 C0.05 X1.25 Y1.25 Z0.1 G4 P0.005 G0 X100 Y100");
  CHECK(robot.lines[1] == "M907 A0.8 B0.05 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005 G0 A75");
  robot.do_one(over(mount::right, {100, 100, 100}, path_kind::direct, 0));
  CHECK(robot.lines.empty());
}

TEST_CASE("a tip that is dropped where it was picked up, at the top, is not lifted any higher") {
  board_recorder robot;
  robot.load(mount::right, "p300_single");
  robot.do_one(home_operation{});
  robot.do_one(over(mount::right, {14.38, 74.24, 64.69}, path_kind::arc, trash_mm));
  robot.do_one(pick_up_tip_operation{mount::right, "opentrons/opentrons_96_tiprack_300ul/1", 59.3, 300, 5.23});
  CHECK_FALSE(robot.do_one(drop_tip_operation{mount::right, true}));
  for (const auto& motion : robot.motions()) CHECK(motion.rfind("G0 A", 0) == std::string::npos);
}

TEST_CASE("the mount that moved last goes up before the other one travels") {
  board_recorder robot;
  robot.load(mount::left, "p10_single");
  robot.load(mount::right, "p300_single");
  robot.do_one(home_operation{});
  robot.do_one(over(mount::right, {100, 100, 100}, path_kind::arc, trash_mm));
  robot.do_one(over(mount::left, {100, 100, 100}, path_kind::arc, trash_mm));
  REQUIRE(robot.motions().size() >= 2);
  CHECK(robot.motions()[0] == "G0 A208");
  CHECK(robot.motions()[1] == "G28.2 A");
}

TEST_CASE("what cannot be reached, or is not known to be true, is refused and nothing moves") {
  board_recorder robot;
  CHECK(robot.do_one(prepare_to_aspirate_operation{mount::right})->code == robot_error_code::pipette_absent);
  robot.load(mount::right, "p300_single");
  robot.do_one(home_operation{});
  CHECK(robot.do_one(over(mount::right, {100, 100, 300}, path_kind::arc, trash_mm))->code == robot_error_code::planning_refused);
  CHECK(robot.do_one(over(mount::right, {100, 100, 100}, path_kind::arc, 300))->code == robot_error_code::planning_refused);
  CHECK(robot.do_one(aspirate_operation{mount::right, 10, 10})->code == robot_error_code::tip_absent);
  CHECK(robot.do_one(drop_tip_operation{mount::right, true})->code == robot_error_code::tip_absent);
  CHECK(robot.lines.empty());
  robot.driver().on_halt();
  CHECK_FALSE(robot.facts().at(mount::right).position);
  CHECK(robot.do_one(over(mount::right, {100, 100, 100}, path_kind::arc, trash_mm))->code == robot_error_code::position_unknown);
}

TEST_CASE("an alarm ends the operation after the board was cleared and the axis homed again") {
  board_recorder robot;
  robot.load(mount::right, "p300_single");
  robot.do_one(home_operation{});
  robot.answer_to = "G0 X";
  robot.answer = "ALARM: Hard limit +X";
  const auto error = robot.do_one(over(mount::right, {100, 100, 100}, path_kind::arc, trash_mm));
  REQUIRE(error);
  CHECK(error->code == robot_error_code::board_alarm);
  REQUIRE(robot.lines.size() > 3);
  CHECK(robot.lines[1] == "M999");
  CHECK(robot.lines[2] == "G28.6");
  CHECK(robot.motions().back() == "G28.2 X");
}

TEST_CASE("the front nozzle of eight is 63 mm in front of the back one") {
  board_recorder robot;
  const auto right = mount::right;
  robot.load(right, "p300_multi_gen2");
  robot.do_one(home_operation{});
  auto move = over(right, {14.38, 74.24, 100}, path_kind::arc, trash_mm);
  robot.do_one(move);
  CHECK(robot.motions().front() == "G0 X14.38 Y42.74");
  move.nozzle_mm = 63;
  robot.do_one(move);
  CHECK(robot.motions().front() == "G0 Y105.74");
}
