#include <cmath>

#include "runtime/plans/families.hpp"
#include "runtime/plans/module_use.hpp"

namespace deckhand::plans {
namespace {

using nlohmann::json;
using checked = tl::expected<void, command_error>;
using enum module_type;

checked check_target(double celsius, const celsius_range& range, std::string_view what) {
  if (range.contains(celsius)) return {};
  return refuse("InvalidTargetTemperatureError", std::string{what} + " takes " + in_words(range.least) + " to " +
                                                     in_words(range.most) + " degrees C, not " + in_words(celsius) + ".");
}

checked check_block_volume(const planning& command) {
  const auto volume_ul = command.optional_number("blockMaxVolumeUl");
  if (!volume_ul || (*volume_ul >= 0 && *volume_ul <= most_block_volume_ul)) return {};
  return refuse("InvalidBlockVolumeError", "A well of the thermocycler holds 0 to " + in_words(most_block_volume_ul) +
                                               " uL, not " + in_words(*volume_ul) + ".");
}

command_plan plan_with_result(std::vector<robot_operation> operations, json result) {
  auto plan = plan_of(std::move(operations));
  plan.complete = [result = std::move(result)](run_model&, const robot_facts&) { return result; };
  return plan;
}

struct heater_words {
  module_type type;
  celsius_range range;
  std::string_view name;
};
constexpr heater_words temperature_module_words{temperature, temperature_module_range, "A Temperature Module"};
constexpr heater_words block_words{thermocycler, block_range, "The thermocycler's block"};
constexpr heater_words lid_words{thermocycler, lid_range, "The thermocycler's lid"};
constexpr heater_words shaker_words{heater_shaker, shaker_heater_range, "A Heater-Shaker"};

planned plan_set(const planning& command, const heater_words& words, module_action action, double celsius, json result) {
  const auto module = module_of(command, words.type);
  if (!module) return tl::unexpected{module.error()};
  if (const auto allowed = check_target(celsius, words.range, words.name); !allowed) return tl::unexpected{allowed.error()};
  return plan_with_result({module->operation(action, celsius)}, std::move(result));
}

planned plan_wait(const planning& command, const heater_words& words, module_action action,
                  std::optional<double> celsius = std::nullopt) {
  const auto module = module_of(command, words.type);
  if (!module) return tl::unexpected{module.error()};
  const auto& heater = action == module_action::wait_for_lid_temperature ? module->facts.lid_heater : module->facts.plate;
  if (!heater.target_celsius)
    return refuse("NoTargetTemperatureSetError", std::string{words.name} + " has no target temperature to wait for.");
  if (celsius)
    if (const auto allowed = check_target(*celsius, words.range, words.name); !allowed) return tl::unexpected{allowed.error()};
  return plan_of({module->operation(action, celsius)});
}

tl::expected<profile_step, command_error> read_step(const json& step) {
  const profile_step read{step.at("celsius").get<double>(), step.at("holdSeconds").get<double>()};
  if (const auto allowed = check_target(read.celsius, block_range, block_words.name); !allowed)
    return tl::unexpected{allowed.error()};
  return read;
}

planned plan_profile(const planning& command, std::vector<profile_step> profile) {
  const auto module = module_of(command, thermocycler);
  if (!module) return tl::unexpected{module.error()};
  if (const auto allowed = check_block_volume(command); !allowed) return tl::unexpected{allowed.error()};
  auto run = module->operation(module_action::run_profile);
  run.profile = std::move(profile);
  run.volume_ul = command.optional_number("blockMaxVolumeUl");
  return plan_of({run});
}

}  // namespace

// The module itself counts in whole degrees.
planned plan_temperature_set(const planning& command) {
  const auto celsius = command.number("celsius");
  if (const auto module = module_of(command, temperature); !module) return tl::unexpected{module.error()};
  if (const auto allowed = check_target(celsius, temperature_module_range, temperature_module_words.name); !allowed)
    return tl::unexpected{allowed.error()};
  const auto whole = std::nearbyint(celsius);
  return plan_set(command, temperature_module_words, module_action::set_temperature, whole, {{"targetTemperature", whole}});
}

planned plan_temperature_wait(const planning& command) {
  const auto celsius = command.optional_number("celsius");
  const auto whole = celsius ? std::optional{std::nearbyint(*celsius)} : std::nullopt;
  return plan_wait(command, temperature_module_words, module_action::wait_for_temperature, whole);
}

planned plan_temperature_deactivate(const planning& command) {
  return plan_action(command, temperature, module_action::stop_heating);
}

planned plan_block_set(const planning& command) {
  const auto celsius = command.number("celsius");
  auto plan = plan_set(command, block_words, module_action::set_temperature, celsius, {{"targetBlockTemperature", celsius}});
  if (!plan) return plan;
  if (const auto allowed = check_block_volume(command); !allowed) return tl::unexpected{allowed.error()};
  const auto hold_s = command.optional_number("holdTimeSeconds");
  if (hold_s && *hold_s < 0) return refuse("InvalidHoldTimeError", "A hold of " + in_words(*hold_s) + " s is negative.");
  auto& set = std::get<module_operation>(plan->operations.front());
  set.hold_s = hold_s;
  set.volume_ul = command.optional_number("blockMaxVolumeUl");
  return plan;
}

planned plan_block_wait(const planning& command) { return plan_wait(command, block_words, module_action::wait_for_temperature); }

planned plan_block_deactivate(const planning& command) { return plan_action(command, thermocycler, module_action::stop_heating); }

planned plan_lid_set(const planning& command) {
  const auto celsius = command.number("celsius");
  return plan_set(command, lid_words, module_action::set_lid_temperature, celsius, {{"targetLidTemperature", celsius}});
}

planned plan_lid_wait(const planning& command) { return plan_wait(command, lid_words, module_action::wait_for_lid_temperature); }

planned plan_lid_deactivate(const planning& command) {
  return plan_action(command, thermocycler, module_action::stop_heating_lid);
}

planned plan_block_and_lid_deactivate(const planning& command) {
  return plan_action(command, thermocycler, module_action::stop_all_heating);
}

planned plan_run_profile(const planning& command) {
  std::vector<profile_step> profile;
  for (const auto& step : command.params.at("profile")) {
    const auto read = read_step(step);
    if (!read) return tl::unexpected{read.error()};
    profile.push_back(*read);
  }
  return plan_profile(command, std::move(profile));
}

planned plan_run_extended_profile(const planning& command) {
  constexpr std::int64_t most_steps = 100'000;  // a month of the shortest steps; more would only fill memory
  std::vector<profile_step> profile;
  for (const auto& element : command.params.at("profileElements")) {
    const bool is_cycle = element.contains("steps");
    std::vector<profile_step> steps;
    for (const auto& step : is_cycle ? element.at("steps") : json::array({element})) {
      const auto read = read_step(step);
      if (!read) return tl::unexpected{read.error()};
      steps.push_back(*read);
    }
    const auto repetitions = is_cycle ? element.at("repetitions").get<std::int64_t>() : 1;
    const auto longest = most_steps / std::max<std::int64_t>(1, static_cast<std::int64_t>(steps.size()));
    if (repetitions < 1 || repetitions > longest)
      return refuse("InvalidProfileError", "A cycle cannot be repeated " + std::to_string(repetitions) + " times.");
    for (std::int64_t i = 0; i < repetitions; ++i) profile.insert(profile.end(), steps.begin(), steps.end());
  }
  return plan_profile(command, std::move(profile));
}

planned plan_shaker_heater_set(const planning& command) {
  return plan_set(command, shaker_words, module_action::set_temperature, command.number("celsius"), json::object());
}

planned plan_shaker_heater_wait(const planning& command) {
  return plan_wait(command, shaker_words, module_action::wait_for_temperature, command.optional_number("celsius"));
}

planned plan_shaker_heater_deactivate(const planning& command) {
  return plan_action(command, heater_shaker, module_action::stop_heating);
}

}  // namespace deckhand::plans
