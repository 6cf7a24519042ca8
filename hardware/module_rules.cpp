#include "hardware/module_rules.hpp"

#include <cmath>
#include <string>

namespace deckhand {
namespace {

using refusal = std::optional<robot_error>;

refusal refused(std::string detail) { return robot_error{robot_error_code::module_refused, std::move(detail)}; }

bool can_do(module_type type, module_action action) {
  switch (action) {
    using enum module_action;
    case set_temperature:
    case wait_for_temperature:
    case stop_heating: return type != module_type::magnetic;
    case engage:
    case probe:
    case disengage: return type == module_type::magnetic;
    case shake:
    case stop_shaking:
    case open_latch:
    case close_latch: return type == module_type::heater_shaker;
    case set_lid_temperature:
    case wait_for_lid_temperature:
    case stop_heating_lid:
    case stop_all_heating:
    case open_lid:
    case close_lid:
    case run_profile: return type == module_type::thermocycler;
  }
  return false;
}

refusal refusal_of_wait(const heater_facts& plate, std::optional<double> celsius) {
  if (!plate.target_celsius) return refused("No target temperature is set.");
  if (!celsius) return std::nullopt;
  const bool heats = *plate.target_celsius >= plate.celsius;
  const bool is_passed = heats ? plate.celsius >= *celsius : plate.celsius <= *celsius;
  const bool is_beyond = heats ? *celsius > *plate.target_celsius : *celsius < *plate.target_celsius;
  if (is_passed || !is_beyond) return std::nullopt;
  return refused("The temperature waited for lies beyond the target: it would never be reached.");
}

bool is_reached(const heater_facts& heater, std::optional<double> celsius) {
  if (is_at_target(heater)) return true;
  if (!celsius || !heater.target_celsius) return false;
  return *heater.target_celsius >= heater.celsius ? heater.celsius >= *celsius : heater.celsius <= *celsius;
}

// Motors waver, and stand still below this.
constexpr double least_rpm = 1;

bool is_at_speed(const module_facts& now) {
  constexpr double wavers_by_rpm = 50;
  return now.target_rpm && std::abs(*now.target_rpm - now.shake_rpm) <= wavers_by_rpm;
}

}  // namespace

std::optional<robot_error> refusal_of(const module_model& model, const module_facts& now, const module_operation& wanted) {
  if (!can_do(model.type, wanted.action)) return refused("A " + std::string{model.display_name} + " cannot do that.");
  const bool is_latched = now.latch == latch_state::closed || now.latch == latch_state::closing;
  const auto height_mm = wanted.value.value_or(0);
  switch (wanted.action) {
    using enum module_action;
    case wait_for_temperature: return refusal_of_wait(now.plate, wanted.value);
    case wait_for_lid_temperature:
      if (!now.lid_heater.target_celsius) return refused("No target temperature is set for the lid.");
      break;
    case engage:
      if (height_mm < 0 || height_mm > most_magnet_travel_mm(model)) return refused("The magnets do not reach that height.");
      break;
    case open_latch:
      if (now.shake_rpm >= least_rpm || now.target_rpm) return refused("The latch stays closed while the plate shakes.");
      break;
    case shake:
      if (!is_latched) return refused("The plate does not shake before the latch is closed.");
      break;
    default: break;
  }
  return std::nullopt;
}

bool is_in_vain(const module_operation& wanted, const module_facts& now) {
  if (wanted.action == module_action::wait_for_lid_temperature) return !now.lid_heater.target_celsius;
  return wanted.action == module_action::wait_for_temperature && !now.plate.target_celsius;
}

bool is_over(const module_operation& wanted, const module_facts& now) {
  switch (wanted.action) {
    using enum module_action;
    case wait_for_temperature: return is_reached(now.plate, wanted.value) && (wanted.value || now.hold_left_s <= 0);
    case run_profile: return is_at_target(now.plate) && now.hold_left_s <= 0;
    case wait_for_lid_temperature: return is_at_target(now.lid_heater);
    case open_lid: return now.lid == lid_state::open;
    case close_lid: return now.lid == lid_state::closed;
    case open_latch: return now.latch == latch_state::open;
    case close_latch: return now.latch == latch_state::closed;
    case shake: return is_at_speed(now);
    case stop_shaking: return now.shake_rpm < least_rpm;
    default: return true;
  }
}

}  // namespace deckhand
