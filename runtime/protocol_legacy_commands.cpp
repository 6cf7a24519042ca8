// The commands of JSON files of schema 3 to 5: what the robot does for each, and how it shows in the log.

#include <cmath>

#include "runtime/protocol_legacy.hpp"
#include "runtime/run_model.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

constexpr double touch_speed_mm_s = 60;

json from_bottom(double z_mm) { return {{"origin", "bottom"}, {"offset", {{"x", 0}, {"y", 0}, {"z", z_mm}}}}; }

json nowhere_but(const char* origin) { return {{"origin", origin}, {"offset", {{"x", 0}, {"y", 0}, {"z", 0}}}}; }

std::string text_of(double number) { return json(number).dump(); }

json joined(json object, const json& more) {
  object.update(more);
  return object;
}

json in_well(const legacy_reader::well_target& target) {
  return {{"pipetteId", target.pipette_id}, {"labwareId", target.labware->labware_id}, {"wellName", target.well_name}};
}

// Entries tell of well tops only; the steps carry where the pipette really goes.
json shown_in(const legacy_reader::well_target& target, const json& more = json::object()) {
  return joined(joined(in_well(target), {{"wellLocation", nowhere_but("top")}}), more);
}

std::string text_of_target(const legacy_reader::well_target& target) { return target.well_name + " of " + target.labware->text; }

// The members of an offset are optional, and so is the offset.
json offset_of(const json& params) {
  const auto given = params.find("offset");
  json offset{{"x", 0}, {"y", 0}, {"z", 0}};
  if (given != params.end() && given->is_object()) offset.update(*given);
  return offset;
}

json movement_of(const json& params) {
  json movement = json::object();
  for (const auto* name : {"minimumZHeight", "forceDirect"})
    if (const auto given = params.find(name); given != params.end()) movement[name] = *given;
  return movement;
}

}  // namespace

const std::vector<legacy_reader::command_form>& legacy_reader::command_forms() {
  static const std::vector<command_form> forms{
      {"aspirate", 3, &legacy_reader::aspirate},
      {"airGap", 3, &legacy_reader::air_gap},
      {"dispense", 3, &legacy_reader::dispense},
      {"blowout", 3, &legacy_reader::blow_out},
      {"touchTip", 3, &legacy_reader::touch_tip},
      {"pickUpTip", 3, &legacy_reader::pick_up_tip},
      {"dropTip", 3, &legacy_reader::drop_tip},
      {"moveToSlot", 3, &legacy_reader::move_to_slot},
      {"delay", 3, &legacy_reader::delay},
      {"moveToWell", 5, &legacy_reader::move_to_well},
      {"magneticModule/engageMagnet", 4, &legacy_reader::engage_magnet},
      {"magneticModule/disengageMagnet", 4, &legacy_reader::disengage_magnet},
      {"temperatureModule/setTargetTemperature", 4, &legacy_reader::set_temperature},
      {"temperatureModule/awaitTemperature", 4, &legacy_reader::await_temperature},
      {"temperatureModule/deactivate", 4, &legacy_reader::deactivate_temperature},
      {"thermocycler/setTargetBlockTemperature", 4, &legacy_reader::set_block},
      {"thermocycler/setTargetLidTemperature", 4, &legacy_reader::set_lid},
      {"thermocycler/awaitBlockTemperature", 4, &legacy_reader::await_nothing},
      {"thermocycler/awaitLidTemperature", 4, &legacy_reader::await_nothing},
      {"thermocycler/openLid", 4, &legacy_reader::open_lid},
      {"thermocycler/closeLid", 4, &legacy_reader::close_lid},
      {"thermocycler/deactivateBlock", 4, &legacy_reader::deactivate_block},
      {"thermocycler/deactivateLid", 4, &legacy_reader::deactivate_lid},
      {"thermocycler/runProfile", 4, &legacy_reader::run_profile},
      {"thermocycler/awaitProfileComplete", 4, &legacy_reader::await_nothing},
  };
  return forms;
}

// --- what pipettes do ---

std::optional<legacy_reader::well_target> legacy_reader::find_target(const json& params, const std::string& place) {
  const auto* pipette = find_text(params, place, "pipette", problems_);
  const auto* labware = find_text(params, place, "labware", problems_);
  const auto* well = find_text(params, place, "well", problems_);
  if (!pipette || !labware || !well) return std::nullopt;
  const auto known_pipette = pipettes_.find(*pipette);
  if (known_pipette == pipettes_.end())
    problems_.complain(place_below(place, "pipette"), "is no pipette of this file: " + in_quotes(*pipette));
  const auto known_labware = labware_.find(*labware);
  if (known_labware == labware_.end())
    problems_.complain(place_below(place, "labware"), "is no labware of this file: " + in_quotes(*labware));
  else if (!known_labware->second.definition->find_well(*well))
    problems_.complain(place_below(place, "well"), "is no well of that labware: " + in_quotes(*well));
  if (known_pipette == pipettes_.end() || known_labware == labware_.end()) return std::nullopt;
  return well_target{known_pipette->second, &known_labware->second, *well};
}

std::optional<legacy_reader::liquid_move> legacy_reader::find_liquid_move(const json& params, const std::string& place) {
  const auto target = find_target(params, place);
  const auto volume = find_number(params, place, "volume");
  const auto flow_rate = find_number(params, place, "flowRate");
  const auto height = find_number(params, place, "offsetFromBottomMm");
  if (!target || !volume || !flow_rate || !height) return std::nullopt;
  return liquid_move{*target, {{"wellLocation", from_bottom(*height)}}, {{"volume", *volume}, {"flowRate", *flow_rate}}};
}

