#include <algorithm>

#include "runtime/plans/families.hpp"
#include "runtime/plans/well_visit.hpp"

namespace deckhand::plans {
namespace {

using nlohmann::json;

// What the arithmetic of clients and files may be off by.
constexpr double volume_tolerance_ul = 1e-9;

// A volume that fits, and the note that goes with it where it had to be clamped.
struct fitted_volume {
  double volume_ul = 0;
  json notes = json::array();
};

fitted_volume clamp(std::string_view verb, double wanted_ul, double limit_ul) {
  if (wanted_ul <= limit_ul) return {wanted_ul, json::array()};
  const auto action = std::string{verb};
  const json note{
      {"noteKind", "warning"},
      {"shortMessage", action + " clamped to " + in_words(limit_ul) + " uL"},
      {"longMessage", action + " of " + json(wanted_ul).dump() + " uL was asked for, which is more than the possible " +
                          json(limit_ul).dump() + " uL by no more than the error of the arithmetic."},
      {"source", "execution"}};
  return {limit_ul, json::array({note})};
}

tl::expected<fitted_volume, command_error> volume_to_aspirate(const planning& command, const pipette_in_use& pipette) {
  const auto wanted_ul = command.number("volume");
  const auto capacity_ul = std::min(pipette.facts.max_volume_ul, pipette.facts.tip->volume_ul);
  const auto available_ul = std::max(0.0, capacity_ul - pipette.facts.volume_ul);
  if (wanted_ul > available_ul + volume_tolerance_ul)
    return refuse("InvalidAspirateVolumeError", "Cannot aspirate " + in_words(wanted_ul) + " uL: only " + in_words(available_ul) +
                                                    " uL is free in the pipette and its tip.");
  return clamp("Aspirate", wanted_ul, available_ul);
}

tl::expected<fitted_volume, command_error> volume_to_dispense(const planning& command, const pipette_in_use& pipette) {
  const auto wanted_ul = command.number("volume");
  if (wanted_ul > pipette.facts.volume_ul + volume_tolerance_ul)
    return refuse("InvalidDispenseVolumeError",
                  "Cannot dispense " + in_words(wanted_ul) + " uL: only " + in_words(pipette.facts.volume_ul) + " uL is held.");
  return clamp("Dispense", wanted_ul, pipette.facts.volume_ul);
}

// Before, an empty pipette is prepared anew for each aspirate.
constexpr int first_minor_that_stays_ready = 3;

bool is_ready_to_aspirate(const planning& command, const pipette_in_use& pipette) {
  const bool stays_ready = command.model.api_minor() >= first_minor_that_stays_ready;
  return (pipette.facts.ready_to_aspirate && stays_ready) || pipette.facts.volume_ul > 0;
}

// JSON files of schema 3 to 5 set all of a pipette's flows with each command.
std::optional<double> preparing_flow(const planning& command, const pipette_in_use& pipette) {
  const bool is_legacy_json = command.model.is_legacy() && command.model.pick_up_prepares();
  return is_legacy_json ? command.optional_number("flowRate") : command.model.blow_out_flow_ul_s(pipette.pipette_id);
}

// What follows a full dispense unless the command says otherwise.
tl::expected<double, command_error> push_out_of(const planning& command, const pipette_in_use& pipette, double volume_ul) {
  if (const auto asked_ul = command.optional_number("pushOut")) {
    if (*asked_ul < 0) return refuse("InvalidPushOutVolumeError", "A push-out of " + in_words(*asked_ul) + " uL is negative.");
    return *asked_ul;
  }
  const bool is_last = volume_ul > 0 && volume_ul >= pipette.facts.volume_ul - volume_tolerance_ul;
  return is_last ? pipette.model.class_for(pipette.facts.tip->volume_ul).push_out_ul : 0;
}

// One dispense and its notes.
struct dispensing {
  dispense_operation operation;
  json notes;
};
tl::expected<dispensing, command_error> read_dispensing(const planning& command, const pipette_in_use& pipette) {
  auto volume = volume_to_dispense(command, pipette);
  if (!volume) return tl::unexpected{volume.error()};
  const auto push_out_ul = push_out_of(command, pipette, volume->volume_ul);
  if (!push_out_ul) return tl::unexpected{push_out_ul.error()};
  return dispensing{{pipette.on, volume->volume_ul, command.number("flowRate"), *push_out_ul}, std::move(volume->notes)};
}

command_plan plan_in_place(robot_operation operation, double volume_ul, json notes) {
  auto plan = plan_of({std::move(operation)});
  plan.notes = std::move(notes);
  plan.complete = [volume_ul](run_model&, const robot_facts&) { return json{{"volume", volume_ul}}; };
  return plan;
}

}  // namespace

planned plan_aspirate(const planning& command) {
  const auto pipette = pipette_with_tip(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto visit = visit_well(command, *pipette);
  if (!visit) return tl::unexpected{visit.error()};
  auto volume = volume_to_aspirate(command, *pipette);
  if (!volume) return tl::unexpected{volume.error()};
  const auto target = place_in(*visit, command.params.at("wellLocation"));
  if (!target) return tl::unexpected{target.error()};
  std::vector<robot_operation> operations;
  if (is_ready_to_aspirate(command, *pipette)) {
    operations.emplace_back(move_to(command, *visit, *target));
  } else {  // the plunger goes down in the air above the well, never in the liquid
    operations.emplace_back(move_to(command, *visit, top_of(*visit)));
    operations.emplace_back(prepare_to_aspirate_operation{pipette->on, preparing_flow(command, *pipette)});
    operations.emplace_back(move_within(command, *visit, *target));
  }
  operations.emplace_back(aspirate_operation{pipette->on, volume->volume_ul, command.number("flowRate")});
  auto plan = plan_at_well(*visit, std::move(operations), *target, {{"volume", volume->volume_ul}});
  plan.notes = std::move(volume->notes);
  return plan;
}

planned plan_aspirate_in_place(const planning& command) {
  const auto pipette = pipette_with_tip(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  if (!pipette->facts.ready_to_aspirate && pipette->facts.volume_ul == 0)
    return refuse(
        "PipetteNotReadyToAspirateError",
        "The plunger is not at its bottom, and in place there may be liquid below: aspirate from a named well, or prepare "
        "above the liquid first.");
  auto volume = volume_to_aspirate(command, *pipette);
  if (!volume) return tl::unexpected{volume.error()};
  return plan_in_place(aspirate_operation{pipette->on, volume->volume_ul, command.number("flowRate")}, volume->volume_ul,
                       std::move(volume->notes));
}

planned plan_dispense(const planning& command) {
  const auto pipette = pipette_with_tip(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto visit = visit_well(command, *pipette);
  if (!visit) return tl::unexpected{visit.error()};
  auto dispense = read_dispensing(command, *pipette);
  if (!dispense) return tl::unexpected{dispense.error()};
  const auto target = place_in(*visit, command.params.at("wellLocation"));
  if (!target) return tl::unexpected{target.error()};
  auto plan = plan_at_well(*visit, {move_to(command, *visit, *target), dispense->operation}, *target,
                           {{"volume", dispense->operation.volume_ul}});
  plan.notes = std::move(dispense->notes);
  return plan;
}

planned plan_dispense_in_place(const planning& command) {
  const auto pipette = pipette_with_tip(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  auto dispense = read_dispensing(command, *pipette);
  if (!dispense) return tl::unexpected{dispense.error()};
  return plan_in_place(dispense->operation, dispense->operation.volume_ul, std::move(dispense->notes));
}

planned plan_blow_out(const planning& command) {
  const auto pipette = pipette_with_tip(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  const auto visit = visit_well(command, *pipette);
  if (!visit) return tl::unexpected{visit.error()};
  const auto target = place_in(*visit, command.params.at("wellLocation"));
  if (!target) return tl::unexpected{target.error()};
  return plan_at_well(*visit, {move_to(command, *visit, *target), blow_out_operation{pipette->on, command.number("flowRate")}},
                      *target);
}

planned plan_blow_out_in_place(const planning& command) {
  const auto pipette = pipette_with_tip(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  return plan_of({blow_out_operation{pipette->on, command.number("flowRate")}});
}

planned plan_prepare_to_aspirate(const planning& command) {
  const auto pipette = pipette_with_tip(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  return plan_of({prepare_to_aspirate_operation{pipette->on, preparing_flow(command, *pipette)}});
}

// A setting of the other robot's low-volume pipettes; an OT-2's have one way of working.
planned plan_configure_for_volume(const planning& command) {
  const auto pipette = pipette_of(command);
  if (!pipette) return tl::unexpected{pipette.error()};
  return plan_of({});
}

}  // namespace deckhand::plans
