/// Modules in plans: which one a command means, what its driver says of it, and when it is in a pipette's way.
/// Internal to command_plan.
#pragma once

#include "runtime/plans/planning.hpp"

namespace deckhand::plans {

/// A loaded module that the robot really has.
struct module_in_use {
  const loaded_module& loaded;
  const module_facts& facts;

  module_operation operation(module_action action, std::optional<double> value = {}) const {
    return {.serial_number = loaded.serial_number, .action = action, .value = value};
  }
};
/// By the command's "moduleId". Errors: ModuleNotLoadedError, WrongModuleTypeError, ModuleNotAttachedError.
tl::expected<module_in_use, command_error> module_of(const planning& command, module_type type);

/// A plan of one action without further ado; its result is {}.
planned plan_action(const planning& command, module_type type, module_action action);

/// Whether a pipette may go to labware or to an area in a slot. `is_tip_rack` is of the labware there, if any.
/// A heater-shaker that shakes keeps pipettes off its own slot and its four neighbours, one whose latch is not closed off its own
/// slot and those left and right of it; eight channels never fit left or right of one, and behind or before it only to tip racks.
/// Errors: PipetteMovementRestrictedByHeaterShakerError.
tl::expected<void, command_error> check_heater_shakers(const planning& command, const pipette_in_use& pipette,
                                                       std::string_view slot_name, bool is_tip_rack);
/// Whether a pipette can reach into labware at a location: not below a thermocycler's lid (ThermocyclerNotOpenError).
tl::expected<void, command_error> check_thermocycler_lid(const planning& command, const nlohmann::json& location);
/// Whether people can take labware from a location, or put it there: LabwareMovementNotAllowedError where a lid or a latch holds
/// it.
tl::expected<void, command_error> check_hands_can_reach(const planning& command, const nlohmann::json& location);

/// What a move from the last known slot to another must pass so that it does not cross the thermocycler; empty mostly.
std::vector<point> detours_to(const planning& command, const std::optional<std::string>& slot_name);

enum class side : unsigned char { left, right, front, back };
/// The slot beside one on the deck; nullopt at its edge.
std::optional<std::string> slot_beside(std::string_view slot_name, side where);

}  // namespace deckhand::plans
