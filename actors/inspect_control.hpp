/// How the framework reads and writes requests that change something, their answers, and what a front end follows. Included by
/// messages.hpp only.
#pragma once

namespace deckhand {

/// JSON travels as text.
template <class Inspector>
auto json_field(Inspector& f, caf::string_view name, nlohmann::json& value) {
  const auto get = [&value] { return value.dump(); };
  const auto set = [&value](const std::string& text) {
    value = nlohmann::json::parse(text, nullptr, false);
    return !value.is_discarded();
  };
  return f.field(name, get, set);
}

// --- requests, actions and answers ---

template <class Inspector>
bool inspect(Inspector& f, action_order& x) {
  return f.object(x).fields(f.field("action_id", x.action_id), f.field("action", x.action));
}
template <class Inspector>
bool inspect(Inspector& f, action_outcome& x) {
  return f.object(x).fields(f.field("is_accepted", x.is_accepted), f.field("created_at", x.created_at),
                            f.field("refusal", x.refusal));
}
template <class Inspector>
bool inspect(Inspector& f, command_order& x) {
  return f.object(x).fields(f.field("command_id", x.command_id), f.field("key", x.key), f.field("command_type", x.command_type),
                            f.field("params_json", x.params_json), f.field("intent", x.intent));
}
template <class Inspector>
bool inspect(Inspector& f, control_success& x) {
  return f.object(x).fields(f.field("id", x.id), f.field("created_at", x.created_at), f.field("is_new", x.is_new),
                            f.field("run_id", x.run_id));
}
template <class Inspector>
bool inspect(Inspector& f, control_refusal& x) {
  return f.object(x).fields(f.field("status", x.status), f.field("error_id", x.error_id), f.field("title", x.title),
                            f.field("detail", x.detail), f.field("error_code", x.error_code), f.field("has_meta", x.has_meta));
}

// --- parameters and requests ---
// When a client asked is not told: another machine's clock means nothing here. It counts from the arrival on.

template <class Inspector>
bool inspect(Inspector& f, parameter_file& x) {
  return f.object(x).fields(f.field("file_id", x.file_id), f.field("name", x.name), f.field("content", x.content));
}
template <class Inspector>
bool inspect(Inspector& f, protocol_parameters& x) {
  return f.object(x).fields(json_field(f, "values", x.values), f.field("files", x.files), json_field(f, "report", x.report));
}
template <class Inspector>
bool inspect(Inspector& f, create_run_request& x) {
  return f.object(x).fields(f.field("protocol_id", x.protocol_id), f.field("labware_offsets_json", x.labware_offsets_json),
                            f.field("parameters", x.parameters));
}
template <class Inspector>
bool inspect(Inspector& f, patch_run_request& x) {
  return f.object(x).fields(f.field("run_id", x.run_id), f.field("make_not_current", x.make_not_current));
}
template <class Inspector>
bool inspect(Inspector& f, delete_run_request& x) {
  return f.object(x).fields(f.field("run_id", x.run_id));
}
template <class Inspector>
bool inspect(Inspector& f, run_action_request& x) {
  return f.object(x).fields(f.field("run_id", x.run_id), f.field("action", x.action));
}
template <class Inspector>
bool inspect(Inspector& f, create_maintenance_run_request& x) {
  return f.object(x).fields(f.field("labware_offsets_json", x.labware_offsets_json));
}
template <class Inspector>
bool inspect(Inspector& f, delete_maintenance_run_request& x) {
  return f.object(x).fields(f.field("run_id", x.run_id));
}
template <class Inspector>
bool inspect(Inspector& f, post_command_request& x) {
  return f.object(x).fields(f.field("run_id", x.run_id), f.field("command_type", x.command_type),
                            f.field("params_json", x.params_json), f.field("intent", x.intent), f.field("key", x.key),
                            f.field("failed_command_id", x.failed_command_id), f.field("kind", x.kind));
}
template <class Inspector>
bool inspect(Inspector& f, robot_request& x) {
  return f.object(x).fields(f.field("operations", x.operations));
}
template <class Inspector>
bool inspect(Inspector& f, lights_request& x) {
  return f.object(x).fields(f.field("on", x.on));
}
template <class Inspector>
bool inspect(Inspector& f, identify_request& x) {
  return f.object(x).fields(f.field("seconds", x.seconds));
}
template <class Inspector>
bool inspect(Inspector& f, move_door_request& x) {
  return f.object(x).fields(f.field("open", x.open));
}
template <class Inspector>
bool inspect(Inspector& f, halt_request& x) {
  return f.object(x).fields();
}
template <class Inspector>
bool inspect(Inspector& f, press_estop_request& x) {
  return f.object(x).fields(f.field("pressed", x.pressed));
}
template <class Inspector>
bool inspect(Inspector& f, heed_door_request& x) {
  return f.object(x).fields(f.field("heeds_door", x.heeds_door));
}
template <class Inspector>
bool inspect(Inspector& f, add_labware_offset_request& x) {
  return f.object(x).fields(f.field("run_id", x.run_id), f.field("offset_json", x.offset_json));
}
// A definition travels as the document that it was read from.
template <class Inspector>
bool inspect(Inspector& f, add_labware_definition_request& x) {
  const auto get = [&x] { return x.definition ? x.definition->document.dump() : std::string{"null"}; };
  const auto set = [&x](const std::string& text) {
    auto read = read_labware_definition(nlohmann::json::parse(text, nullptr, false));
    if (read) x.definition = std::move(*read);
    return read.has_value();
  };
  return f.object(x).fields(f.field("run_id", x.run_id), f.field("definition", get, set));
}
// The engine reads the protocol from its files again.
template <class Inspector>
bool inspect(Inspector& f, add_protocol_request& x) {
  return f.object(x).fields(f.field("description", x.description), f.field("parameters", x.parameters));
}
template <class Inspector>
bool inspect(Inspector& f, delete_protocol_request& x) {
  return f.object(x).fields(f.field("protocol_id", x.protocol_id));
}
template <class Inspector>
bool inspect(Inspector& f, analyse_request& x) {
  return f.object(x).fields(f.field("protocol_id", x.protocol_id), f.field("force", x.force),
                            f.field("parameters", x.parameters));
}
template <class Inspector>
bool inspect(Inspector& f, add_data_file_request& x) {
  return f.object(x).fields(f.field("name", x.name), f.field("content", x.content));
}
template <class Inspector>
bool inspect(Inspector& f, delete_data_file_request& x) {
  return f.object(x).fields(f.field("file_id", x.file_id));
}
template <class Inspector>
bool inspect(Inspector& f, shutdown_request& x) {
  return f.object(x).fields();
}

// --- what a front end follows ---

template <class Inspector>
bool inspect(Inspector& f, robot_link& x) {
  return f.object(x).fields(f.field("node", x.node), f.field("robot_name", x.robot_name), f.field("trouble", x.trouble));
}
template <class Inspector>
bool inspect(Inspector& f, replica_position& x) {
  return f.object(x).fields(f.field("sequence", x.sequence), f.field("at_us", x.at_us), f.field("source", x.source),
                            f.field("unkept", x.unkept));
}
template <class Inspector>
bool inspect(Inspector& f, event_batch& x) {
  return f.object(x).fields(f.field("begins_anew", x.begins_anew), f.field("forgets_unkept", x.forgets_unkept),
                            f.field("is_complete", x.is_complete), f.field("events", x.events), f.field("source", x.source),
                            f.field("unkept", x.unkept));
}
template <class Inspector>
bool inspect(Inspector& f, engine_condition& x) {
  return f.object(x).fields(f.field("robot", x.robot), f.field("link", x.link), f.field("degraded", x.degraded));
}

}  // namespace deckhand
