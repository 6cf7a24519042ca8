/// The routes' handlers, by resource. Each is called by many threads at a time and answers with values only; see route_table.cpp
/// for method, path and meaning.
#pragma once

#include "http/api_call.hpp"

namespace deckhand {

// health.cpp
api_result get_health(const api_call& call);

// robots.cpp
api_result get_robots(const api_call& call);
api_result get_robot(const api_call& call);

// modules.cpp
api_result get_modules(const api_call& call);
api_result post_module_command(const api_call& call);

// pipettes.cpp
api_result get_pipettes(const api_call& call);
api_result get_instruments(const api_call& call);

// robot_control.cpp
api_result get_lights(const api_call& call);
api_result post_lights(const api_call& call);
api_result post_identify(const api_call& call);
api_result post_home(const api_call& call);
api_result get_positions(const api_call& call);
api_result post_move(const api_call& call);
api_result get_engaged_motors(const api_call& call);
api_result post_disengage_motors(const api_call& call);

// robot_door.cpp
api_result get_door_status(const api_call& call);
api_result put_door_status(const api_call& call);

// robot_halt.cpp
api_result post_halt(const api_call& call);
api_result get_estop(const api_call& call);
api_result put_estop(const api_call& call);

// feature_settings.cpp
api_result get_settings(const api_call& call);
api_result post_settings(const api_call& call);

// settings.cpp
api_result post_log_level(const api_call& call);
api_result get_reset_options(const api_call& call);
api_result post_reset(const api_call& call);
api_result get_robot_settings(const api_call& call);
api_result get_all_pipette_settings(const api_call& call);
api_result get_pipette_settings(const api_call& call);
api_result get_recovery_settings(const api_call& call);
api_result patch_recovery_settings(const api_call& call);
api_result delete_recovery_settings(const api_call& call);

// client_data.cpp
api_result put_client_data(const api_call& call);
api_result get_client_data(const api_call& call);
api_result delete_client_data(const api_call& call);
api_result delete_all_client_data(const api_call& call);

// logs.cpp
api_result get_log(const api_call& call);

// networking.cpp
api_result get_networking_status(const api_call& call);
api_result get_wifi_list(const api_call& call);
api_result get_wifi_keys(const api_call& call);
api_result delete_wifi_key(const api_call& call);
api_result get_eap_options(const api_call& call);
api_result refuse_wifi_change(const api_call& call);

// system_time.cpp
api_result get_system_time(const api_call& call);
api_result put_system_time(const api_call& call);

// fixed_answers.cpp
api_result refuse_on_ot2(const api_call& call);
api_result get_sessions(const api_call& call);
api_result get_deck_configuration(const api_call& call);
api_result put_deck_configuration(const api_call& call);

// calibration.cpp
api_result get_calibration_status(const api_call& call);
api_result get_pipette_offsets(const api_call& call);
api_result delete_pipette_offset(const api_call& call);
api_result get_tip_lengths(const api_call& call);
api_result delete_tip_length(const api_call& call);

// documentation.cpp
api_result get_openapi(const api_call& call);
api_result get_docs_page(const api_call& call);

// stateless_commands.cpp
api_result post_stateless_command(const api_call& call);
api_result get_stateless_commands(const api_call& call);
api_result get_stateless_command(const api_call& call);

// maintenance_runs.cpp
api_result post_maintenance_run(const api_call& call);
api_result get_current_maintenance_run(const api_call& call);
api_result get_maintenance_run(const api_call& call);
api_result delete_maintenance_run(const api_call& call);
api_result post_maintenance_command(const api_call& call);
api_result get_maintenance_commands(const api_call& call);
api_result get_maintenance_command(const api_call& call);
api_result post_maintenance_labware_offset(const api_call& call);
api_result post_maintenance_labware_definition(const api_call& call);

// data_files.cpp
api_result post_data_file(const api_call& call);
api_result get_data_files(const api_call& call);
api_result get_data_file(const api_call& call);
api_result download_data_file(const api_call& call);
api_result delete_data_file(const api_call& call);
api_result get_protocol_data_files(const api_call& call);

// protocol_upload.cpp
api_result post_protocol(const api_call& call);

// protocols.cpp
api_result get_protocols(const api_call& call);
api_result get_protocol_ids(const api_call& call);
api_result get_protocol(const api_call& call);
api_result delete_protocol(const api_call& call);

// analyses.cpp
api_result post_analysis(const api_call& call);
api_result get_analyses(const api_call& call);
api_result get_analysis(const api_call& call);
api_result get_analysis_document(const api_call& call);

// runs.cpp
api_result post_run(const api_call& call);
api_result get_runs(const api_call& call);
api_result get_run(const api_call& call);
api_result patch_run(const api_call& call);
api_result delete_run(const api_call& call);

// run_actions.cpp
api_result post_run_action(const api_call& call);

// run_command_posts.cpp
api_result post_run_command(const api_call& call);

// run_commands.cpp
api_result get_run_commands(const api_call& call);
api_result get_run_command(const api_call& call);
api_result get_command_errors(const api_call& call);
api_result get_serialized_commands(const api_call& call);

// run_deck.cpp
api_result post_labware_offset(const api_call& call);
api_result post_labware_definition(const api_call& call);
api_result get_loaded_labware_definitions(const api_call& call);

// run_current_state.cpp
api_result get_current_state(const api_call& call);
api_result put_error_recovery_policy(const api_call& call);

// timing.cpp
api_result get_run_timing(const api_call& call);

}  // namespace deckhand
