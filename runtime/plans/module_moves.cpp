#include <algorithm>
#include <cmath>

#include "runtime/plans/deck_areas.hpp"
#include "runtime/plans/families.hpp"
#include "runtime/plans/module_use.hpp"

namespace deckhand::plans {
namespace {

using nlohmann::json;
using enum module_type;

// The gantry goes home before the operation: no place that is known is left.
command_plan plan_after_homing(std::vector<motor_axis> axes, const module_operation& operation, json result) {
  auto plan = plan_of({home_operation{std::move(axes)}, operation});
  plan.complete = [result = std::move(result)](run_model& model, const robot_facts&) {
    model.forget_last_location();
    return result;
  };
  return plan;
}

// Both pipettes go up, out of the way of what is about to move, unless they are known to be somewhere else.
command_plan plan_with_retraction(const module_operation& operation, bool is_in_the_way) {
  const json result{{"pipetteRetracted", is_in_the_way}};
  if (is_in_the_way) return plan_after_homing({motor_axis::left_z, motor_axis::right_z}, operation, result);
  auto plan = plan_of({operation});
  plan.complete = [result](run_model&, const robot_facts&) { return result; };
  return plan;
}

bool may_be_in_the_way(const planning& command, const loaded_module& module, std::initializer_list<side> sides) {
  const auto& here = command.model.last_slot();
  if (!here || *here == module.slot_name) return true;
  return std::ranges::any_of(sides, [&](side each) { return slot_beside(module.slot_name, each) == here; });
}

// Up to API level 2.13 one pipette goes up and above the trash before the lid moves.
command_plan plan_lid_by_older_rules(const planning& command, const module_operation& operation) {
  const auto& pipettes = command.model.pipettes();
  const auto first = std::ranges::min_element(pipettes, {}, &loaded_pipette::on);
  if (first == pipettes.end()) return plan_of({operation});
  move_operation aside;
  aside.on = first->on;
  aside.target = fixed_trash_area().top_centre;
  aside.path = path_kind::direct;
  aside.stay_at_height = true;
  aside.speed_mm_s = command.model.movement_speed_mm_s(first->pipette_id);
  aside.axis_speeds = command.model.axis_speeds();
  const auto carriage = first->on == mount::left ? motor_axis::left_z : motor_axis::right_z;
  auto plan = plan_of({retract_axis_operation{carriage}, aside, operation});
  plan.complete = [](run_model& model, const robot_facts&) {
    model.forget_last_location();
    return json::object();
  };
  return plan;
}

// The gantry is sent home before the lid moves: above an open one nothing fits.
planned plan_lid(const planning& command, module_action action) {
  const auto module = module_of(command, thermocycler);
  if (!module) return tl::unexpected{module.error()};
  if (command.model.is_legacy()) return plan_lid_by_older_rules(command, module->operation(action));
  return plan_after_homing({motor_axis::x, motor_axis::y, motor_axis::left_z, motor_axis::right_z}, module->operation(action),
                           json::object());
}

}  // namespace

planned plan_magnet_engage(const planning& command) {
  const auto module = module_of(command, magnetic);
  if (!module) return tl::unexpected{module.error()};
  const auto& model = *module->loaded.model;
  const auto asked_mm = command.number("height");
  const auto travel_mm = asked_mm + magnet_ledge_mm;
  const auto most_mm = most_magnet_travel_mm(model);
  if (travel_mm < 0 || travel_mm > most_mm)
    return refuse("EngageHeightOutOfRangeError", "The magnets of a " + std::string{model.display_name} + " reach from " +
                                                     in_words(-magnet_ledge_mm) + " to " + in_words(most_mm - magnet_ledge_mm) +
                                                     " mm above the labware's ledge, not " + in_words(asked_mm) + ".");
  return plan_of({module->operation(module_action::engage, travel_mm)});
}

planned plan_magnet_calibrate(const planning& command) { return plan_action(command, magnetic, module_action::probe); }

planned plan_magnet_disengage(const planning& command) { return plan_action(command, magnetic, module_action::disengage); }

planned plan_open_lid(const planning& command) { return plan_lid(command, module_action::open_lid); }

planned plan_close_lid(const planning& command) { return plan_lid(command, module_action::close_lid); }

planned plan_shake(const planning& command) {
  const auto module = module_of(command, heater_shaker);
  if (!module) return tl::unexpected{module.error()};
  const auto rpm = command.number("rpm");
  if (rpm < least_shake_rpm || rpm > most_shake_rpm)
    return refuse("InvalidTargetSpeedError", "A Heater-Shaker shakes at " + in_words(least_shake_rpm) + " to " +
                                                 in_words(most_shake_rpm) + " rpm, not at " + in_words(rpm) + ".");
  if (module->facts.latch != latch_state::closed)
    return refuse("CannotPerformModuleAction", "The Heater-Shaker does not shake before its latch is closed.");
  return plan_with_retraction(module->operation(module_action::shake, std::nearbyint(rpm)),
                              may_be_in_the_way(command, module->loaded, {side::left, side::right, side::front, side::back}));
}

planned plan_stop_shaking(const planning& command) { return plan_action(command, heater_shaker, module_action::stop_shaking); }

planned plan_open_latch(const planning& command) {
  const auto module = module_of(command, heater_shaker);
  if (!module) return tl::unexpected{module.error()};
  if (module->facts.target_rpm || module->facts.shake_rpm > 0)
    return refuse("CannotPerformModuleAction", "The latch of the Heater-Shaker stays closed while it shakes.");
  return plan_with_retraction(module->operation(module_action::open_latch),
                              may_be_in_the_way(command, module->loaded, {side::left, side::right}));
}

planned plan_close_latch(const planning& command) { return plan_action(command, heater_shaker, module_action::close_latch); }

}  // namespace deckhand::plans
