#include "http/route_table.hpp"

#include <httplib.h>

#include <array>
#include <optional>

namespace deckhand {
namespace {

// Where two patterns fit a path, the first one counts.
constexpr std::array routes{
    route{"GET", "/health", get_health, error_style::legacy},
    route{"GET", "/robots", get_robots},
    route{"GET", "/robots/{robot_name}", get_robot},

    route{"GET", "/openapi.json", get_openapi, error_style::list, version_rule::exempt},
    route{"GET", "/docs", get_docs_page, error_style::list, version_rule::exempt},
    route{"GET", "/redoc", get_docs_page, error_style::list, version_rule::exempt},
    route{"GET", "/logs/{log_identifier}", get_log, error_style::legacy, version_rule::exempt},

    route{"GET", "/robot/lights", get_lights, error_style::legacy},
    route{"POST", "/robot/lights", post_lights, error_style::legacy},
    route{"POST", "/robot/home", post_home, error_style::legacy},
    route{"GET", "/robot/positions", get_positions, error_style::legacy},
    route{"POST", "/robot/move", post_move, error_style::legacy},
    route{"POST", "/identify", post_identify, error_style::legacy},
    route{"GET", "/motors/engaged", get_engaged_motors, error_style::legacy},
    route{"POST", "/motors/disengage", post_disengage_motors, error_style::legacy},
    route{"GET", "/robot/door/status", get_door_status},
    route{"PUT", "/robot/door/status", put_door_status},
    route{"POST", "/robot/halt", post_halt},
    route{"GET", "/robot/estop", get_estop},
    route{"PUT", "/robot/estop", put_estop},
    route{"GET", "/robot/control/estopStatus", refuse_on_ot2},
    route{"PUT", "/robot/control/acknowledgeEstopDisengage", refuse_on_ot2},
    route{"GET", "/pipettes", get_pipettes, error_style::legacy},
    route{"GET", "/instruments", get_instruments},
    route{"GET", "/modules", get_modules},
    route{"POST", "/modules/{serial}", post_module_command, error_style::legacy},
    route{"GET", "/subsystems/status", refuse_on_ot2},
    route{"GET", "/subsystems/status/{subsystem}", refuse_on_ot2},
    route{"GET", "/subsystems/updates/current", refuse_on_ot2},
    route{"GET", "/subsystems/updates/current/{subsystem}", refuse_on_ot2},
    route{"GET", "/subsystems/updates/all", refuse_on_ot2},
    route{"GET", "/subsystems/updates/all/{update_id}", refuse_on_ot2},
    route{"POST", "/subsystems/updates/{subsystem}", refuse_on_ot2},

    route{"GET", "/settings", get_settings, error_style::legacy},
    route{"POST", "/settings", post_settings, error_style::legacy},
    route{"POST", "/settings/log_level/local", post_log_level, error_style::legacy},
    route{"GET", "/settings/reset/options", get_reset_options, error_style::legacy},
    route{"POST", "/settings/reset", post_reset, error_style::legacy},
    route{"GET", "/settings/robot", get_robot_settings, error_style::legacy},
    route{"GET", "/settings/pipettes", get_all_pipette_settings, error_style::legacy},
    route{"GET", "/settings/pipettes/{pipette_id}", get_pipette_settings, error_style::legacy},
    route{"GET", "/errorRecovery/settings", get_recovery_settings},
    route{"PATCH", "/errorRecovery/settings", patch_recovery_settings},
    route{"DELETE", "/errorRecovery/settings", delete_recovery_settings},
    route{"DELETE", "/clientData", delete_all_client_data},
    route{"GET", "/clientData/{key}", get_client_data},
    route{"PUT", "/clientData/{key}", put_client_data},
    route{"DELETE", "/clientData/{key}", delete_client_data},

    route{"GET", "/networking/status", get_networking_status, error_style::legacy},
    route{"GET", "/wifi/list", get_wifi_list, error_style::legacy},
    route{"POST", "/wifi/configure", refuse_wifi_change, error_style::legacy},
    route{"POST", "/wifi/disconnect", refuse_wifi_change, error_style::legacy},
    route{"GET", "/wifi/keys", get_wifi_keys, error_style::legacy},
    route{"POST", "/wifi/keys", refuse_wifi_change, error_style::legacy},
    route{"DELETE", "/wifi/keys/{key_id}", delete_wifi_key, error_style::legacy},
    route{"GET", "/wifi/eap-options", get_eap_options, error_style::legacy},
    route{"GET", "/system/time", get_system_time},
    route{"PUT", "/system/time", put_system_time},
    route{"GET", "/calibration/status", get_calibration_status, error_style::legacy},
    route{"GET", "/calibration/pipette_offset", get_pipette_offsets, error_style::legacy},
    route{"DELETE", "/calibration/pipette_offset", delete_pipette_offset, error_style::legacy},
    route{"GET", "/calibration/tip_length", get_tip_lengths, error_style::legacy},
    route{"DELETE", "/calibration/tip_length", delete_tip_length, error_style::legacy},
    route{"GET", "/sessions", get_sessions},
    route{"GET", "/deck_configuration", get_deck_configuration},
    route{"PUT", "/deck_configuration", put_deck_configuration},

    route{"POST", "/commands", post_stateless_command},
    route{"GET", "/commands", get_stateless_commands},
    route{"GET", "/commands/{command_id}", get_stateless_command},
    route{"POST", "/maintenance_runs", post_maintenance_run},
    route{"GET", "/maintenance_runs/current_run", get_current_maintenance_run},
    route{"GET", "/maintenance_runs/{run_id}", get_maintenance_run},
    route{"DELETE", "/maintenance_runs/{run_id}", delete_maintenance_run},
    route{"POST", "/maintenance_runs/{run_id}/commands", post_maintenance_command},
    route{"GET", "/maintenance_runs/{run_id}/commands", get_maintenance_commands},
    route{"GET", "/maintenance_runs/{run_id}/commands/{command_id}", get_maintenance_command},
    route{"POST", "/maintenance_runs/{run_id}/labware_offsets", post_maintenance_labware_offset},
    route{"POST", "/maintenance_runs/{run_id}/labware_definitions", post_maintenance_labware_definition},

    route{"POST", "/dataFiles", post_data_file},
    route{"GET", "/dataFiles", get_data_files},
    route{"GET", "/dataFiles/{file_id}", get_data_file},
    route{"GET", "/dataFiles/{file_id}/download", download_data_file},
    route{"DELETE", "/dataFiles/{file_id}", delete_data_file},

    route{"POST", "/protocols", post_protocol},
    route{"GET", "/protocols", get_protocols},
    route{"GET", "/protocols/ids", get_protocol_ids},
    route{"GET", "/protocols/{protocol_id}", get_protocol},
    route{"DELETE", "/protocols/{protocol_id}", delete_protocol},
    route{"POST", "/protocols/{protocol_id}/analyses", post_analysis},
    route{"GET", "/protocols/{protocol_id}/analyses", get_analyses},
    route{"GET", "/protocols/{protocol_id}/analyses/{analysis_id}", get_analysis},
    route{"GET", "/protocols/{protocol_id}/analyses/{analysis_id}/asDocument", get_analysis_document},

    route{"GET", "/protocols/{protocol_id}/dataFiles", get_protocol_data_files},

    route{"POST", "/runs", post_run},
    route{"GET", "/runs", get_runs},
    route{"GET", "/runs/{run_id}", get_run},
    route{"PATCH", "/runs/{run_id}", patch_run},
    route{"DELETE", "/runs/{run_id}", delete_run},
    route{"POST", "/runs/{run_id}/actions", post_run_action},
    route{"POST", "/runs/{run_id}/commands", post_run_command},
    route{"GET", "/runs/{run_id}/commands", get_run_commands},
    route{"GET", "/runs/{run_id}/commands/{command_id}", get_run_command},
    route{"GET", "/runs/{run_id}/commandErrors", get_command_errors},
    route{"GET", "/runs/{run_id}/commandsAsPreSerializedList", get_serialized_commands},
    route{"POST", "/runs/{run_id}/labware_offsets", post_labware_offset},
    route{"POST", "/runs/{run_id}/labware_definitions", post_labware_definition},
    route{"GET", "/runs/{run_id}/loaded_labware_definitions", get_loaded_labware_definitions},
    route{"GET", "/runs/{run_id}/currentState", get_current_state},
    route{"PUT", "/runs/{run_id}/errorRecoveryPolicy", put_error_recovery_policy},
    route{"GET", "/runs/{run_id}/timing", get_run_timing},
};

// Takes the first segment off a path; nullopt at its end. One slash at the end does not count.
std::optional<std::string_view> take_segment(std::string_view& path) {
  if (path.size() < 2) return std::nullopt;
  const auto end = path.find('/', 1);
  const auto segment = path.substr(1, end == std::string_view::npos ? end : end - 1);
  path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
  return segment;
}

std::string decode(std::string_view segment) {
  return segment.find('%') == std::string_view::npos ? std::string{segment}
                                                     : httplib::detail::decode_url(std::string{segment}, false);
}

bool fits(std::string_view pattern, std::string_view path) {
  for (;;) {
    const auto wanted = take_segment(pattern);
    const auto given = take_segment(path);
    if (!wanted || !given) return !wanted && !given;
    const bool is_arg = wanted->front() == '{';
    if (is_arg ? given->empty() : *wanted != *given && *wanted != decode(*given)) return false;
  }
}

std::vector<std::string> args_of(std::string_view pattern, std::string_view path) {
  std::vector<std::string> args;
  while (const auto wanted = take_segment(pattern)) {
    const auto given = take_segment(path);
    if (wanted->front() == '{') args.push_back(decode(*given));
  }
  return args;
}

}  // namespace

std::span<const route> all_routes() { return routes; }

route_match find_route(std::string_view method, std::string_view path) {
  const auto sought = method == "HEAD" ? std::string_view{"GET"} : method;
  route_match match;
  if (path.empty() || path.front() != '/') return match;
  for (const auto& candidate : routes) {
    if (!fits(candidate.pattern, path)) continue;
    match.allowed_methods.push_back(candidate.method);
    if (candidate.method != sought) continue;
    match.found = &candidate;
    match.path_args = args_of(candidate.pattern, path);
    break;
  }
  return match;
}

}  // namespace deckhand
