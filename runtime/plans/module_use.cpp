#include "runtime/plans/module_use.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace deckhand::plans {
namespace {

using nlohmann::json;
using checked = tl::expected<void, command_error>;

// Pairs of slots between which the straight line crosses the thermocycler, and where the way goes instead: the middle of slot 5.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> ways_across{
    {{"1", "12"}, {"4", "12"}, {"4", "9"}, {"4", "8"}, {"1", "8"}, {"4", "11"}, {"1", "11"}}};
constexpr point way_round{196.5, 133.5, 0};

constexpr int deck_columns = 3;
constexpr int deck_slots = 12;

checked restricted(std::string detail) { return refuse("PipetteMovementRestrictedByHeaterShakerError", std::move(detail)); }

checked check_heater_shaker(const loaded_module& module, const module_facts& facts, const pipette_in_use& pipette,
                            std::string_view slot_name, bool is_tip_rack) {
  const auto is_beside = [&](side where) { return slot_beside(module.slot_name, where) == slot_name; };
  const bool is_own = module.slot_name == slot_name;
  const bool is_left_or_right = is_beside(side::left) || is_beside(side::right);
  const bool is_before_or_behind = is_beside(side::front) || is_beside(side::back);
  const auto there = "Slot " + std::string{slot_name} + " is out of reach: the Heater-Shaker in slot " + module.slot_name;
  if ((is_own || is_left_or_right || is_before_or_behind) && (facts.target_rpm || facts.shake_rpm > 0))
    return restricted(there + " is shaking.");
  if ((is_own || is_left_or_right) && facts.latch != latch_state::closed)
    return restricted(there + " does not have its latch closed.");
  if (pipette.is_multi_channel() && is_left_or_right) return restricted(there + " leaves no room for eight channels.");
  if (pipette.is_multi_channel() && is_before_or_behind && !is_tip_rack)
    return restricted(there + " leaves eight channels room for tip racks only.");
  return {};
}

}  // namespace

tl::expected<module_in_use, command_error> module_of(const planning& command, module_type type) {
  const auto module_id = command.text("moduleId");
  const auto* loaded = command.model.find_module(module_id);
  if (!loaded) return refuse("ModuleNotLoadedError", "Module " + module_id + " is not loaded.");
  if (loaded->model->type != type)
    return refuse("WrongModuleTypeError",
                  "Module " + module_id + " is a " + std::string{loaded->model->display_name} + ", which has no such command.");
  const auto* facts = command.facts.find_module(loaded->serial_number);
  if (!facts)
    return refuse("ModuleNotAttachedError", "The robot no longer has the module " + loaded->serial_number + ".", "3015");
  return module_in_use{*loaded, *facts};
}

planned plan_action(const planning& command, module_type type, module_action action) {
  const auto module = module_of(command, type);
  if (!module) return tl::unexpected{module.error()};
  return plan_of({module->operation(action)});
}

tl::expected<void, command_error> check_heater_shakers(const planning& command, const pipette_in_use& pipette,
                                                       std::string_view slot_name, bool is_tip_rack) {
  for (const auto& [id, module] : command.model.modules()) {
    if (module.model->type != module_type::heater_shaker) continue;
    const auto* facts = command.facts.find_module(module.serial_number);
    if (!facts) continue;
    if (auto allowed = check_heater_shaker(module, *facts, pipette, slot_name, is_tip_rack); !allowed) return allowed;
  }
  return {};
}

tl::expected<void, command_error> check_thermocycler_lid(const planning& command, const json& location) {
  const auto* module = command.model.module_below(location);
  if (!module || module->model->type != module_type::thermocycler) return {};
  const auto* facts = command.facts.find_module(module->serial_number);
  if (facts && facts->lid == lid_state::open) return {};
  return refuse("ThermocyclerNotOpenError", "The lid of the thermocycler is not open: nothing in it can be reached.");
}

tl::expected<void, command_error> check_hands_can_reach(const planning& command, const json& location) {
  const auto* module = command.model.module_below(location);
  const auto* facts = module ? command.facts.find_module(module->serial_number) : nullptr;
  if (!facts) return {};
  if (module->model->type == module_type::thermocycler && facts->lid != lid_state::open)
    return refuse("LabwareMovementNotAllowedError", "Labware cannot be moved below the closed lid of the thermocycler.");
  if (module->model->type == module_type::heater_shaker && facts->latch != latch_state::open)
    return refuse("LabwareMovementNotAllowedError", "Labware cannot be moved on a Heater-Shaker whose latch is not open.");
  return {};
}

std::vector<point> detours_to(const planning& command, const std::optional<std::string>& slot_name) {
  const auto& from = command.model.last_slot();
  if (!from || !slot_name) return {};
  // From 2.10 to 2.13 a pipette knows of no place that the other one went to.
  const auto& where = command.model.where();
  const bool knows_own_only = command.model.is_legacy() && command.model.api_minor() >= first_minor_with_own_locations;
  if (knows_own_only && (!where || where->pipette_id != command.text("pipetteId"))) return {};
  const auto is_thermocycler = [](const auto& each) { return each.second.model->type == module_type::thermocycler; };
  if (std::ranges::none_of(command.model.modules(), is_thermocycler)) return {};
  const auto crosses = [&](const auto& way) {
    return (way.first == *from && way.second == *slot_name) || (way.second == *from && way.first == *slot_name);
  };
  if (std::ranges::none_of(ways_across, crosses)) return {};
  return {way_round};
}

std::optional<std::string> slot_beside(std::string_view slot_name, side where) {
  int number = 0;
  std::from_chars(slot_name.data(), slot_name.data() + slot_name.size(), number);
  const int column = (number - 1) % deck_columns;
  if ((where == side::left && column == 0) || (where == side::right && column == deck_columns - 1)) return std::nullopt;
  constexpr std::array<int, 4> steps{-1, 1, -deck_columns, deck_columns};
  const int beside = number + steps[static_cast<std::size_t>(where)];
  if (beside < 1 || beside > deck_slots) return std::nullopt;
  return std::to_string(beside);
}

}  // namespace deckhand::plans
