/// How the framework reads and writes the values that travel between nodes. Included by messages.hpp only.
#pragma once

#include <type_traits>

namespace deckhand {

template <class Inspector, class Enum>
requires std::is_enum_v<Enum>
bool inspect(Inspector& f, Enum& value) {
  using number = std::underlying_type_t<Enum>;
  const auto get = [&value] { return static_cast<number>(value); };
  const auto set = [&value](number n) {
    value = static_cast<Enum>(n);
    return true;
  };
  return f.apply(get, set);
}

// --- a protocol's process ---

template <class Inspector>
bool inspect(Inspector& f, script_call& x) {
  return f.object(x).fields(f.field("number", x.number), f.field("method", x.method), f.field("params_json", x.params_json));
}
template <class Inspector>
bool inspect(Inspector& f, script_end& x) {
  return f.object(x).fields(f.field("error_json", x.error_json));
}
template <class Inspector>
bool inspect(Inspector& f, script_frame& x) {
  return f.object(x).fields(f.field("text", x.text));
}
template <class Inspector>
bool inspect(Inspector& f, script_gone& x) {
  return f.object(x).fields(f.field("how", x.how));
}

// --- places and operations ---

template <class Inspector>
bool inspect(Inspector& f, point& x) {
  return f.object(x).fields(f.field("x_mm", x.x_mm), f.field("y_mm", x.y_mm), f.field("z_mm", x.z_mm));
}
template <class Inspector>
bool inspect(Inspector& f, home_operation& x) {
  return f.object(x).fields(f.field("axes", x.axes), f.field("leaves_other_mount", x.leaves_other_mount));
}
template <class Inspector>
bool inspect(Inspector& f, move_operation& x) {
  return f.object(x).fields(f.field("on", x.on), f.field("target", x.target), f.field("path", x.path),
                            f.field("base_z_mm", x.base_z_mm), f.field("minimum_z_mm", x.minimum_z_mm),
                            f.field("speed_mm_s", x.speed_mm_s), f.field("centre_of_nozzles", x.centre_of_nozzles),
                            f.field("nozzle_mm", x.nozzle_mm), f.field("detours", x.detours),
                            f.field("axis_speeds", x.axis_speeds), f.field("stay_at_travel_height", x.stay_at_travel_height),
                            f.field("stay_at_height", x.stay_at_height), f.field("is_legacy", x.is_legacy));
}
template <class Inspector>
bool inspect(Inspector& f, move_relative_operation& x) {
  return f.object(x).fields(f.field("on", x.on), f.field("axis", x.axis), f.field("distance_mm", x.distance_mm));
}
template <class Inspector>
bool inspect(Inspector& f, retract_axis_operation& x) {
  return f.object(x).fields(f.field("axis", x.axis));
}
template <class Inspector>
bool inspect(Inspector& f, load_pipette_operation& x) {
  return f.object(x).fields(f.field("on", x.on), f.field("pipette_name", x.pipette_name),
                            f.field("names_other_mount", x.names_other_mount));
}
template <class Inspector>
bool inspect(Inspector& f, pick_up_tip_operation& x) {
  return f.object(x).fields(f.field("on", x.on), f.field("rack_uri", x.rack_uri), f.field("tip_length_mm", x.tip_length_mm),
                            f.field("tip_volume_ul", x.tip_volume_ul), f.field("tip_diameter_mm", x.tip_diameter_mm),
                            f.field("prepares", x.prepares), f.field("presses", x.presses),
                            f.field("increment_mm", x.increment_mm));
}
template <class Inspector>
bool inspect(Inspector& f, drop_tip_operation& x) {
  return f.object(x).fields(f.field("on", x.on), f.field("home_after", x.home_after));
}
template <class Inspector>
bool inspect(Inspector& f, prepare_to_aspirate_operation& x) {
  return f.object(x).fields(f.field("on", x.on), f.field("flow_rate_ul_s", x.flow_rate_ul_s));
}
template <class Inspector>
bool inspect(Inspector& f, aspirate_operation& x) {
  return f.object(x).fields(f.field("on", x.on), f.field("volume_ul", x.volume_ul), f.field("flow_rate_ul_s", x.flow_rate_ul_s));
}
template <class Inspector>
bool inspect(Inspector& f, dispense_operation& x) {
  return f.object(x).fields(f.field("on", x.on), f.field("volume_ul", x.volume_ul), f.field("flow_rate_ul_s", x.flow_rate_ul_s),
                            f.field("push_out_ul", x.push_out_ul));
}
template <class Inspector>
bool inspect(Inspector& f, blow_out_operation& x) {
  return f.object(x).fields(f.field("on", x.on), f.field("flow_rate_ul_s", x.flow_rate_ul_s));
}
template <class Inspector>
bool inspect(Inspector& f, set_lights_operation& x) {
  return f.object(x).fields(f.field("on", x.on));
}
template <class Inspector>
bool inspect(Inspector& f, disengage_operation& x) {
  return f.object(x).fields(f.field("axes", x.axes));
}
template <class Inspector>
bool inspect(Inspector& f, load_module_operation& x) {
  return f.object(x).fields(f.field("model", x.model), f.field("serials_in_use", x.serials_in_use));
}
template <class Inspector>
bool inspect(Inspector& f, profile_step& x) {
  return f.object(x).fields(f.field("celsius", x.celsius), f.field("hold_s", x.hold_s));
}
template <class Inspector>
bool inspect(Inspector& f, module_operation& x) {
  return f.object(x).fields(f.field("serial_number", x.serial_number), f.field("action", x.action), f.field("value", x.value),
                            f.field("hold_s", x.hold_s), f.field("volume_ul", x.volume_ul), f.field("profile", x.profile));
}
template <class Inspector>
bool inspect(Inspector& f, recover_operation& x) {
  return f.object(x).fields(f.field("after_halt", x.after_halt));
}

// --- facts and reports ---

template <class Inspector>
bool inspect(Inspector& f, tip_facts& x) {
  return f.object(x).fields(f.field("length_mm", x.length_mm), f.field("volume_ul", x.volume_ul),
                            f.field("diameter_mm", x.diameter_mm));
}
template <class Inspector>
bool inspect(Inspector& f, pipette_facts& x) {
  return f.object(x).fields(f.field("name", x.name), f.field("model", x.model), f.field("serial_number", x.serial_number),
                            f.field("max_volume_ul", x.max_volume_ul), f.field("tip", x.tip), f.field("volume_ul", x.volume_ul),
                            f.field("ready_to_aspirate", x.ready_to_aspirate));
}
template <class Inspector>
bool inspect(Inspector& f, attached_pipette& x) {
  return f.object(x).fields(f.field("model", x.model), f.field("serial_number", x.serial_number));
}
template <class Inspector>
bool inspect(Inspector& f, mount_facts& x) {
  return f.object(x).fields(f.field("pipette", x.pipette), f.field("attached", x.attached), f.field("position", x.position));
}
template <class Inspector>
bool inspect(Inspector& f, heater_facts& x) {
  return f.object(x).fields(f.field("celsius", x.celsius), f.field("target_celsius", x.target_celsius));
}
template <class Inspector>
bool inspect(Inspector& f, profile_facts& x) {
  return f.object(x).fields(f.field("step", x.step), f.field("steps", x.steps));
}
template <class Inspector>
bool inspect(Inspector& f, module_facts& x) {
  return f.object(x).fields(f.field("model", x.model), f.field("serial_number", x.serial_number), f.field("plate", x.plate),
                            f.field("lid_heater", x.lid_heater), f.field("lid", x.lid), f.field("hold_left_s", x.hold_left_s),
                            f.field("profile", x.profile), f.field("magnet_height_mm", x.magnet_height_mm),
                            f.field("shake_rpm", x.shake_rpm), f.field("target_rpm", x.target_rpm), f.field("latch", x.latch),
                            f.field("firmware_version", x.firmware_version), f.field("hardware_revision", x.hardware_revision),
                            f.field("place", x.place), f.field("complaint", x.complaint));
}
template <class Inspector>
bool inspect(Inspector& f, board_facts& x) {
  return f.object(x).fields(f.field("firmware_version", x.firmware_version), f.field("revision", x.revision));
}
template <class Inspector>
bool inspect(Inspector& f, measurement& x) {
  return f.object(x).fields(f.field("last_modified", x.last_modified), f.field("source", x.source),
                            f.field("tip_rack", x.tip_rack), f.field("tip_rack_uri", x.tip_rack_uri),
                            f.field("is_marked_bad", x.is_marked_bad));
}
template <class Inspector>
bool inspect(Inspector& f, deck_calibration& x) {
  return f.object(x).fields(f.field("attitude", x.attitude), f.field("pipette_serial", x.pipette_serial),
                            f.field("made", x.made));
}
template <class Inspector>
bool inspect(Inspector& f, pipette_offset& x) {
  return f.object(x).fields(f.field("on", x.on), f.field("pipette_serial", x.pipette_serial), f.field("offset", x.offset),
                            f.field("made", x.made));
}
template <class Inspector>
bool inspect(Inspector& f, tip_length& x) {
  return f.object(x).fields(f.field("pipette_serial", x.pipette_serial), f.field("length_mm", x.length_mm),
                            f.field("made", x.made));
}
template <class Inspector>
bool inspect(Inspector& f, robot_calibration& x) {
  return f.object(x).fields(f.field("deck", x.deck), f.field("pipette_offsets", x.pipette_offsets),
                            f.field("tip_lengths", x.tip_lengths));
}
template <class Inspector>
bool inspect(Inspector& f, robot_facts& x) {
  const auto get_calibration = [&x] { return x.calibration ? std::optional{*x.calibration} : std::nullopt; };
  const auto set_calibration = [&x](std::optional<robot_calibration>&& read) {
    x.calibration = read ? std::make_shared<const robot_calibration>(std::move(*read)) : nullptr;
    return true;
  };
  return f.object(x).fields(f.field("board", x.board), f.field("calibration", get_calibration, set_calibration),
                            f.field("mounts", x.mounts), f.field("homed", x.homed), f.field("engaged", x.engaged),
                            f.field("lights_on", x.lights_on), f.field("is_door_open", x.is_door_open),
                            f.field("is_estop_engaged", x.is_estop_engaged), f.field("halts", x.halts),
                            f.field("modules", x.modules));
}
template <class Inspector>
bool inspect(Inspector& f, robot_error& x) {
  return f.object(x).fields(f.field("code", x.code), f.field("detail", x.detail));
}
template <class Inspector>
bool inspect(Inspector& f, operation_report& x) {
  return f.object(x).fields(f.field("began_steady_ns", x.began_steady_ns), f.field("ended_steady_ns", x.ended_steady_ns),
                            f.field("error", x.error), f.field("facts", x.facts));
}
template <class Inspector>
bool inspect(Inspector& f, board_answer& x) {
  return f.object(x).fields(f.field("line_number", x.line_number), f.field("text", x.text), f.field("error", x.error),
                            f.field("at_steady_ns", x.at_steady_ns));
}

// --- events ---

template <class Inspector>
bool inspect(Inspector& f, run_created& x) {
  return f.object(x).fields(f.field("protocol_id", x.protocol_id),
                            f.field("run_time_parameters_json", x.run_time_parameters_json), f.field("kind", x.kind));
}
template <class Inspector>
bool inspect(Inspector& f, action_accepted& x) {
  return f.object(x).fields(f.field("action_id", x.action_id), f.field("action", x.action));
}
template <class Inspector>
bool inspect(Inspector& f, command_queued& x) {
  return f.object(x).fields(f.field("command_id", x.command_id), f.field("key", x.key), f.field("command_type", x.command_type),
                            f.field("params_json", x.params_json), f.field("intent", x.intent),
                            f.field("failed_command_id", x.failed_command_id));
}
template <class Inspector>
bool inspect(Inspector& f, command_started& x) {
  return f.object(x).fields(f.field("command_id", x.command_id));
}
template <class Inspector>
bool inspect(Inspector& f, command_succeeded& x) {
  return f.object(x).fields(f.field("command_id", x.command_id), f.field("result_json", x.result_json),
                            f.field("notes_json", x.notes_json), f.field("gap_us", x.gap_us));
}
template <class Inspector>
bool inspect(Inspector& f, command_failed& x) {
  return f.object(x).fields(f.field("command_id", x.command_id), f.field("error_json", x.error_json),
                            f.field("notes_json", x.notes_json), f.field("gap_us", x.gap_us));
}
template <class Inspector>
bool inspect(Inspector& f, run_paused& x) {
  return f.object(x).fields(f.field("paused", x.paused), f.field("by_open_door", x.by_open_door));
}
template <class Inspector>
bool inspect(Inspector& f, run_ending& x) {
  return f.object(x).fields(f.field("result", x.result), f.field("error_json", x.error_json));
}
template <class Inspector>
bool inspect(Inspector& f, run_finished& x) {
  return f.object(x).fields(f.field("error_json", x.error_json));
}
template <class Inspector>
bool inspect(Inspector& f, entity_changed& x) {
  return f.object(x).fields(f.field("kind", x.kind), f.field("entity_id", x.entity_id), f.field("summary_json", x.summary_json));
}
template <class Inspector>
bool inspect(Inspector& f, run_archived& x) {
  return f.object(x).fields();
}
template <class Inspector>
bool inspect(Inspector& f, run_deleted& x) {
  return f.object(x).fields();
}
template <class Inspector>
bool inspect(Inspector& f, protocol_file& x) {
  return f.object(x).fields(f.field("name", x.name), f.field("role", x.role), f.field("content", x.content));
}
template <class Inspector>
bool inspect(Inspector& f, protocol_added& x) {
  return f.object(x).fields(
      f.field("protocol_id", x.protocol_id), f.field("content_hash", x.content_hash), f.field("protocol_type", x.protocol_type),
      f.field("robot_type", x.robot_type), f.field("metadata_json", x.metadata_json), f.field("key", x.key),
      f.field("protocol_kind", x.protocol_kind), f.field("api_level", x.api_level), f.field("files", x.files));
}
template <class Inspector>
bool inspect(Inspector& f, protocol_deleted& x) {
  return f.object(x).fields(f.field("protocol_id", x.protocol_id));
}
template <class Inspector>
bool inspect(Inspector& f, analysis_started& x) {
  return f.object(x).fields(f.field("protocol_id", x.protocol_id), f.field("analysis_id", x.analysis_id),
                            f.field("run_time_parameters_json", x.run_time_parameters_json),
                            f.field("parameter_values_json", x.parameter_values_json),
                            f.field("parameter_files_json", x.parameter_files_json));
}
template <class Inspector>
bool inspect(Inspector& f, data_file_added& x) {
  return f.object(x).fields(f.field("file_id", x.file_id), f.field("name", x.name), f.field("content_base64", x.content_base64));
}
template <class Inspector>
bool inspect(Inspector& f, data_file_deleted& x) {
  return f.object(x).fields(f.field("file_id", x.file_id));
}
template <class Inspector>
bool inspect(Inspector& f, analysis_completed& x) {
  return f.object(x).fields(f.field("protocol_id", x.protocol_id), f.field("analysis_id", x.analysis_id),
                            f.field("document_json", x.document_json));
}
template <class Inspector>
bool inspect(Inspector& f, event& x) {
  const auto get_at = [&x] { return static_cast<std::int64_t>(x.at.time_since_epoch().count()); };
  const auto set_at = [&x](std::int64_t us) {
    x.at = wall_time{std::chrono::microseconds{us}};
    return true;
  };
  return f.object(x).fields(f.field("sequence", x.sequence), f.field("run_id", x.run_id), f.field("at", get_at, set_at),
                            f.field("made_steady_ns", x.made_steady_ns), f.field("body", x.body));
}

}  // namespace deckhand
