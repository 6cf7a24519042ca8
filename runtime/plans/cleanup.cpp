#include "runtime/plans/deck_areas.hpp"

namespace deckhand {

std::vector<robot_operation> plan_cleanup(const run_model& model, const robot_facts& facts) {
  std::vector<robot_operation> operations{recover_operation{}};
  const auto has_tip = [&](mount on) { return facts.at(on).pipette && facts.at(on).pipette->tip; };
  if (has_tip(mount::left) || has_tip(mount::right))
    operations.emplace_back(home_operation{{motor_axis::x, motor_axis::y, motor_axis::left_z, motor_axis::right_z}});
  for (const auto on : all_mounts) {
    if (!has_tip(on)) continue;
    move_operation move;
    move.on = on;
    move.target = plans::fixed_trash_area().top_centre;
    move.base_z_mm = model.tallest_z_mm();
    move.centre_of_nozzles = true;
    operations.emplace_back(move);
    operations.emplace_back(drop_tip_operation{on, false});
  }
  operations.emplace_back(home_operation{});
  return operations;
}

}  // namespace deckhand
