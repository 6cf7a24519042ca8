#include "hardware/emulated_module_firmware.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "hardware/gcode_text.hpp"

namespace deckhand {
namespace {

constexpr std::string_view unknown_line = "ERR003:unhandled gcode";
constexpr double plate_lift_takes_s = 6;
constexpr double no_target_of_shaker = 0;

std::string_view lid_text(lid_state lid) {
  if (lid == lid_state::between) return "in_between";
  return lid == lid_state::open ? "open" : "closed";
}

std::string_view latch_text(latch_state latch) {
  switch (latch) {
    case latch_state::unknown: return "IDLE_UNKNOWN";
    case latch_state::open: return "IDLE_OPEN";
    case latch_state::closed: return "IDLE_CLOSED";
    case latch_state::opening: return "OPENING";
    case latch_state::closing: return "CLOSING";
  }
  return "UNKNOWN";
}

}  // namespace

std::span<const device_fault_kind> emulated_module_firmware::own_faults() const {
  constexpr static std::array kinds{device_fault_kind::error, device_fault_kind::async};
  return std::span{kinds}.first(is_new() ? 2 : 1);
}

emulated_answer emulated_module_firmware::fail(device_fault_kind kind, double now_s) {
  const std::string how = module_.model().type == module_type::magnetic ? "motor stalled" : "thermistor disconnected";
  if (!is_new()) return say("error: " + how, now_s);
  return say((kind == device_fault_kind::async ? "async ERR202:" : "ERR202:") + how, now_s);
}

double emulated_module_firmware::settled_s() const { return std::max(module_.settled_s(), plate_lifted_until_s_); }

// New kinds say a code again in front of what they answer to it.
emulated_answer emulated_module_firmware::handle(std::string_view line, double now_s) {
  auto said = say({}, now_s);
  const auto codes = read_gcodes(line);
  if (codes.empty() && !line.empty() && is_new()) return say(std::string{unknown_line}, now_s);
  for (const auto& code : codes) {
    auto each = run(code, now_s);
    if (!each && !is_new()) continue;
    if (!each || is_error(each->text, framing())) return say(each ? each->text : std::string{unknown_line}, now_s);
    if (is_new()) each->text = std::string{code.name} + (each->text.empty() ? "" : " ") + each->text;
    if (!each->text.empty()) said.text += (said.text.empty() ? "" : " ") + each->text;
    said.due_s = std::max(said.due_s, each->due_s);
  }
  return said;
}

emulated_module_firmware::answer emulated_module_firmware::run(const gcode& wanted, double now_s) {
  if (wanted.name == "M115") return say(identity(), now_s);
  if (wanted.name == "dfu") return say({}, now_s);
  switch (module_.model().type) {
    case module_type::temperature: return run_temperature_module(wanted, now_s);
    case module_type::magnetic: return run_magnetic_module(wanted, now_s);
    case module_type::thermocycler: return run_thermocycler(wanted, now_s);
    case module_type::heater_shaker: return run_heater_shaker(wanted, now_s);
  }
  return std::nullopt;
}

emulated_answer emulated_module_firmware::begin(module_action action, std::optional<double> value, double now_s, bool waits) {
  const auto due_s = module_.begin({.serial_number = module_.serial_number(), .action = action, .value = value}, now_s);
  if (!due_s) return refuse(due_s.error().detail, now_s);
  return {{}, waits ? *due_s : now_s, false};
}

emulated_answer emulated_module_firmware::refuse(std::string_view why, double now_s) const {
  return say((is_new() ? "ERR120:" : "error: ") + std::string{why}, now_s);
}

// --- what they say of themselves ---

std::string emulated_module_firmware::identity() const {
  const auto& model = module_.model();
  const bool is_second = model.generation == 2;
  if (model.type == module_type::heater_shaker)
    return "FW:1.0.0 HW:Opentrons-heater-shaker-v1 SerialNo:" + module_.serial_number();
  if (is_new()) return "FW:1.0.0 HW:Opentrons-thermocycler-gen2 SerialNo:" + module_.serial_number();
  const char* name = is_second ? "mag_deck_v20" : "mag_deck_v1.1";
  if (model.type == module_type::temperature) name = is_second ? "temp_deck_v20" : "temp_deck_v4.0";
  if (model.type == module_type::thermocycler) name = "v02";
  return "serial:" + module_.serial_number() + " model:" + name + " version:v2.1.0";
}

std::string emulated_module_firmware::number(double value) const {
  if (!is_new()) return setting_text(std::round(value * 100) / 100);
  char text[32];
  return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.2f", value))};
}

std::string emulated_module_firmware::target(std::optional<double> value) const { return value ? number(*value) : "none"; }

// --- temperature and magnetic modules ---

emulated_module_firmware::answer emulated_module_firmware::run_temperature_module(const gcode& wanted, double now_s) {
  if (wanted.name == "M18") return begin(module_action::stop_heating, {}, now_s);
  if (wanted.name == "M105") {
    const auto plate = module_.facts(now_s).plate;
    return say("T:" + target(plate.target_celsius) + " C:" + number(plate.celsius), now_s);
  }
  const auto celsius = wanted.value_of('S');
  if (wanted.name != "M104" || !celsius) return std::nullopt;
  return begin(module_action::set_temperature, std::nearbyint(*celsius), now_s);
}

emulated_module_firmware::answer emulated_module_firmware::run_magnetic_module(const gcode& wanted, double now_s) {
  const auto units_per_mm = magnet_units_per_mm(module_.model());
  if (wanted.name == "G28.2") return begin(module_action::disengage, {}, now_s, true);
  if (wanted.name == "M114.2") return say("Z:" + number(module_.facts(now_s).magnet_height_mm * units_per_mm), now_s);
  if (wanted.name == "M836") return say("height:" + number(probed_mm_ * units_per_mm), now_s);
  if (wanted.name == "G38.2") {
    probed_mm_ = magnet_ledge_mm;
    return begin(module_action::probe, {}, now_s, true);
  }
  const auto height = wanted.value_of('Z');
  if (wanted.name != "G0" || !height) return std::nullopt;
  return begin(module_action::engage, *height / units_per_mm, now_s, true);
}

// --- thermocyclers ---

emulated_module_firmware::answer emulated_module_firmware::run_thermocycler(const gcode& wanted, double now_s) {
  if (wanted.name == "M119") return say("Lid:" + std::string{lid_text(module_.facts(now_s).lid)}, now_s);
  if (wanted.name == "M126") return begin(module_action::open_lid, {}, now_s, true);
  if (wanted.name == "M127") return begin(module_action::close_lid, {}, now_s, true);
  if (wanted.name == "M128" && is_new()) return lift_plate(now_s);
  if (wanted.name == "M566" && !is_new()) {
    module_.limit_ramp(wanted.value_of('S'));
    return say({}, now_s);
  }
  return run_thermocycler_heaters(wanted, now_s);
}

emulated_module_firmware::answer emulated_module_firmware::run_thermocycler_heaters(const gcode& wanted, double now_s) {
  const auto now = module_.facts(now_s);
  if (wanted.name == "M105") {
    const auto hold = has_hold_ ? number(now.hold_left_s) : "none";
    return say("T:" + target(now.plate.target_celsius) + " C:" + number(now.plate.celsius) + " H:" + hold, now_s);
  }
  if (wanted.name == "M141")
    return say("T:" + target(now.lid_heater.target_celsius) + " C:" + number(now.lid_heater.celsius), now_s);
  if (wanted.name == "M108") return begin(module_action::stop_heating_lid, {}, now_s);
  if (wanted.name == "M14" || wanted.name == "M18") {
    has_hold_ = false;
    return begin(wanted.name == "M18" ? module_action::stop_all_heating : module_action::stop_heating, {}, now_s);
  }
  if (wanted.name == "M104" && wanted.value_of('S')) return set_block(wanted, now_s);
  const auto celsius = wanted.value_of('S');
  if (wanted.name != "M140" || !celsius) return std::nullopt;
  if (!lid_range.contains(*celsius)) return refuse("the lid goes from 37 to 110 degrees", now_s);
  return begin(module_action::set_lid_temperature, celsius, now_s);
}

emulated_answer emulated_module_firmware::set_block(const gcode& wanted, double now_s) {
  const auto celsius = wanted.value_of('S');
  if (!block_range.contains(*celsius)) return refuse("the block goes from 0 to 99 degrees", now_s);
  if (wanted.value_of('V').value_or(0) > most_block_volume_ul) return refuse("wells hold 100 microlitres", now_s);
  const auto hold_s = wanted.value_of('H');
  has_hold_ = hold_s.has_value();
  (void)module_.begin(
      {.serial_number = module_.serial_number(), .action = module_action::set_temperature, .value = celsius, .hold_s = hold_s},
      now_s);
  return say({}, now_s);
}

emulated_answer emulated_module_firmware::lift_plate(double now_s) {
  if (module_.facts(now_s).lid != lid_state::open) return refuse("the plate is lifted only while the lid is open", now_s);
  plate_lifted_until_s_ = now_s + plate_lift_takes_s;
  return {{}, plate_lifted_until_s_, false};
}

// --- heater-shakers ---

emulated_module_firmware::answer emulated_module_firmware::run_heater_shaker(const gcode& wanted, double now_s) {
  const auto now = module_.facts(now_s);
  if (wanted.name == "M105")
    return say("C:" + number(now.plate.celsius) + " T:" + number(now.plate.target_celsius.value_or(no_target_of_shaker)), now_s);
  if (wanted.name == "M123") {
    const auto rpm = [](double value) { return std::to_string(std::lround(value)); };
    return say("C:" + rpm(now.shake_rpm) + " T:" + rpm(now.target_rpm.value_or(no_target_of_shaker)), now_s);
  }
  if (wanted.name == "M241") return say("STATUS:" + std::string{latch_text(now.latch)}, now_s);
  if (wanted.name == "M242") return begin(module_action::open_latch, {}, now_s);
  if (wanted.name == "M243") return begin(module_action::close_latch, {}, now_s);
  if (wanted.name == "M106") return begin(module_action::stop_heating, {}, now_s);
  if (wanted.name == "G28") return begin(module_action::stop_shaking, {}, now_s, true);
  const auto value = wanted.value_of('S');
  if (wanted.name == "M104" && value) {
    if (!shaker_heater_range.contains(*value)) return refuse("the plate goes from 37 to 95 degrees", now_s);
    return begin(module_action::set_temperature, value, now_s);
  }
  if (wanted.name != "M3" || !value) return std::nullopt;
  if (*value < least_shake_rpm || *value > most_shake_rpm) return refuse("it shakes with 200 to 3000 rpm", now_s);
  return begin(module_action::shake, value, now_s);
}

}  // namespace deckhand
