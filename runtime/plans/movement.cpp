#include <algorithm>

#include "runtime/plans/deck_areas.hpp"
#include "runtime/plans/families.hpp"
#include "runtime/plans/module_use.hpp"
#include "runtime/plans/well_visit.hpp"

namespace deckhand::plans {
namespace {

using nlohmann::json;

constexpr int first_minor_that_touches_through_centre = 4;

// A plan that leaves the pipette at no well in particular.
command_plan plan_away_from_wells(std::vector<robot_operation> operations, const point& target) {
  auto plan = plan_of(std::move(operations));
  plan.complete = [target](run_model& model, const robot_facts&) {
    model.forget_last_location();
    return json{{"position", position_json(target)}};
  };
  return plan;
}

// The slot that an area is in: that of its name, or the trash's.
std::string slot_of_area(const std::string& area_name) {
  return area_name == fixed_trash_name ? std::string{fixed_trash_slot} : area_name;
}

move_operation move_to_area(const planning& command, const pipette_in_use& pipette, const point& target) {
  auto move = move_across(command, pipette, target, read_movement(command));
  move.centre_of_nozzles = true;
  move.detours = detours_to(command, slot_of_area(command.text("addressableAreaName")));
  return move;
}

/// A pipette, and an area that it may go to.
struct area_visit {
  pipette_in_use pipette;
  deck_area area;
};

tl::expected<area_visit, command_error> visit_area(const planning& command) {
  const auto pipette = pipette_of(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto name = command.text("addressableAreaName");
  const auto area = find_area(name);
  if (!area) return tl::unexpected{area.error()};
  if (const auto free = check_heater_shakers(command, *pipette, slot_of_area(name), false); !free)
    return tl::unexpected{free.error()};
  return area_visit{*pipette, *area};
}

// The pipette is known to be above the area afterwards, though at no well.
command_plan ending_at_area(const planning& command, command_plan plan) {
  plan.complete = [finish = std::move(plan.complete), slot = slot_of_area(command.text("addressableAreaName"))](
                      run_model& model, const robot_facts& facts) {
    auto result = finish(model, facts);
    model.set_last_slot(slot);
    return result;
  };
  return plan;
}

bool is_in(const std::vector<std::string>& column, const std::string& well_name) {
  return std::ranges::find(column, well_name) != column.end();
}

bool has_module_beside(const planning& command, std::string_view slot, side where) {
  const auto beside = slot_beside(slot, where);
  const auto* there = beside ? command.model.module_in(*beside) : nullptr;
  return there && there != command.model.module_in(slot);  // a thermocycler is not beside itself
}

// What of a well's walls is left out, since the other mount would hit what is beside.
struct left_out_walls {
  bool right = false, left = false;
};

// Up to API level 2.13.
left_out_walls left_out_by_older_rules(const planning& command, const well_visit& visit) {
  const auto& ordering = visit.labware.definition->ordering;
  const auto slot = command.model.slot_of(visit.labware.location);
  if (ordering.empty() || !slot) return {};
  const bool is_left = visit.pipette.on == mount::left;
  const bool has_neighbour = !slot_beside(*slot, side::right) || has_module_beside(command, *slot, side::right);
  return {.right = is_left && is_in(ordering.back(), visit.well_name) && has_neighbour,
          .left = !is_left && is_in(ordering.front(), visit.well_name) && has_module_beside(command, *slot, side::left)};
}

// Slots at the right edge of the deck, and those right of a module, leave the right mount no room to the right of a labware's
// first column.
bool is_right_edge_out_of_reach(const planning& command, const well_visit& visit) {
  const auto& ordering = visit.labware.definition->ordering;
  const auto slot = command.model.slot_of(visit.labware.location);
  if (visit.pipette.on != mount::right || ordering.empty() || !slot || !is_in(ordering.front(), visit.well_name)) return false;
  return !slot_beside(*slot, side::right) || has_module_beside(command, *slot, side::left);
}

// A module to the right leaves the left mount no room to the left of a labware's last column.
bool is_left_edge_out_of_reach(const planning& command, const well_visit& visit) {
  const auto& ordering = visit.labware.definition->ordering;
  const auto slot = command.model.slot_of(visit.labware.location);
  if (visit.pipette.on != mount::left || ordering.empty() || !slot || !is_in(ordering.back(), visit.well_name)) return false;
  return has_module_beside(command, *slot, side::right);
}

left_out_walls left_out(const planning& command, const well_visit& visit) {
  if (command.model.is_legacy()) return left_out_by_older_rules(command, visit);
  return {is_right_edge_out_of_reach(command, visit), is_left_edge_out_of_reach(command, visit)};
}

// Right, left, centre, back, front and centre again: always through the middle from one side pair to the other. Older levels
// leave out the last centre, the oldest both.
std::vector<point> touch_points(const planning& command, const well_visit& visit, const point& centre) {
  const auto radius = command.number("radius");
  const point half_x{visit.well.size_x_mm / 2 * radius, 0, 0};
  const point half_y{0, visit.well.size_y_mm / 2 * radius, 0};
  const auto skipped = left_out(command, visit);
  std::vector<point> points;
  if (!skipped.right) points.push_back(centre + half_x);
  if (!skipped.left) points.push_back(centre - half_x);
  if (command.model.api_minor() >= first_minor_that_touches_through_centre) points.push_back(centre);
  points.insert(points.end(), {centre + half_y, centre - half_y});
  if (!command.model.is_legacy()) points.push_back(centre);
  return points;
}

}  // namespace

planned plan_move_to_well(const planning& command) {
  const auto pipette = pipette_of(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto visit = visit_well(command, *pipette);
  if (!visit) return tl::unexpected{visit.error()};
  const auto& place = command.params.at("wellLocation");
  if (visit->labware.definition->is_tip_rack && place.at("volumeOffset") != 0)
    return refuse("LabwareIsTipRackError", "A move into a tip rack cannot have a volumeOffset.");
  const auto target = place_in(*visit, place);
  if (!target) return tl::unexpected{target.error()};
  return plan_at_well(*visit, {move_to(command, *visit, *target, read_movement(command))}, *target);
}

planned plan_move_to_coordinates(const planning& command) {
  const auto pipette = pipette_of(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto target = read_point(command.params.at("coordinates"));
  return plan_away_from_wells({move_across(command, *pipette, target, read_movement(command))}, target);
}

planned plan_move_over_labware(const planning& command) {
  const auto pipette = pipette_of(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto visit = visit_labware(command, *pipette);
  if (!visit) return tl::unexpected{visit.error()};
  const auto target = read_point(command.params.at("coordinates"));
  return plan_at_well(*visit, {move_to(command, *visit, target, read_movement(command))}, target);
}

planned plan_move_relative(const planning& command) {
  const auto pipette = pipette_of(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  auto plan = plan_of({move_relative_operation{pipette->on, command.text("axis").front(), command.number("distance")}});
  plan.complete = [on = pipette->on](run_model&, const robot_facts& facts) {
    return json{{"position", position_json(facts.at(on).position.value_or(point{}))}};
  };
  return plan;
}

planned plan_move_to_addressable_area(const planning& command) {
  const auto visit = visit_area(command);
  if (!visit) return tl::unexpected{visit.error()};
  const auto on = visit->pipette.on;
  const auto target = visit->area.top_centre + read_point(command.params.at("offset"));
  auto move = move_to_area(command, visit->pipette, target);
  move.stay_at_travel_height = command.flag("stayAtHighestPossibleZ", false);
  auto plan = plan_away_from_wells({move}, target);
  if (!move.stay_at_travel_height) return ending_at_area(command, std::move(plan));
  plan.complete = [on, target](run_model& model, const robot_facts& facts) {
    model.forget_last_location();
    const auto& reached = facts.at(on).position;
    return json{{"position", position_json({target.x_mm, target.y_mm, reached ? reached->z_mm : target.z_mm})}};
  };
  return ending_at_area(command, std::move(plan));
}

planned plan_move_to_area_for_drop_tip(const planning& command) {
  const auto visit = visit_area(command);
  if (!visit) return tl::unexpected{visit.error()};
  auto target = visit->area.top_centre + read_point(command.params.at("offset"));
  const bool alternates = command.flag("alternateDropLocation", false);
  if (alternates) target.x_mm += drop_spot_x_mm(visit->area.width_mm, command.model.next_drop_is_right());
  auto plan = ending_at_area(command, plan_away_from_wells({move_to_area(command, visit->pipette, target)}, target));
  return alternates ? alternating(std::move(plan)) : plan;
}

planned plan_save_position(const planning& command) {
  const auto pipette = pipette_of(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  if (!command.facts.at(pipette->on).position)
    return refuse("MustHomeError", "The position is not known: home the robot first.", "2013");
  auto plan = plan_of({});
  plan.complete = [on = pipette->on, id = command.optional_text("positionId").value_or(make_uuid())](run_model&,
                                                                                                     const robot_facts& facts) {
    return json{{"positionId", id}, {"position", position_json(facts.at(on).position.value_or(point{}))}};
  };
  return plan;
}

planned plan_touch_tip(const planning& command) {
  const auto pipette = pipette_of(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto visit = visit_well(command, *pipette);
  if (!visit) return tl::unexpected{visit.error()};
  const auto& definition = *visit->labware.definition;
  if (definition.has_quirk("touchTipDisabled"))
    return refuse("TouchTipDisabledError", "Labware " + definition.load_name + " does not allow touching its walls.");
  if (definition.is_tip_rack) return refuse("LabwareIsTipRackError", "A tip rack has no walls to touch.");
  const auto centre = place_in(*visit, command.params.at("wellLocation"));
  if (!centre) return tl::unexpected{centre.error()};
  std::vector<robot_operation> moves;
  if (command.model.api_minor() >= first_minor_that_touches_through_centre) moves.push_back(move_to(command, *visit, *centre));
  const auto speed_mm_s = command.optional_number("speed");
  for (const auto& point : touch_points(command, *visit, *centre)) {
    auto touch = move_within(command, *visit, point, speed_mm_s);
    touch.axis_speeds = {};
    moves.push_back(touch);
  }
  return plan_at_well(*visit, std::move(moves), *centre);
}

}  // namespace deckhand::plans
