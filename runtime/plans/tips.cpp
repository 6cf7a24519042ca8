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

using read_layout = tl::expected<std::optional<nozzle_layout>, command_error>;

// The row of a nozzle, from the back.
std::optional<int> row_of(const std::string& nozzle) {
  if (nozzle.size() != 2 || nozzle[0] < 'A' || nozzle[0] > 'H' || nozzle[1] != '1') return std::nullopt;
  return nozzle[0] - 'A';
}

read_layout unfit(const std::string& what) {
  return refuse("CommandParameterLimitViolated", "An eight-channel pipette has no " + what + ".", "4005");
}

// Part of a column: from its back nozzle to its front one, of which one is the primary.
read_layout part_of_column(const json& params, int primary) {
  const auto back = row_of(params.value("backLeftNozzle", "")), front = row_of(params.value("frontRightNozzle", ""));
  if (!back || !front || *back > *front || (primary != *back && primary != *front))
    return unfit("nozzle layout from " + params.value("backLeftNozzle", "?") + " to " + params.value("frontRightNozzle", "?") +
                 " that starts at " + params.value("primaryNozzle", "?"));
  return nozzle_layout{*back, *front, primary};
}

// nullopt: all nozzles.
read_layout read_nozzle_layout(const planning& command, const pipette_in_use& pipette) {
  const auto& params = command.params.at("configurationParams");
  const auto style = params.at("style").get<std::string>();
  if (style == "ALL") return std::nullopt;
  if (!pipette.is_multi_channel())
    return refuse("CommandPreconditionViolated", "Pipette " + pipette.model.name + " has one nozzle, and no layouts of several.",
                  "4004");
  const auto primary = row_of(params.value("primaryNozzle", "A1"));
  if (!primary) return unfit("nozzle " + params.value("primaryNozzle", ""));
  if (style == "SINGLE") return nozzle_layout{*primary, *primary, *primary};
  if (style == "QUADRANT") return part_of_column(params, *primary);
  if (style == "COLUMN") return *primary == 0 ? read_layout{std::nullopt} : nozzle_layout{0, 7, *primary};
  return unfit("nozzle layout " + style);
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
  pick_up_tip_operation pick_up{pipette->on,           rack.uri,
                                rack.tip_length_mm,    visit->well.capacity_ul,
                                visit->well.size_x_mm, command.model.pick_up_prepares()};
  const auto pressed = command.model.pressing_of(pipette->pipette_id);
  pick_up.presses = pressed.presses;
  pick_up.increment_mm = pressed.increment_mm;
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
  const auto layout = read_nozzle_layout(command, *pipette);
  if (!layout) return tl::unexpected{layout.error()};
  auto plan = plan_of({});
  plan.complete = [pipette_id = pipette->pipette_id, layout = *layout](run_model& model, const robot_facts&) {
    model.set_nozzle_layout(pipette_id, layout);
    return json::object();
  };
  return plan;
}

}  // namespace deckhand::plans
