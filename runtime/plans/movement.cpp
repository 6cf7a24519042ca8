#include <algorithm>

#include "runtime/plans/deck_areas.hpp"
#include "runtime/plans/families.hpp"
#include "runtime/plans/well_visit.hpp"

namespace deckhand::plans {
namespace {

using nlohmann::json;

// A plan that leaves the pipette at no well in particular.
command_plan plan_away_from_wells(std::vector<robot_operation> operations, const point& target) {
  auto plan = plan_of(std::move(operations));
  plan.complete = [target](run_model& model, const robot_facts&) {
    model.forget_last_location();
    return json{{"position", position_json(target)}};
  };
  return plan;
}

move_operation move_to_area(const planning& command, mount on, const point& target) {
  auto move = move_across(command, on, target, read_movement(command));
  move.centre_of_nozzles = true;
  return move;
}

// Slots at the right edge of the deck leave the right mount no room to the right of a labware's first column.
bool is_right_edge_out_of_reach(const planning& command, const well_visit& visit) {
  constexpr std::string_view right_slots[] = {"3", "6", "9", "12"};
  const auto& ordering = visit.labware.definition->ordering;
  const auto slot = command.model.slot_of(visit.labware.location);
  return visit.pipette.on == mount::right && !ordering.empty() &&
         std::ranges::find(ordering.front(), visit.well_name) != ordering.front().end() && slot &&
         std::ranges::find(right_slots, *slot) != std::end(right_slots);
}

// Right, left, centre, back, front and centre again: always through the middle from one side pair to the other.
std::vector<point> touch_points(const planning& command, const well_visit& visit, const point& centre) {
  const auto radius = command.number("radius");
  const point half_x{visit.well.size_x_mm / 2 * radius, 0, 0};
  const point half_y{0, visit.well.size_y_mm / 2 * radius, 0};
  std::vector<point> points{centre + half_x, centre - half_x, centre, centre + half_y, centre - half_y, centre};
  if (is_right_edge_out_of_reach(command, visit)) points.erase(points.begin());
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
  return plan_away_from_wells({move_across(command, pipette->on, target, read_movement(command))}, target);
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
  const auto pipette = pipette_of(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto area = find_area(command.text("addressableAreaName"));
  if (!area) return tl::unexpected{area.error()};
  const auto target = area->top_centre + read_point(command.params.at("offset"));
  auto move = move_to_area(command, pipette->on, target);
  move.stay_at_travel_height = command.flag("stayAtHighestPossibleZ", false);
  auto plan = plan_away_from_wells({move}, target);
  if (!move.stay_at_travel_height) return plan;
  plan.complete = [on = pipette->on, target](run_model& model, const robot_facts& facts) {
    model.forget_last_location();
    const auto& reached = facts.at(on).position;
    return json{{"position", position_json({target.x_mm, target.y_mm, reached ? reached->z_mm : target.z_mm})}};
  };
  return plan;
}

planned plan_move_to_area_for_drop_tip(const planning& command) {
  const auto pipette = pipette_of(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto area = find_area(command.text("addressableAreaName"));
  if (!area) return tl::unexpected{area.error()};
  auto target = area->top_centre + read_point(command.params.at("offset"));
  if (!command.flag("alternateDropLocation", false))
    return plan_away_from_wells({move_to_area(command, pipette->on, target)}, target);
  target.x_mm += drop_spot_x_mm(area->width_mm, command.model.next_drop_is_right());
  return alternating(plan_away_from_wells({move_to_area(command, pipette->on, target)}, target));
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
  std::vector<robot_operation> moves{move_to(command, *visit, *centre)};
  const auto speed_mm_s = command.optional_number("speed");
  for (const auto& point : touch_points(command, *visit, *centre)) moves.push_back(move_within(*visit, point, speed_mm_s));
  return plan_at_well(*visit, std::move(moves), *centre);
}

}  // namespace deckhand::plans
