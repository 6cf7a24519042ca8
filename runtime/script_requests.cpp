#include "runtime/script_requests.hpp"

#include <array>
#include <utility>

#include "runtime/command_catalogue.hpp"
#include "runtime/module_json.hpp"

namespace deckhand {
namespace {

using nlohmann::json;
using reading = tl::expected<script_meaning, command_error>;

command_error misuse(std::string detail) { return {"InvalidScriptRequestError", std::move(detail)}; }

tl::expected<protocol_command, command_error> read_step(const json& step, command_use use) {
  const auto type = step.value("commandType", "");
  if (!is_known_command_type(type, use)) return tl::unexpected{misuse("There is no command \"" + type + "\".")};
  auto params = complete_params(type, step.value("params", json::object()), use);
  if (params) return protocol_command{"", type, std::move(*params)};
  std::string detail = "The parameters of " + type + " are not valid:";
  for (const auto& problem : params.error()) detail += " " + problem.pointer + " " + problem.message + ".";
  return tl::unexpected{command_error{"InvalidCommandParamsError", std::move(detail), "4005"}};
}

command_error error_from_json(const json& text) {
  command_error error{text.value("errorType", "UnexpectedError"), text.value("detail", ""), text.value("errorCode", "4000")};
  error.error_info = text.value("errorInfo", json::object());
  for (const auto& inner : text.value("wrappedErrors", json::array())) error.wrapped.push_back(error_from_json(inner));
  return error;
}

script_entry read_entry(const json& entry) {
  script_entry shown{entry.at("id"), entry.at("commandType"), entry.value("params", json::object()), std::nullopt};
  if (const auto result = entry.find("result"); result != entry.end()) shown.result = *result;
  shown.result_patch = entry.value("resultPatch", json::object());
  return shown;
}

reading read_command(run_model&, const robot_facts&, const json& params) {
  auto step = read_step(params, command_use::logged);
  if (!step) return tl::unexpected{step.error()};
  script_work work;
  work.steps.push_back(std::move(*step));
  return work;
}

reading read_legacy_command(run_model&, const robot_facts&, const json& params) {
  script_work work;
  work.is_legacy = true;
  for (const auto& item : params.at("steps")) {
    auto step = read_step(item, command_use::legacy_step);
    if (!step) return tl::unexpected{step.error()};
    work.steps.push_back(std::move(*step));
  }
  if (const auto entry = params.find("entry"); entry != params.end() && !entry->is_null()) work.entry = read_entry(*entry);
  work.then_pause = params.value("thenPause", false);
  if (const auto refusal = params.find("refusal"); refusal != params.end()) work.refusal = error_from_json(*refusal);
  if (work.steps.empty() && !work.entry) return tl::unexpected{misuse("There is nothing to do and nothing to show.")};
  return work;
}

reading add_definition(run_model& model, const robot_facts&, const json& params) {
  auto definition = read_labware_definition(params.at("definition"));
  if (!definition) return tl::unexpected{command_error{"InvalidLabwareDefinitionError", definition.error()}};
  model.add_definition(std::move(*definition));
  return json::object();
}

reading find_labware(run_model& model, const robot_facts&, const json& params) {
  const auto definition =
      model.find_definition(params.value("namespace", ""), params.at("loadName").get<std::string>(), params.value("version", 0));
  return json{{"definition", definition ? definition->document : json{}}};
}

reading set_movement_speed(run_model& model, const robot_facts&, const json& params) {
  const auto speed = params.at("speed");
  model.set_movement_speed(params.at("pipetteId"), speed.is_null() ? std::nullopt : std::optional{speed.get<double>()});
  return json::object();
}

reading set_blow_out_flow(run_model& model, const robot_facts&, const json& params) {
  model.set_blow_out_flow(params.at("pipetteId"), params.at("flowRate").get<double>());
  return json::object();
}

// Negative ones, and an increment of 0, mean the pipette's own.
reading set_pressing(run_model& model, const robot_facts&, const json& params) {
  pressing wanted;
  if (const auto& presses = params.at("presses"); presses.is_number() && presses >= 0) wanted.presses = presses.get<int>();
  if (const auto& increment = params.at("increment"); increment.is_number() && increment > 0)
    wanted.increment_mm = increment.get<double>();
  model.set_pressing(params.at("pipetteId"), wanted);
  return json::object();
}

reading set_labware_offset(run_model& model, const robot_facts&, const json& params) {
  const auto& vector = params.at("vector");
  const auto* labware = model.find_labware(params.at("labwareId").get<std::string>());
  if (!labware) return tl::unexpected{command_error{"LabwareNotLoadedError", "There is no such labware."}};
  model.set_own_offset(labware->labware_id, {vector.at("x"), vector.at("y"), vector.at("z")});
  return json::object();
}

reading read_module_state(run_model& model, const robot_facts& facts, const json& params) {
  const auto* module = model.find_module(params.at("moduleId").get<std::string>());
  if (!module) return tl::unexpected{command_error{"ModuleNotLoadedError", "There is no such module."}};
  const auto* found = facts.find_module(module->serial_number);
  if (!found) return tl::unexpected{command_error{"ModuleNotAttachedError", "The module is not attached any more.", "3015"}};
  return module_json(*found, 1);
}

reading read_door_state(run_model&, const robot_facts& facts, const json&) { return json{{"isOpen", facts.is_door_open}}; }

reading add_liquid(run_model& model, const robot_facts&, const json& params) {
  protocol_liquid liquid{make_uuid(), params.value("displayName", ""), params.value("description", ""), std::nullopt};
  if (const auto colour = params.find("displayColor"); colour != params.end() && colour->is_string())
    liquid.display_colour = colour->get<std::string>();
  auto id = liquid.liquid_id;
  model.add_liquid(std::move(liquid));
  return json{{"liquidId", std::move(id)}};
}

template <bool paused>
reading read_pause(run_model&, const robot_facts&, const json&) {
  return script_pause{paused};
}

reading read_timer(run_model&, const robot_facts&, const json& params) {
  constexpr double longest_s = 30 * 24 * 3600;
  const auto seconds = params.at("seconds").get<double>();
  if (!(seconds >= 0 && seconds <= longest_s))
    return tl::unexpected{misuse("A timer takes from 0 seconds to 30 days, not " + params.at("seconds").dump() + ".")};
  return script_timer{seconds};
}

reading read_parameters(run_model&, const robot_facts&, const json& params) { return script_parameters{params.at("parameters")}; }

reading set_max_speeds(run_model& model, const robot_facts&, const json& params) {
  // The letters of the motor board: two carriages, two plungers.
  static const std::map<std::string, motor_axis, std::less<>> letters{{"x", motor_axis::x},
                                                                      {"y", motor_axis::y},
                                                                      {"z", motor_axis::left_z},
                                                                      {"a", motor_axis::right_z},
                                                                      {"b", motor_axis::left_plunger},
                                                                      {"c", motor_axis::right_plunger}};
  axis_speed_limits limits{};
  for (const auto& [letter, speed] : params.at("axes").items())
    if (const auto axis = letters.find(letter); axis != letters.end()) limits[index_of(axis->second)] = speed.get<double>();
  model.set_axis_speeds(limits);
  return json::object();
}

struct method {
  std::string_view name;
  reading (*read)(run_model&, const robot_facts&, const json&);
};
constexpr std::array methods{method{"command", read_command},
                             method{"legacyCommand", read_legacy_command},
                             method{"addLabwareDefinition", add_definition},
                             method{"findLabware", find_labware},
                             method{"setMovementSpeed", set_movement_speed},
                             method{"setMaxSpeeds", set_max_speeds},
                             method{"setBlowOutFlow", set_blow_out_flow},
                             method{"setPressing", set_pressing},
                             method{"setLabwareOffset", set_labware_offset},
                             method{"setParameters", read_parameters},
                             method{"moduleState", read_module_state},
                             method{"doorState", read_door_state},
                             method{"pause", read_pause<true>},
                             method{"resume", read_pause<false>},
                             method{"setTimer", read_timer},
                             method{"addLiquid", add_liquid}};

json error_to_json(const command_error& error) {
  auto wrapped = json::array();
  for (const auto& inner : error.wrapped) wrapped.push_back(error_to_json(inner));
  return {{"errorType", error.error_type},
          {"errorCode", error.error_code},
          {"detail", error.detail},
          {"errorInfo", error.error_info},
          {"wrappedErrors", std::move(wrapped)}};
}

json pipettes_json(const robot_facts& facts) {
  auto pipettes = json::object();
  for (const auto on : all_mounts)
    if (const auto& pipette = facts.at(on).pipette)
      pipettes[std::string{to_string(on)}] = {{"model", pipette->model},
                                              {"hasTip", pipette->tip.has_value()},
                                              {"volume", pipette->volume_ul},
                                              {"isReadyToAspirate", pipette->ready_to_aspirate}};
  return pipettes;
}

std::string dump(const json& frame) { return frame.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

json script_work::shown_result(const std::vector<json>& results) const {
  auto result = entry && entry->result ? *entry->result : results.empty() ? json::object() : results.back();
  if (entry) result.update(entry->result_patch);
  return result;
}

command_error script_work::shown_error(const command_error& error) const {
  auto shown = error;
  if (is_legacy) shown.error_type = "LegacyContextCommandError";
  return shown;
}

command_error script_work::protocol_error(const command_error& error) const {
  command_error failed{"ExceptionInProtocolError", error.error_type + ": " + error.detail};
  failed.wrapped.push_back(error);
  return failed;
}

std::optional<std::variant<script_request, script_finish>> parse_script_frame(std::string_view frame_json) try {
  const auto frame = json::parse(frame_json);
  if (const auto end = frame.find("finished"); end != frame.end()) {
    script_finish finish;
    finish.is_cancelled = end->value("cancelled", false);
    if (const auto error = end->find("error"); error != end->end()) finish.error = error_from_json(*error);
    return finish;
  }
  return script_request{frame.at("id"), frame.at("method"), frame.value("params", json::object())};
} catch (const json::exception&) {
  return std::nullopt;
}

reading read_script_request(run_model& model, const robot_facts& facts, const script_request& request) try {
  for (const auto& known : methods)
    if (known.name == request.method) return known.read(model, facts, request.params);
  return tl::unexpected{misuse("There is no method \"" + request.method + "\".")};
} catch (const json::exception& problem) {
  return tl::unexpected{misuse(request.method + ": " + problem.what())};
}

bool is_about_facts(std::string_view method) { return method == "moduleState" || method == "doorState"; }

std::string to_json_text(const command_error& error) { return dump(error_to_json(error)); }

command_error parse_command_error(std::string_view json_text) { return error_from_json(json::parse(json_text)); }

std::string script_ok_json(std::uint64_t id, const json& ok, const robot_facts& facts) {
  return dump({{"id", id}, {"ok", ok}, {"pipettes", pipettes_json(facts)}});
}

std::string script_error_json(std::uint64_t id, const command_error& error, const robot_facts& facts) {
  return dump({{"id", id},
               {"error", {{"errorType", error.error_type}, {"errorCode", error.error_code}, {"detail", error.detail}}},
               {"pipettes", pipettes_json(facts)}});
}

std::string script_cancel_json(std::uint64_t id) { return dump({{"id", id}, {"cancel", true}}); }

std::string script_paused_json(bool is_paused) { return dump({{"event", {{"isPaused", is_paused}}}}); }

json script_work_ok(const script_work& work, const std::string& command_id, std::vector<json> results) {
  if (work.is_legacy) return {{"results", std::move(results)}};
  return {{"commandId", command_id}, {"result", std::move(results.front())}};
}

}  // namespace deckhand
