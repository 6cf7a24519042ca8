#include "runtime/module_json.hpp"

#include <cmath>
#include <map>
#include <string>

#include "runtime/module_catalogue.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

// Sensors tell hundredths of a degree, and rounded speeds.
double hundredths(double figure) { return std::round(figure * 100) / 100 + 0.0; }
json or_null(const std::optional<double>& figure) { return figure ? json(*figure) : json(); }

std::string_view heater_status(const heater_facts& heater) {
  if (!heater.target_celsius) return "idle";
  if (is_at_target(heater)) return "holding at target";
  return *heater.target_celsius > heater.celsius ? "heating" : "cooling";
}

std::string_view speed_status(const module_facts& module) {
  constexpr double is_there_rpm = 0.5;
  if (!module.target_rpm) return module.shake_rpm < is_there_rpm ? "idle" : "slowing down";
  const auto to_go = *module.target_rpm - module.shake_rpm;
  if (std::abs(to_go) < is_there_rpm) return "holding at target";
  return to_go > 0 ? "speeding up" : "slowing down";
}

std::string_view to_string(lid_state lid) {
  switch (lid) {
    case lid_state::open: return "open";
    case lid_state::closed: return "closed";
    case lid_state::between: return "in_between";
  }
  return "unknown";
}

std::string_view to_string(latch_state latch) {
  switch (latch) {
    case latch_state::open: return "idle_open";
    case latch_state::closed: return "idle_closed";
    case latch_state::opening: return "opening";
    case latch_state::closing: return "closing";
    case latch_state::unknown: break;
  }
  return "idle_unknown";
}

std::string_view plate_status(const module_facts& module) {
  return module.complaint.empty() ? heater_status(module.plate) : "error";
}

json temperature_data(const module_facts& module) {
  return {{"status", plate_status(module)},
          {"currentTemperature", hundredths(module.plate.celsius)},
          {"targetTemperature", or_null(module.plate.target_celsius)}};
}

json magnetic_data(const module_facts& module, const module_model& model) {
  const bool is_engaged = module.magnet_height_mm > 0;
  return {{"status", is_engaged ? "engaged" : "disengaged"},
          {"engaged", is_engaged},
          {"height", hundredths(module.magnet_height_mm * magnet_units_per_mm(model))}};
}

json thermocycler_data(const module_facts& module) {
  json data{{"status", plate_status(module)},
            {"currentTemperature", hundredths(module.plate.celsius)},
            {"targetTemperature", or_null(module.plate.target_celsius)},
            {"holdTime", hundredths(module.hold_left_s)},
            {"lidStatus", to_string(module.lid)},
            {"lidTemperatureStatus", heater_status(module.lid_heater)},
            {"lidTemperature", hundredths(module.lid_heater.celsius)},
            {"lidTargetTemperature", or_null(module.lid_heater.target_celsius)},
            {"rampRate", nullptr},
            {"currentCycleIndex", nullptr},
            {"totalCycleCount", nullptr},
            {"currentStepIndex", nullptr},
            {"totalStepCount", nullptr}};
  if (module.profile) {
    data["currentCycleIndex"] = data["totalCycleCount"] = 1;  // a profile's repetitions are steps like all others
    data["currentStepIndex"] = module.profile->step;
    data["totalStepCount"] = module.profile->steps;
  }
  return data;
}

json heater_shaker_data(const module_facts& module) {
  const bool is_idle = !module.target_rpm && !module.plate.target_celsius && module.shake_rpm == 0;
  const bool is_well = module.complaint.empty();
  return {{"status", !is_well  ? "error"
                     : is_idle ? "idle"
                               : "running"},
          {"labwareLatchStatus", to_string(module.latch)},
          {"speedStatus", speed_status(module)},
          {"temperatureStatus", heater_status(module.plate)},
          {"currentSpeed", std::lround(module.shake_rpm)},
          {"currentTemperature", hundredths(module.plate.celsius)},
          {"targetSpeed", or_null(module.target_rpm)},
          {"targetTemperature", or_null(module.plate.target_celsius)},
          {"errorDetails", is_well ? json() : json(module.complaint)}};
}

std::string_view legacy_name(const module_model* model) {
  if (!model) return "";
  switch (model->type) {
    case module_type::temperature: return "tempdeck";
    case module_type::magnetic: return "magdeck";
    case module_type::thermocycler: return "thermocycler";
    case module_type::heater_shaker: return "heatershaker";
  }
  return "";
}

// The same facts under the names that the second version of the API had for them.
json legacy_data(const module_facts& module, const json& data) {
  static const std::map<std::string, std::string> old_names{{"currentTemperature", "currentTemp"},
                                                            {"targetTemperature", "targetTemp"},
                                                            {"lidStatus", "lid"},
                                                            {"lidTemperature", "lidTemp"},
                                                            {"lidTargetTemperature", "lidTarget"}};
  const auto* model = find_module_model(module.model);
  const bool has_own_status = model && model->type == module_type::heater_shaker;
  json renamed = json::object();
  for (const auto& [name, value] : data.items()) {
    if (name == "status" && !has_own_status) continue;
    const auto old = old_names.find(name);
    renamed[old == old_names.end() ? name : old->second] = value;
  }
  return renamed;
}

}  // namespace

json module_data_json(const module_facts& module) {
  const auto* model = find_module_model(module.model);
  if (!model) return json::object();
  switch (model->type) {
    case module_type::temperature: return temperature_data(module);
    case module_type::magnetic: return magnetic_data(module, *model);
    case module_type::thermocycler: return thermocycler_data(module);
    case module_type::heater_shaker: return heater_shaker_data(module);
  }
  return json::object();
}

json legacy_module_json(const module_facts& module, std::size_t port_number) {
  const auto* model = find_module_model(module.model);
  const auto data = module_data_json(module);
  const auto rest = legacy_data(module, data);
  return {{"name", legacy_name(model)},
          {"displayName", legacy_name(model)},
          {"moduleModel", module.model},
          {"model", module.model},
          {"serial", module.serial_number},
          {"revision", module.hardware_revision},
          {"fwVersion", module.firmware_version},
          {"hasAvailableUpdate", false},
          {"port", module.place.empty() ? "emulated-" + std::to_string(port_number) : module.place},
          {"usbPort", {{"hub", nullptr}, {"port", port_number}}},
          {"status", data.value("status", "idle")},
          {"data", rest}};
}

json module_json(const module_facts& module, std::size_t port_number) {
  const auto* model = find_module_model(module.model);
  return {
      {"id", module.serial_number},
      {"serialNumber", module.serial_number},
      {"firmwareVersion", module.firmware_version},
      {"hardwareRevision", module.hardware_revision},
      {"hasAvailableUpdate", false},
      {"moduleType", model ? to_string(model->type) : ""},
      {"moduleModel", module.model},
      {"compatibleWithRobot", true},
      {"data", module_data_json(module)},
      {"usbPort", {{"port", port_number}, {"portGroup", "main"}, {"hub", false}, {"hubPort", nullptr}, {"path", module.place}}}};
}

}  // namespace deckhand
