#include "hardware/emulated_module.hpp"

#include <algorithm>

#include "hardware/module_rules.hpp"

namespace deckhand {
namespace {

// The makers state times such as "25 to 4 degrees within 12 to 18 minutes" or "up to 4.25 degrees a second"; these are about
// those.
constexpr heating_rates temperature_module_rates{0.2, 0.1, 0.025};
constexpr heating_rates block_rates_gen1{3, 2, 0.5};
constexpr heating_rates block_rates_gen2{4.25, 2, 0.5};
constexpr heating_rates shaker_rates{0.2, 0.05, 0.05};
constexpr double lid_heating_per_s = 0.25;
constexpr double drift_per_s = 0.05;  // of anything that is switched off, towards the room
constexpr double lid_moves_gen1_s = 12;
constexpr double lid_moves_gen2_s = 18;
constexpr double latch_moves_s = 2.5;
constexpr double magnet_speed_mm_s = 10;
constexpr double spin_up_rpm_s = 500;
constexpr double spin_down_rpm_s = 1000;

void drift(value_track& heater, double now_s) {
  heater.stay(now_s);
  heater.then_go(room_celsius, drift_per_s);
}

}  // namespace

heating_rates plate_rates(const module_model& model) {
  if (model.type == module_type::thermocycler) return model.generation == 1 ? block_rates_gen1 : block_rates_gen2;
  return model.type == module_type::heater_shaker ? shaker_rates : temperature_module_rates;
}

emulated_module::emulated_module(const module_model& model, std::string serial_number)
    : model_(&model), serial_number_(std::move(serial_number)) {}

tl::expected<double, robot_error> emulated_module::begin(const module_operation& wanted, double now_s) {
  if (auto refused = refusal_of(*model_, facts(now_s), wanted)) return tl::unexpected{std::move(*refused)};
  switch (wanted.action) {
    using enum module_action;
    case set_temperature:
    case wait_for_temperature:
    case stop_heating: return begin_heating(wanted, now_s);
    case engage:
    case probe:
    case disengage: return begin_magnet(wanted, now_s);
    case shake:
    case stop_shaking:
    case open_latch:
    case close_latch: return begin_shaker(wanted, now_s);
    default: return begin_thermocycler(wanted, now_s);
  }
}

// --- plates and blocks ---

// Cooling is slower below the room's temperature.
void emulated_module::heat_plate(double celsius) {
  auto rates = plate_rates(*model_);
  if (most_celsius_per_s_)
    for (auto* rate : {&rates.up, &rates.down, &rates.down_below_room}) *rate = std::min(*rate, *most_celsius_per_s_);
  const auto now = plate_.at(plate_.ends_s());
  if (celsius >= now) {
    plate_.then_go(celsius, rates.up);
    return;
  }
  if (now > room_celsius) plate_.then_go(std::max(celsius, room_celsius), rates.down);
  if (celsius < room_celsius) plate_.then_go(celsius, rates.down_below_room);
}

double emulated_module::begin_heating(const module_operation& wanted, double now_s) {
  if (wanted.action == module_action::wait_for_temperature) return wait_for_plate(wanted.value, now_s);
  profile_.clear();
  plate_target_.reset();
  hold_begins_s_ = hold_ends_s_ = now_s;
  if (wanted.action == module_action::stop_heating || !wanted.value) {
    drift(plate_, now_s);
    return now_s;
  }
  plate_target_ = wanted.value;
  plate_.stay(now_s);
  heat_plate(*wanted.value);
  hold_begins_s_ = plate_.ends_s();
  hold_ends_s_ = hold_begins_s_ + wanted.hold_s.value_or(0);
  return now_s;
}

double emulated_module::wait_for_plate(std::optional<double> celsius, double now_s) const {
  if (!celsius) return std::max({now_s, plate_.ends_s(), hold_ends_s_});
  const auto here = plate_.at(now_s);
  const bool heats = *plate_target_ >= here;
  if (heats ? here >= *celsius : here <= *celsius) return now_s;
  return plate_.when(*celsius, now_s).value_or(std::max(now_s, plate_.ends_s()));
}

// --- thermocyclers ---

double emulated_module::begin_thermocycler(const module_operation& wanted, double now_s) {
  const auto move_lid = [&](bool opens) {
    if (lid_.is_open == opens) return std::max(now_s, lid_.moves_until_s);
    lid_ = {opens, true, now_s + (model_->generation == 1 ? lid_moves_gen1_s : lid_moves_gen2_s)};
    return lid_.moves_until_s;
  };
  switch (wanted.action) {
    using enum module_action;
    case open_lid: return move_lid(true);
    case close_lid: return move_lid(false);
    case run_profile: return this->run_profile(wanted.profile, now_s);
    case wait_for_lid_temperature: return std::max(now_s, lid_heater_.ends_s());
    case stop_all_heating: begin_heating(wanted, now_s); [[fallthrough]];
    case stop_heating_lid:
      lid_target_.reset();
      drift(lid_heater_, now_s);
      return now_s;
    default: break;  // set_lid_temperature
  }
  lid_target_ = wanted.value;
  lid_heater_.stay(now_s);
  const bool heats = wanted.value && *wanted.value >= lid_heater_.at(now_s);
  lid_heater_.then_go(wanted.value.value_or(room_celsius), heats ? lid_heating_per_s : drift_per_s);
  return now_s;
}

double emulated_module::run_profile(const std::vector<profile_step>& profile, double now_s) {
  profile_.clear();
  plate_.stay(now_s);
  for (const auto& step : profile) {
    profile_.push_back({plate_.ends_s(), step.celsius});
    heat_plate(step.celsius);
    plate_.then_hold(step.hold_s);
  }
  if (!profile.empty()) plate_target_ = profile.back().celsius;
  hold_begins_s_ = hold_ends_s_ = plate_.ends_s();
  return plate_.ends_s();
}

bool emulated_module::is_running_profile(double now_s) const { return !profile_.empty() && now_s < plate_.ends_s(); }

void emulated_module::halt(double now_s) {
  if (!is_running_profile(now_s)) return;
  plate_target_ = plate_target(now_s);
  profile_.clear();
  plate_.stay(now_s);
  heat_plate(*plate_target_);
  hold_begins_s_ = hold_ends_s_ = plate_.ends_s();
}

// --- magnets and shakers ---

double emulated_module::begin_magnet(const module_operation& wanted, double now_s) {
  const auto height_mm = wanted.action == module_action::engage  ? wanted.value.value_or(0)
                         : wanted.action == module_action::probe ? magnet_ledge_mm
                                                                 : 0.0;
  magnet_mm_.stay(now_s);
  return magnet_mm_.then_go(height_mm, magnet_speed_mm_s);
}

double emulated_module::begin_shaker(const module_operation& wanted, double now_s) {
  const auto move_latch = [&](bool opens) {
    if (latch_.is_known && latch_.is_open == opens) return std::max(now_s, latch_.moves_until_s);
    latch_ = {opens, true, now_s + latch_moves_s};
    return latch_.moves_until_s;
  };
  const auto spin = [&](double rpm) {
    const bool speeds_up = rpm > rpm_.at(now_s);
    rpm_.stay(now_s);
    return rpm_.then_go(rpm, speeds_up ? spin_up_rpm_s : spin_down_rpm_s);
  };
  switch (wanted.action) {
    using enum module_action;
    case close_latch: return move_latch(false);
    case open_latch: return move_latch(true);
    case shake: target_rpm_ = wanted.value; return spin(wanted.value.value_or(0));
    default: target_rpm_.reset(); return spin(0);
  }
}

// --- facts ---

std::optional<double> emulated_module::plate_target(double now_s) const {
  auto target = plate_target_;
  for (const auto& step : profile_)
    if (step.begins_s <= now_s) target = step.celsius;
  return target;
}

double emulated_module::settled_s() const {
  return std::max({plate_.ends_s(), lid_heater_.ends_s(), magnet_mm_.ends_s(), rpm_.ends_s(), hold_ends_s_, lid_.moves_until_s,
                   latch_.moves_until_s});
}

module_facts emulated_module::facts(double now_s) const {
  module_facts now;
  now.model = model_->name;
  now.serial_number = serial_number_;
  now.firmware_version = now.hardware_revision = "deckhand-emulated";
  now.plate = {plate_.at(now_s), plate_target(now_s)};
  now.lid_heater = {lid_heater_.at(now_s), lid_target_};
  now.lid = now_s < lid_.moves_until_s ? lid_state::between : lid_.is_open ? lid_state::open : lid_state::closed;
  if (now_s < hold_ends_s_) now.hold_left_s = hold_ends_s_ - std::max(now_s, hold_begins_s_);
  if (is_running_profile(now_s)) {
    const auto begun = std::ranges::count_if(profile_, [&](const auto& step) { return step.begins_s <= now_s; });
    now.profile = profile_facts{static_cast<std::size_t>(begun), profile_.size()};
  }
  now.magnet_height_mm = magnet_mm_.at(now_s);
  now.shake_rpm = rpm_.at(now_s);
  now.target_rpm = target_rpm_;
  if (latch_.is_known && now_s < latch_.moves_until_s)
    now.latch = latch_.is_open ? latch_state::opening : latch_state::closing;
  else if (latch_.is_known)
    now.latch = latch_.is_open ? latch_state::open : latch_state::closed;
  return now;
}

}  // namespace deckhand
