#include <algorithm>

#include "runtime/plans/deck_areas.hpp"

namespace deckhand {
namespace {

// That of the pipette loaded first goes first; then one that the protocol did not load.
std::vector<mount> mounts_by_load(const run_model& model) {
  std::vector<mount> order;
  const auto add = [&order](mount on) {
    if (std::ranges::find(order, on) == order.end()) order.push_back(on);
  };
  for (const auto& pipette : model.pipettes()) add(pipette.on);
  for (const auto on : all_mounts) add(on);
  return order;
}

// The gantry home, then each tip into the trash; nothing where there is none.
std::vector<robot_operation> plan_tip_removal(const run_model& model, const robot_facts& facts) {
  std::vector<robot_operation> operations;
  for (const auto on : mounts_by_load(model)) {
    if (!facts.at(on).pipette || !facts.at(on).pipette->tip) continue;
    if (operations.empty())
      operations.emplace_back(home_operation{{motor_axis::x, motor_axis::y, motor_axis::left_z, motor_axis::right_z}});
    move_operation move;
    move.on = on;
    move.target = plans::fixed_trash_area().top_centre;
    move.base_z_mm = model.tallest_z_mm();
    move.centre_of_nozzles = true;
    operations.emplace_back(move);
    operations.emplace_back(drop_tip_operation{on, false});
  }
  return operations;
}

}  // namespace

std::vector<robot_operation> plan_cleanup(const run_model& model, const robot_facts& facts) {
  std::vector<robot_operation> operations{recover_operation{}};
  for (auto& operation : plan_tip_removal(model, facts)) operations.push_back(std::move(operation));
  if (operations.size() > 1) operations.emplace_back(recover_operation{.after_halt = false});
  operations.emplace_back(home_operation{});
  return operations;
}

}  // namespace deckhand
