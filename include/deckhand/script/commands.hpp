/// The common commands of a run. Every other one is a command{} with its type and its params, as in a JSON protocol.
/// Ids (pipette, labware, module) are the script's own choice when it loads them. Volumes are microlitres, rates microlitres a
/// second, temperatures degrees Celsius, distances millimetres.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "deckhand/script/messages.hpp"

namespace deckhand::script {

/// The id of the trash that is always on the deck; its one well is "A1".
inline constexpr const char* fixed_trash_id = "fixedTrash";

struct well {
  std::string labware_id;
  std::string name;  ///< "A1"
};

/// A place in a well: so far above its bottom or its top.
struct height {
  std::string origin = "top";  ///< "top", "bottom" or "center"
  double z_mm = 0;

  static height above_bottom(double mm) { return {"bottom", mm}; }
  static height above_top(double mm) { return {"top", mm}; }
};

/// What stands in a slot or on a module.
struct place {
  nlohmann::json location;

  static place slot(std::string name) { return {{{"slotName", std::move(name)}}}; }
  static place module_with_id(std::string module_id) { return {{{"moduleId", std::move(module_id)}}}; }
};

namespace detail {

inline command make(std::string type, nlohmann::json params) { return {0, std::move(type), std::move(params)}; }

inline nlohmann::json in_well(const std::string& pipette_id, const well& at) {
  return {{"pipetteId", pipette_id}, {"labwareId", at.labware_id}, {"wellName", at.name}};
}

inline nlohmann::json in_well(const std::string& pipette_id, const well& at, const height& where) {
  auto params = in_well(pipette_id, at);
  params["wellLocation"] = {{"origin", where.origin}, {"offset", {{"x", 0}, {"y", 0}, {"z", where.z_mm}}}};
  return params;
}

inline nlohmann::json with_liquid(nlohmann::json params, double volume_ul, double flow_rate_ul_s) {
  params["volume"] = volume_ul;
  params["flowRate"] = flow_rate_ul_s;
  return params;
}

}  // namespace detail

// --- the deck ---

/// `mount` is "left" or "right"; `name` such as "p300_single_gen2".
inline command load_pipette(const std::string& pipette_id, const std::string& name, const std::string& mount) {
  return detail::make("loadPipette", {{"pipetteId", pipette_id}, {"pipetteName", name}, {"mount", mount}});
}
inline command load_labware(const std::string& labware_id, const std::string& load_name, const place& at,
                            const std::string& definition_namespace = "opentrons", int version = 1) {
  return detail::make("loadLabware", {{"labwareId", labware_id},
                                      {"loadName", load_name},
                                      {"location", at.location},
                                      {"namespace", definition_namespace},
                                      {"version", version}});
}
/// `model` such as "temperatureModuleV2".
inline command load_module(const std::string& module_id, const std::string& model, const std::string& slot) {
  return detail::make("loadModule", {{"moduleId", module_id}, {"model", model}, {"location", {{"slotName", slot}}}});
}

// --- tips and liquid ---

inline command pick_up_tip(const std::string& pipette_id, const well& at) {
  return detail::make("pickUpTip", detail::in_well(pipette_id, at));
}
inline command drop_tip(const std::string& pipette_id, const well& at = {fixed_trash_id, "A1"}) {
  return detail::make("dropTip", detail::in_well(pipette_id, at));
}
inline command aspirate(const std::string& pipette_id, const well& at, double volume_ul, double flow_rate_ul_s,
                        const height& where = height::above_bottom(1)) {
  return detail::make("aspirate", detail::with_liquid(detail::in_well(pipette_id, at, where), volume_ul, flow_rate_ul_s));
}
inline command dispense(const std::string& pipette_id, const well& at, double volume_ul, double flow_rate_ul_s,
                        const height& where = height::above_bottom(1)) {
  return detail::make("dispense", detail::with_liquid(detail::in_well(pipette_id, at, where), volume_ul, flow_rate_ul_s));
}
inline command blow_out(const std::string& pipette_id, const well& at, double flow_rate_ul_s,
                        const height& where = height::above_top(0)) {
  auto params = detail::in_well(pipette_id, at, where);
  params["flowRate"] = flow_rate_ul_s;
  return detail::make("blowout", std::move(params));
}
inline command touch_tip(const std::string& pipette_id, const well& at, const height& where = height::above_top(-1)) {
  return detail::make("touchTip", detail::in_well(pipette_id, at, where));
}
inline command move_to_well(const std::string& pipette_id, const well& at, const height& where = height::above_top(0)) {
  return detail::make("moveToWell", detail::in_well(pipette_id, at, where));
}

// --- waiting and telling ---

inline command home() { return detail::make("home", nlohmann::json::object()); }
inline command comment(const std::string& message) { return detail::make("comment", {{"message", message}}); }
/// Pauses the run until somebody plays it on; the command is done then.
inline command wait_for_resume(const std::string& message = {}) {
  return detail::make("waitForResume", message.empty() ? nlohmann::json::object() : nlohmann::json{{"message", message}});
}
template <class Rep, class Period>
command wait_for_duration(std::chrono::duration<Rep, Period> wait) {
  return detail::make("waitForDuration", {{"seconds", std::chrono::duration<double>(wait).count()}});
}

// --- the temperature module ---

/// Done at once: the module goes on heating or cooling while the script goes on.
inline command set_temperature(const std::string& module_id, double celsius) {
  return detail::make("temperatureModule/setTargetTemperature", {{"moduleId", module_id}, {"celsius", celsius}});
}
inline command deactivate_temperature(const std::string& module_id) {
  return detail::make("temperatureModule/deactivate", {{"moduleId", module_id}});
}

}  // namespace deckhand::script
