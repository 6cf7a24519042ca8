#include "hardware/module_gcode.hpp"

#include <algorithm>
#include <cmath>

#include "hardware/gcode_text.hpp"

namespace deckhand {
namespace {

using lines = std::vector<std::string>;

std::string celsius_text(double celsius) { return setting_text(std::round(celsius * 100) / 100); }

std::string block_line(double celsius, std::optional<double> hold_s, std::optional<double> volume_ul) {
  auto line = "M104 S" + celsius_text(celsius);
  if (hold_s) line += " H" + setting_text(*hold_s);
  if (volume_ul) line += " V" + setting_text(*volume_ul);
  return line;
}

lines set_temperature_lines(const module_model& model, const module_operation& wanted) {
  if (model.type == module_type::thermocycler) return {block_line(*wanted.value, wanted.hold_s, wanted.volume_ul)};
  // A temperature module counts in whole degrees.
  const bool is_whole = model.type == module_type::temperature;
  return {"M104 S" + (is_whole ? setting_text(std::nearbyint(*wanted.value) + 0.0) : celsius_text(*wanted.value))};
}

lines profile_lines(const module_operation& wanted) {
  lines all;
  for (const auto& step : wanted.profile) all.push_back(block_line(step.celsius, step.hold_s, wanted.volume_ul));
  return all;
}

const char* stop_heating_line(const module_model& model) {
  if (model.type == module_type::temperature) return "M18";
  return model.type == module_type::thermocycler ? "M14" : "M106";
}

}  // namespace

std::vector<std::string> module_lines(const module_model& model, const module_operation& wanted) {
  switch (wanted.action) {
    using enum module_action;
    case set_temperature: return set_temperature_lines(model, wanted);
    case stop_heating: return {stop_heating_line(model)};
    case set_lid_temperature: return {"M140 S" + celsius_text(std::clamp(*wanted.value, lid_range.least, lid_range.most))};
    case stop_heating_lid: return {"M108"};
    case stop_all_heating: return {"M18"};
    case open_lid: return {"M126"};
    case close_lid: return {"M127"};
    case run_profile: return profile_lines(wanted);
    case engage: return {"G0 Z" + coordinate_text(*wanted.value * magnet_units_per_mm(model)), "M114.2"};
    case probe: return {"G38.2"};
    case disengage: return {"G28.2", "G0 Z0.0", "M114.2"};
    case shake: return {"M3 S" + setting_text(*wanted.value)};
    case stop_shaking: return {"G28"};
    case open_latch: return {"M242"};
    case close_latch: return {"M243"};
    case wait_for_temperature:
    case wait_for_lid_temperature: return {};
  }
  return {};
}

}  // namespace deckhand
