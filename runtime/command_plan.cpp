#include "runtime/command_plan.hpp"

#include <array>
#include <unordered_map>

#include "runtime/plans/families.hpp"

namespace deckhand {
namespace {

using namespace plans;
using planning_function = planned (*)(const planning&);

const std::unordered_map<std::string_view, planning_function>& planning_functions() {
  static const std::unordered_map<std::string_view, planning_function> functions{
      {"aspirate", plan_aspirate},
      {"aspirateInPlace", plan_aspirate_in_place},
      {"blowOutInPlace", plan_blow_out_in_place},
      {"blowout", plan_blow_out},
      {"comment", plan_nothing},
      {"configureForVolume", plan_configure_for_volume},
      {"configureNozzleLayout", plan_configure_nozzle_layout},
      {"custom", plan_nothing},
      {"dispense", plan_dispense},
      {"dispenseInPlace", plan_dispense_in_place},
      {"dropTip", plan_drop_tip},
      {"dropTipInPlace", plan_drop_tip_in_place},
      {"heaterShaker/closeLabwareLatch", plan_close_latch},
      {"heaterShaker/deactivateHeater", plan_shaker_heater_deactivate},
      {"heaterShaker/deactivateShaker", plan_stop_shaking},
      {"heaterShaker/openLabwareLatch", plan_open_latch},
      {"heaterShaker/setAndWaitForShakeSpeed", plan_shake},
      {"heaterShaker/setTargetTemperature", plan_shaker_heater_set},
      {"heaterShaker/waitForTemperature", plan_shaker_heater_wait},
      {"home", plan_home},
      {"loadLabware", plan_load_labware},
      {"loadLiquid", plan_load_liquid},
      {"loadModule", plan_load_module},
      {"loadPipette", plan_load_pipette},
      {"magneticModule/calibrate", plan_magnet_calibrate},
      {"magneticModule/disengage", plan_magnet_disengage},
      {"magneticModule/engage", plan_magnet_engage},
      {"moveLabware", plan_move_labware},
      {"moveOverLabware", plan_move_over_labware},
      {"moveRelative", plan_move_relative},
      {"moveToAddressableArea", plan_move_to_addressable_area},
      {"moveToAddressableAreaForDropTip", plan_move_to_area_for_drop_tip},
      {"moveToCoordinates", plan_move_to_coordinates},
      {"moveToWell", plan_move_to_well},
      {"pickUpTip", plan_pick_up_tip},
      {"prepareToAspirate", plan_prepare_to_aspirate},
      {"reloadLabware", plan_reload_labware},
      {"retractAxis", plan_retract_axis},
      {"savePosition", plan_save_position},
      {"setRailLights", plan_set_rail_lights},
      {"setStatusBar", plan_nothing},
      {"temperatureModule/deactivate", plan_temperature_deactivate},
      {"temperatureModule/setTargetTemperature", plan_temperature_set},
      {"temperatureModule/waitForTemperature", plan_temperature_wait},
      {"thermocycler/closeLid", plan_close_lid},
      {"thermocycler/deactivate", plan_block_and_lid_deactivate},
      {"thermocycler/deactivateBlock", plan_block_deactivate},
      {"thermocycler/deactivateLid", plan_lid_deactivate},
      {"thermocycler/openLid", plan_open_lid},
      {"thermocycler/runExtendedProfile", plan_run_extended_profile},
      {"thermocycler/runProfile", plan_run_profile},
      {"thermocycler/setTargetBlockTemperature", plan_block_set},
      {"thermocycler/setTargetLidTemperature", plan_lid_set},
      {"thermocycler/waitForBlockTemperature", plan_block_wait},
      {"thermocycler/waitForLidTemperature", plan_lid_wait},
      {"touchTip", plan_touch_tip},
      {"waitForDuration", plan_wait_for_duration},
      {"waitForResume", plan_wait_for_resume},
  };
  return functions;
}

planned plan_any(std::string_view command_type, const planning& command) {
  const auto found = planning_functions().find(command_type);
  if (found != planning_functions().end()) return found->second(command);
  return refuse("CommandNotSupportedError", "This robot has no command " + std::string{command_type} + ".");
}

struct robot_error_name {
  robot_error_code code;
  std::string_view error_type;
  std::string_view error_code;
};
// Codes: the maker's list of enumerated errors.
constexpr std::array<robot_error_name, 16> robot_error_names{{
    {robot_error_code::planning_refused, "FailedToPlanMoveError", "2004"},
    {robot_error_code::position_unknown, "MustHomeError", "2013"},
    {robot_error_code::pipette_absent, "FailedToLoadPipetteError", "3010"},
    {robot_error_code::tip_absent, "TipNotAttachedError", "3005"},
    {robot_error_code::tip_present, "TipAttachedError", "3012"},
    {robot_error_code::module_absent, "ModuleNotAttachedError", "3015"},
    {robot_error_code::module_refused, "CannotPerformModuleAction", "4000"},
    {robot_error_code::module_error, "ModuleCommunicationError", "1003"},
    {robot_error_code::module_unreachable, "ModuleCommunicationError", "1003"},
    {robot_error_code::halted, "ExecutionCancelledError", "2014"},
    {robot_error_code::board_alarm, "MotionFailedError", "2001"},
    {robot_error_code::board_error, "MotorDriverError", "2016"},
    {robot_error_code::no_response, "MotorDriverError", "2016"},
    {robot_error_code::not_linked, "HardwareNotAvailableError", "2000"},
    {robot_error_code::outcome_unknown, "CommandOutcomeUnknownError", "4000"},
    {robot_error_code::estop_engaged, "EStopActivatedError", "3008"},
}};

}  // namespace

tl::expected<command_plan, command_error> plan_command(const run_model& model, const robot_facts& facts,
                                                       std::string_view command_type, const nlohmann::json& params) {
  try {
    return plan_any(command_type, planning{model, facts, params});
  } catch (const nlohmann::json::exception& bad_params) {  // a caller that did not complete them
    return refuse("InvalidCommandParamsError",
                  "The parameters of " + std::string{command_type} + " cannot be read: " + bad_params.what(), "4005");
  }
}

command_error to_command_error(const robot_error& error) {
  for (const auto& name : robot_error_names)
    if (name.code == error.code) return {std::string{name.error_type}, error.detail, std::string{name.error_code}};
  return {"HardwareError", error.detail, "2000"};
}

}  // namespace deckhand
