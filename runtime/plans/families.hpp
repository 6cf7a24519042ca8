/// The planning function of each command type, by family. Internal to command_plan, whose table names them.
#pragma once

#include "runtime/plans/planning.hpp"

namespace deckhand::plans {

// loading.cpp
planned plan_load_labware(const planning& command);
planned plan_reload_labware(const planning& command);
planned plan_load_pipette(const planning& command);
planned plan_load_liquid(const planning& command);

// module_loading.cpp
planned plan_load_module(const planning& command);

// module_heating.cpp: temperature module, thermocycler and heater-shaker
planned plan_temperature_set(const planning& command);
planned plan_temperature_wait(const planning& command);
planned plan_temperature_deactivate(const planning& command);
planned plan_block_set(const planning& command);
planned plan_block_wait(const planning& command);
planned plan_block_deactivate(const planning& command);
planned plan_block_and_lid_deactivate(const planning& command);
planned plan_lid_set(const planning& command);
planned plan_lid_wait(const planning& command);
planned plan_lid_deactivate(const planning& command);
planned plan_run_profile(const planning& command);
planned plan_run_extended_profile(const planning& command);
planned plan_shaker_heater_set(const planning& command);
planned plan_shaker_heater_wait(const planning& command);
planned plan_shaker_heater_deactivate(const planning& command);

// module_moves.cpp: what moves on modules
planned plan_magnet_engage(const planning& command);
planned plan_magnet_calibrate(const planning& command);
planned plan_magnet_disengage(const planning& command);
planned plan_open_lid(const planning& command);
planned plan_close_lid(const planning& command);
planned plan_shake(const planning& command);
planned plan_stop_shaking(const planning& command);
planned plan_open_latch(const planning& command);
planned plan_close_latch(const planning& command);

// movement.cpp
planned plan_move_to_well(const planning& command);
planned plan_move_to_coordinates(const planning& command);
planned plan_move_over_labware(const planning& command);
planned plan_move_relative(const planning& command);
planned plan_move_to_addressable_area(const planning& command);
planned plan_move_to_area_for_drop_tip(const planning& command);
planned plan_save_position(const planning& command);
planned plan_touch_tip(const planning& command);

// tips.cpp
planned plan_pick_up_tip(const planning& command);
planned plan_drop_tip(const planning& command);
planned plan_drop_tip_in_place(const planning& command);
planned plan_configure_nozzle_layout(const planning& command);

// liquid_handling.cpp
planned plan_aspirate(const planning& command);
planned plan_aspirate_in_place(const planning& command);
planned plan_dispense(const planning& command);
planned plan_dispense_in_place(const planning& command);
planned plan_blow_out(const planning& command);
planned plan_blow_out_in_place(const planning& command);
planned plan_prepare_to_aspirate(const planning& command);
planned plan_configure_for_volume(const planning& command);

// labware_moves.cpp
planned plan_move_labware(const planning& command);

// robot.cpp
planned plan_home(const planning& command);
planned plan_retract_axis(const planning& command);
planned plan_set_rail_lights(const planning& command);

// waiting.cpp
planned plan_wait_for_duration(const planning& command);
planned plan_wait_for_resume(const planning& command);
planned plan_nothing(const planning& command);

}  // namespace deckhand::plans
