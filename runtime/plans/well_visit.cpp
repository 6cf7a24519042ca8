#include "runtime/plans/well_visit.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/plans/module_use.hpp"

namespace deckhand::plans {
namespace {

using nlohmann::json;

// A driver's position comes back from motor steps: it may differ from what was asked by less than this.
constexpr double position_tolerance_mm = 0.02;
constexpr double nozzle_pitch_mm = 9;

// Only a pipette that still stands where its last move ended may take a shorter path than the general arc.
const last_location* still_at(const planning& command, const pipette_in_use& pipette) {
  const auto& where = command.model.where();
  const auto& position = command.facts.at(pipette.on).position;
  if (!where || !position) return nullptr;
  if (where->pipette_id != pipette.pipette_id)
    return command.model.api_minor() < first_minor_with_own_locations ? &*where : nullptr;
  const auto moved = *position - where->position;
  const bool has_stayed = std::abs(moved.x_mm) < position_tolerance_mm && std::abs(moved.y_mm) < position_tolerance_mm;
  return has_stayed ? &*where : nullptr;
}

path_kind choose_path(const planning& command, const well_visit& visit, const movement& how) {
  if (how.is_forced_direct) return path_kind::direct;
  const auto* where = still_at(command, visit.pipette);
  if (!where || where->labware_id != visit.labware.labware_id) return path_kind::arc;
  const bool must_rise = command.model.is_legacy() && how.minimum_z_mm > 0;
  return where->well_name == visit.well_name && !must_rise ? path_kind::direct : path_kind::in_labware_arc;
}

// By the older rules it is the two wells that count, and the labware's own top only where there is no well.
double base_within(const planning& command, const well_visit& visit) {
  if (!command.model.is_legacy()) return command.model.top_z_mm(visit.labware);
  const auto& definition = *visit.labware.definition;
  const auto* here = definition.find_well(command.model.where()->well_name);
  const auto here_mm = here ? here->bottom_centre.z_mm + here->depth_mm : definition.height_mm;
  return std::max(visit.bottom.z_mm - visit.well.bottom_centre.z_mm + here_mm, top_of(visit).z_mm);
}

std::optional<double> speed_of(const planning& command, const well_visit& visit) {
  return command.model.movement_speed_mm_s(visit.pipette.pipette_id);
}

move_operation begin_move(const planning& command, mount on, const point& target, std::optional<double> speed_mm_s) {
  move_operation move;
  move.on = on;
  move.target = target;
  move.speed_mm_s = speed_mm_s;
  move.axis_speeds = command.model.axis_speeds();
  move.is_legacy = command.model.is_legacy();
  return move;
}

// In wells that are as long as the pipette is wide, the middle of what is in use goes to the middle of the well.
void aim(const planning& command, well_visit& visit) {
  const bool wants_centre = visit.pipette.is_multi_channel() && visit.labware.definition->has_quirk("centerMultichannelOnWells");
  const auto* some = command.model.find_nozzle_layout(visit.pipette.pipette_id);
  visit.is_centred = wants_centre && !some;
  if (!some) return;
  visit.nozzle_mm = nozzle_pitch_mm * (wants_centre ? (some->first + some->last) / 2.0 : some->primary);
}

tl::expected<well_visit, command_error> reach(const planning& command, const pipette_in_use& pipette,
                                              const loaded_labware& labware, std::string well_name, const well_geometry& well) {
  const auto& definition = *labware.definition;
  const auto origin = command.model.origin_of(labware);
  if (!origin) return refuse("LocationNotAccessibleByPipetteError", "Labware " + definition.load_name + " is not on the deck.");
  if (const auto* above = command.model.labware_on(labware.labware_id))
    return refuse("LabwareIsInStackError",
                  "Labware " + definition.load_name + " cannot be reached: " + above->definition->load_name + " stands on it.");
  if (const auto open = check_thermocycler_lid(command, labware.location); !open) return tl::unexpected{open.error()};
  const auto slot = command.model.slot_of(labware.location).value_or("");
  if (const auto free = check_heater_shakers(command, pipette, slot, definition.is_tip_rack); !free)
    return tl::unexpected{free.error()};
  well_visit visit{pipette, labware, std::move(well_name), well, *origin + well.bottom_centre};
  aim(command, visit);
  return visit;
}

}  // namespace

double primary_nozzle_mm(const planning& command, std::string_view pipette_id) {
  const auto* some = command.model.find_nozzle_layout(pipette_id);
  return some ? nozzle_pitch_mm * some->primary : 0;
}

movement read_movement(const planning& command) {
  auto speed_mm_s = command.optional_number("speed");
  if (const auto pipette_id = command.optional_text("pipetteId"); pipette_id && !speed_mm_s)
    speed_mm_s = command.model.movement_speed_mm_s(*pipette_id);
  return {speed_mm_s, command.optional_number("minimumZHeight").value_or(0), command.flag("forceDirect", false)};
}

tl::expected<well_visit, command_error> visit_well(const planning& command, const pipette_in_use& pipette) {
  const auto labware = labware_of(command);
  if (!labware) return tl::unexpected{labware.error()};
  const auto& definition = *(*labware)->definition;
  auto well_name = command.text("wellName");
  const auto* well = definition.find_well(well_name);
  if (!well) return refuse("WellDoesNotExistError", "Labware " + definition.load_name + " has no well " + well_name + ".");
  return reach(command, pipette, **labware, std::move(well_name), *well);
}

tl::expected<well_visit, command_error> visit_labware(const planning& command, const pipette_in_use& pipette) {
  const auto labware = labware_of(command);
  if (!labware) return tl::unexpected{labware.error()};
  return reach(command, pipette, **labware, "", {.bottom_centre = {0, 0, (*labware)->definition->height_mm}});
}

point top_of(const well_visit& visit) { return visit.bottom + point{0, 0, visit.well.depth_mm}; }

tl::expected<point, command_error> place_in(const well_visit& visit, const json& well_location) {
  const auto origin = well_location.at("origin").get<std::string>();
  const auto offset = read_point(well_location.at("offset"));
  if (origin == "top") return top_of(visit) + offset;
  if (origin == "bottom") return visit.bottom + offset;
  if (origin == "center") return visit.bottom + point{0, 0, visit.well.depth_mm / 2} + offset;
  return refuse("LiquidHeightUnknownError",
                "The height of the liquid in well " + visit.well_name + " is not known: this robot cannot sense liquid.");
}

move_operation move_to(const planning& command, const well_visit& visit, const point& target, const movement& how) {
  auto move = begin_move(command, visit.pipette.on, target, how.speed_mm_s ? how.speed_mm_s : speed_of(command, visit));
  move.path = choose_path(command, visit, how);
  move.base_z_mm = move.path == path_kind::in_labware_arc ? base_within(command, visit) : command.model.tallest_z_mm();
  move.minimum_z_mm = how.minimum_z_mm;
  move.centre_of_nozzles = visit.is_centred;
  move.nozzle_mm = visit.nozzle_mm;
  move.detours = detours_to(command, command.model.slot_of(visit.labware.location));
  return move;
}

move_operation move_within(const planning& command, const well_visit& visit, const point& target,
                           std::optional<double> speed_mm_s) {
  auto move = begin_move(command, visit.pipette.on, target, speed_mm_s ? speed_mm_s : speed_of(command, visit));
  move.path = path_kind::direct;
  move.centre_of_nozzles = visit.is_centred;
  move.nozzle_mm = visit.nozzle_mm;
  return move;
}

move_operation move_across(const planning& command, const pipette_in_use& pipette, const point& target, const movement& how) {
  auto move = begin_move(command, pipette.on, target, how.speed_mm_s);
  move.nozzle_mm = primary_nozzle_mm(command, pipette.pipette_id);
  move.path = how.is_forced_direct ? path_kind::direct : path_kind::arc;
  move.base_z_mm = command.model.tallest_z_mm();
  move.minimum_z_mm = how.minimum_z_mm;
  return move;
}

void visit_record::write(run_model& model, const robot_facts& facts) const {
  const auto& position = facts.at(on_).position;
  if (!position) return model.forget_last_location();
  auto where = where_;
  where.position = *position;
  model.set_last_location(std::move(where));
}

command_plan plan_at_well(const well_visit& visit, std::vector<robot_operation> operations, const point& target, json result) {
  auto plan = plan_of(std::move(operations));
  result["position"] = position_json(target);
  plan.complete = [record = visit_record{visit}, result = std::move(result)](run_model& model, const robot_facts& facts) {
    record.write(model, facts);
    return result;
  };
  return plan;
}

}  // namespace deckhand::plans