// To take or give nothing is only a move.
void legacy_reader::move_liquid(const json& params, const std::string& place, const char* kind, const char* command_type) {
  const auto found = find_liquid_move(params, place);
  if (!found) return;
  const auto& [target, where, flow] = *found;
  const auto there = joined(in_well(target), where);
  if (flow["volume"] == 0)
    commands_.push_back(log_.entry(kind, "moveToWell", shown_in(target, {{"forceDirect", false}}),
                                   one_step("moveToWell", there, place), legacy_no_position()));
  else
    commands_.push_back(log_.entry(kind, command_type, shown_in(target, flow), one_step(command_type, joined(there, flow), place),
                                   legacy_no_position()));
}

void legacy_reader::aspirate(const json& params, const std::string& place) {
  move_liquid(params, place, "command.ASPIRATE", "aspirate");
}

void legacy_reader::dispense(const json& params, const std::string& place) {
  move_liquid(params, place, "command.DISPENSE", "dispense");
}

// Air is taken above the liquid, where the file says; the move there shows, too.
void legacy_reader::air_gap(const json& params, const std::string& place) {
  const auto found = find_liquid_move(params, place);
  if (!found) return;
  commands_.push_back(log_.custom("command.MOVE_TO", "Moving to " + text_of_target(found->target),
                                  one_step("moveToWell", joined(in_well(found->target), found->where), place)));
  move_liquid(params, place, "command.ASPIRATE", "aspirate");
}

void legacy_reader::blow_out(const json& params, const std::string& place) {
  const auto target = find_target(params, place);
  const auto flow_rate = find_number(params, place, "flowRate");
  const auto height = find_number(params, place, "offsetFromBottomMm");
  if (!target || !flow_rate || !height) return;
  const json flow{{"flowRate", *flow_rate}};
  const auto step = joined(joined(in_well(*target), {{"wellLocation", from_bottom(*height)}}), flow);
  commands_.push_back(log_.entry_with_result("command.BLOW_OUT", "blowout", shown_in(*target, flow),
                                             one_step("blowout", step, place), legacy_no_position()));
}

void legacy_reader::touch_tip(const json& params, const std::string& place) {
  const auto target = find_target(params, place);
  const auto height = find_number(params, place, "offsetFromBottomMm");
  if (!target || !height) return;
  const json touch{{"wellLocation", from_bottom(*height)}, {"speed", touch_speed_mm_s}};
  commands_.push_back(
      log_.custom("command.TOUCH_TIP", "Touching tip", one_step("touchTip", joined(in_well(*target), touch), place)));
}

void legacy_reader::pick_up_tip(const json& params, const std::string& place) {
  const auto target = find_target(params, place);
  if (!target) return;
  commands_.push_back(log_.entry("command.PICK_UP_TIP", "pickUpTip", shown_in(*target),
                                 one_step("pickUpTip", in_well(*target), place), legacy_no_position()));
}

void legacy_reader::drop_tip(const json& params, const std::string& place) {
  const auto target = find_target(params, place);
  if (!target) return;
  commands_.push_back(log_.entry("command.DROP_TIP", "dropTip",
                                 joined(in_well(*target), {{"wellLocation", nowhere_but("default")}}),
                                 one_step("dropTip", in_well(*target), place), legacy_no_position()));
}

void legacy_reader::move_to_slot(const json& params, const std::string& place) {
  const auto* pipette = find_text(params, place, "pipette", problems_);
  const auto* slot = find_text(params, place, "slot", problems_);
  if (!pipette || !slot) return;
  const auto known = pipettes_.find(*pipette);
  if (known == pipettes_.end())
    return problems_.complain(place_below(place, "pipette"), "is no pipette of this file: " + in_quotes(*pipette));
  const auto corner = slot_origin(*slot);
  if (!corner) return problems_.complain(place_below(place, "slot"), "is no slot of the deck: " + in_quotes(*slot));
  auto coordinates = offset_of(params);
  const std::array<std::pair<const char*, double>, 3> corner_of{{{"x", corner->x_mm}, {"y", corner->y_mm}, {"z", corner->z_mm}}};
  for (const auto& [axis, from] : corner_of)
    if (coordinates[axis].is_number()) coordinates[axis] = coordinates[axis].get<double>() + from;
  const auto step = joined({{"pipetteId", known->second}, {"coordinates", coordinates}}, movement_of(params));
  commands_.push_back(log_.custom("command.MOVE_TO", "Moving to " + *slot, one_step("moveToCoordinates", step, place)));
}

void legacy_reader::move_to_well(const json& params, const std::string& place) {
  const auto target = find_target(params, place);
  if (!target) return;
  const json where{{"wellLocation", {{"origin", "bottom"}, {"offset", offset_of(params)}}}};
  const auto step = joined(joined(in_well(*target), where), movement_of(params));
  commands_.push_back(
      log_.custom("command.MOVE_TO", "Moving to " + text_of_target(*target), one_step("moveToWell", step, place)));
}

// --- waiting ---

void legacy_reader::delay(const json& params, const std::string& place) {
  const auto message = params.find("message");
  const bool has_message = message != params.end() && message->is_string() && !message->get_ref<const std::string&>().empty();
  if (const auto wait = params.find("wait"); wait != params.end() && *wait == true) {
    commands_.push_back(log_.pause(has_message ? json{{"message", *message}} : json::object()));
    return;
  }
  const auto seconds = find_number(params, place, "wait");
  if (!seconds) return;
  const auto minutes = std::floor(*seconds / 60);
  auto text = "Delaying for " + std::to_string(static_cast<long>(minutes)) + " minutes and " + text_of(*seconds - 60 * minutes) +
              " seconds";
  if (has_message) text += ". " + message->get<std::string>();
  commands_.push_back(log_.custom("command.DELAY", text, one_step("waitForDuration", {{"seconds", *seconds}}, place)));
}

}  // namespace deckhand
