// The cleanup's plan on the real driver and the emulated board: whatever a run leaves behind, the robot ends tidy.

#include <catch2/catch.hpp>

#include "hardware/virtual_robot.hpp"
#include "runtime/command_plan.hpp"

using namespace deckhand;

namespace {

constexpr double trash_x_mm = 347.84, trash_y_mm = 351.5;

void run(virtual_robot& robot, const robot_operation& operation) {
  const auto report = robot.run(operation);
  INFO((report.error ? report.error->detail : ""));
  REQUIRE_FALSE(report.error);
}

// Carries the cleanup out; gives where each tip fell.
std::vector<point> clean_up(virtual_robot& robot) {
  std::vector<point> drops;
  for (const auto& operation : plan_cleanup(run_model{}, robot.facts())) {
    if (const auto* drop = std::get_if<drop_tip_operation>(&operation)) drops.push_back(*robot.facts().at(drop->on).position);
    run(robot, operation);
  }
  return drops;
}

void check_tidy(const robot_facts& facts) {
  for (const auto on : all_mounts) CHECK_FALSE((facts.at(on).pipette && facts.at(on).pipette->tip));
  for (const auto axis : {motor_axis::x, motor_axis::y, motor_axis::left_z, motor_axis::right_z})
    CHECK(facts.homed[index_of(axis)]);
}

}  // namespace

TEST_CASE("cleanup of a robot that never did anything just homes it") {
  virtual_robot robot;
  CHECK(clean_up(robot).empty());
  check_tidy(robot.facts());
}

TEST_CASE("cleanup drops the tips of both mounts into the trash") {
  virtual_robot robot;
  run(robot, load_pipette_operation{mount::left, "p300_single"});
  run(robot, load_pipette_operation{mount::right, "p300_multi_gen2"});
  run(robot, home_operation{});
  for (const auto on : all_mounts) {
    move_operation move;
    move.on = on;
    move.target = {100, 100, 64.69};
    move.base_z_mm = 82;
    run(robot, move);
    run(robot, pick_up_tip_operation{on, "opentrons/opentrons_96_tiprack_300ul/1", 59.3, 300, 5.23});
  }
  const auto drops = clean_up(robot);
  REQUIRE(drops.size() == 2);
  CHECK(drops[0].x_mm == Approx(trash_x_mm));
  CHECK(drops[0].y_mm == Approx(trash_y_mm));
  CHECK(drops[0].z_mm == Approx(82));
  // Nozzle A1 is at the back of the eight; it is their middle that stands over the trash.
  CHECK(drops[1].x_mm == Approx(trash_x_mm));
  CHECK(drops[1].y_mm == Approx(trash_y_mm + 31.5));
  check_tidy(robot.facts());
}
