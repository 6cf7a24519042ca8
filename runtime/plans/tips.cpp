#include "runtime/plans/deck_areas.hpp"
#include "runtime/plans/families.hpp"
#include "runtime/plans/well_visit.hpp"

namespace deckhand::plans {
namespace {

using nlohmann::json;

// Into a rack the tip goes back by a part of its length, so that it does not fall; anywhere else it falls from the top.
tl::expected<point, command_error> drop_place(const well_visit& visit, const json& well_location) {
  if (well_location.at("origin") != "default") return place_in(visit, well_location);
  const auto& definition = *visit.labware.definition;
  const auto& tips = visit.pipette.model.class_for(visit.pipette.facts.tip->volume_ul);
  const auto depth_mm = definition.is_tip_rack ? tips.return_tip_fraction * definition.tip_length_mm : 0;
  return top_of(visit) + read_point(well_location.at("offset")) - point{0, 0, depth_mm};
}

json tip_json(const tip_facts& tip, json result) {
  result["tipVolume"] = tip.volume_ul;
  result["tipLength"] = position_json({0, 0, tip.length_mm}).at("z");
  result["tipDiameter"] = tip.diameter_mm;
  return result;
}

// The layouts that use all nozzles, which are the only ones the pipettes can be set to.
bool is_full_layout(const std::string& style, const pipette_in_use& pipette) {
  return style == "ALL" || (pipette.is_multi_channel() ? style == "COLUMN" : style == "SINGLE");
}

}  // namespace

planned plan_pick_up_tip(const planning& command) {
  const auto pipette = pipette_without_tip(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto visit = visit_well(command, *pipette);
  if (!visit) return tl::unexpected{visit.error()};
  const auto& rack = *visit->labware.definition;
  if (!rack.is_tip_rack) return refuse("LabwareIsNotTipRackError", "Labware " + rack.load_name + " is no tip rack.");
  const auto target = place_in(*visit, command.params.at("wellLocation"));
  if (!target) return tl::unexpected{target.error()};
  const pick_up_tip_operation pick_up{pipette->on, rack.uri, rack.tip_length_mm, visit->well.capacity_ul, visit->well.size_x_mm};
  auto plan = plan_at_well(*visit, {move_to(command, *visit, *target), pick_up}, *target);
  plan.complete = [on = pipette->on, finish = std::move(plan.complete)](run_model& model, const robot_facts& facts) {
    auto result = finish(model, facts);
    const auto& now = facts.at(on).pipette;
    return now && now->tip ? tip_json(*now->tip, std::move(result)) : result;
  };
  return plan;
}

planned plan_drop_tip(const planning& command) {
  const auto pipette = pipette_with_tip(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto visit = visit_well(command, *pipette);
  if (!visit) return tl::unexpected{visit.error()};
  const drop_tip_operation drop{pipette->on, command.flag("homeAfter", true)};
  if (command.flag("alternateDropLocation", false)) {
    const auto target = top_of(*visit) + point{drop_spot_x_mm(visit->well.size_x_mm, command.model.next_drop_is_right()), 0, 0};
    return alternating(plan_at_well(*visit, {move_to(command, *visit, target), drop}, target));
  }
  const auto target = drop_place(*visit, command.params.at("wellLocation"));
  if (!target) return tl::unexpected{target.error()};
  return plan_at_well(*visit, {move_to(command, *visit, *target), drop}, *target);
}

planned plan_drop_tip_in_place(const planning& command) {
  const auto pipette = pipette_with_tip(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  return plan_of({drop_tip_operation{pipette->on, command.flag("homeAfter", true)}});
}

planned plan_configure_nozzle_layout(const planning& command) {
  const auto pipette = pipette_of(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto style = command.params.at("configurationParams").at("style").get<std::string>();
  if (!is_full_layout(style, *pipette))
    return refuse("NotSupportedOnRobotType",
                  "Pipette " + pipette->model.name + " always uses all its nozzles: it has no layout " + style + ".", "4003");
  return plan_of({});
}

}  // namespace deckhand::plans
