// What was measured of a robot, in the lines that its board is sent.

#include <catch2/catch.hpp>

#include "tests/hardware/board_recorder.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

using motions = std::vector<std::string>;

robot_config calibrated(robot_calibration calibration) {
  robot_config config;
  config.mounts_take_any_pipette = false;
  config.pipettes = {emulated_instrument{"p300_single_v2.0", "P3"}, emulated_instrument{"p20_single_v2.0", "P2"}};
  config.calibration = std::make_shared<const robot_calibration>(std::move(calibration));
  return config;
}

motions go(board_recorder& robot, mount on, point target) {
  move_operation move;
  move.on = on;
  move.target = target;
  move.path = path_kind::direct;
  REQUIRE_FALSE(robot.do_one(move));
  return robot.motions();
}

robot_calibration tilted() {
  robot_calibration calibration;
  calibration.deck = deck_calibration{.attitude = {{{1, 0.001, 0.01}, {-0.002, 1, 0}, {0.003, 0, 1}}}};
  return calibration;
}

}  // namespace

TEST_CASE("places on a deck that does not lie straight are found, and told as places on the deck") {
  board_recorder robot{calibrated(tilted())};
  // (100 + 0.2 + 0.5, -0.2 + 200, 0.3 + 50); the nozzle is 10.45 above the carriage's point.
  CHECK(go(robot, mount::right, {100, 200, 50}) == motions{"G0 A39.85 X100.7 Y199.8"});
  const auto at = *robot.facts().at(mount::right).position;
  CHECK(at.x_mm == Approx(100));
  CHECK(at.y_mm == Approx(200));
  CHECK(at.z_mm == Approx(50));
}

TEST_CASE("a step goes along the deck, too") {
  board_recorder robot{calibrated(tilted())};
  go(robot, mount::right, {100, 200, 50});
  REQUIRE_FALSE(robot.do_one(move_relative_operation{mount::right, 'z', 20}));
  CHECK(robot.motions() == motions{"G0 A59.85 X100.9"});
}

TEST_CASE("a pipette's offset belongs to its serial number and its mount") {
  robot_calibration calibration;
  calibration.pipette_offsets = {{mount::right, "P2", {1, 2, 3}, {}}, {mount::right, "P3", {9, 9, 9}, {}}};
  board_recorder robot{calibrated(calibration)};
  CHECK(go(robot, mount::right, {100, 200, 50}) == motions{"G0 A36.55 X99 Y198"});
  CHECK(go(robot, mount::left, {100, 200, 50}).back() == "G0 X134 Y200 Z20.55");
}

TEST_CASE("a measured tip length takes the place of the figures, on that pipette and out of that rack") {
  robot_calibration calibration;
  calibration.tip_lengths = {{"P2", 50, {.tip_rack_uri = "opentrons/opentrons_96_tiprack_300ul/1"}}};
  board_recorder robot{calibrated(calibration)};
  const auto length_of_tip = [&](mount on, const char* pipette, const char* rack) {
    robot.load(on, pipette);
    go(robot, on, {100, 200, 64.69});
    REQUIRE_FALSE(robot.do_one(pick_up_tip_operation{on, rack, 59.3, 300, 5.23}));
    const double length_mm = robot.facts().at(on).pipette->tip->length_mm;
    robot.do_one(drop_tip_operation{on});
    return length_mm;
  };
  CHECK(length_of_tip(mount::right, "p20_single_gen2", "opentrons/opentrons_96_tiprack_300ul/1") == 50);
  CHECK(length_of_tip(mount::right, "p20_single_gen2", "custom/rack/1") == Approx(59.3 - 8.25));
  CHECK(length_of_tip(mount::left, "p300_single_gen2", "opentrons/opentrons_96_tiprack_300ul/1") == Approx(59.3 - 8.2));
}

TEST_CASE("what was measured is among the facts") {
  board_recorder robot{calibrated(tilted())};
  REQUIRE(robot.facts().calibration);
  CHECK(robot.facts().calibration->deck->attitude[0][1] == 0.001);
  board_recorder other;
  CHECK_FALSE(other.facts().calibration);
}
