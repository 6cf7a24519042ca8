/// The routes' handlers, by resource. Each is called by many threads at a time and answers with values only; see route_table.cpp
/// for method, path and meaning.
#pragma once

#include "http/api_call.hpp"

namespace deckhand {

// health.cpp
api_result get_health(const api_call& call);

// modules.cpp
api_result get_modules(const api_call& call);

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
