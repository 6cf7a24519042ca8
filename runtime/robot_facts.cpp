#include "runtime/robot_facts.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/module_catalogue.hpp"

namespace deckhand {

bool is_at_target(const heater_facts& heater) {
  constexpr double wavers_by_celsius = 0.5;
  return heater.target_celsius && std::abs(*heater.target_celsius - heater.celsius) <= wavers_by_celsius;
}

const module_facts* robot_facts::find_module(std::string_view serial_number) const {
  const auto found = std::ranges::find(modules, serial_number, &module_facts::serial_number);
  return found == modules.end() ? nullptr : &*found;
}

const module_facts* robot_facts::find_free_module(std::string_view model, const std::vector<std::string>& serials_in_use) const {
  const auto* wanted = find_module_model(model);
  if (!wanted) return nullptr;
  const module_facts* stand_in = nullptr;
  for (const auto& each : modules) {
    if (std::ranges::find(serials_in_use, each.serial_number) != serials_in_use.end()) continue;
    if (each.model == model) return &each;
    const auto* attached = find_module_model(each.model);
    if (!stand_in && attached && can_stand_in(*attached, *wanted)) stand_in = &each;
  }
  return stand_in;
}

}  // namespace deckhand
