// The module commands of JSON files of schema 4 and 5: what the module does for each, and how it shows in the log.

#include "runtime/protocol_legacy.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

std::string text_of(double number) { return json(number).dump(); }

std::string in_celsius(double celsius) { return text_of(celsius) + " °C"; }

}  // namespace

const legacy_reader::module_in_file* legacy_reader::find_module(const json& params, const std::string& place, module_type type) {
  const auto* id = find_text(params, place, "module", problems_);
  if (!id) return nullptr;
  const auto known = modules_.find(*id);
  if (known != modules_.end() && known->second.model->type == type) return &known->second;
  problems_.complain(
      place_below(place, "module"),
      (known == modules_.end() ? "is no module of this file: " : "is a module of another kind: ") + in_quotes(*id));
  return nullptr;
}

void legacy_reader::do_module(const json& params, const std::string& place, module_type type, const char* kind,
                              const std::string& text, std::initializer_list<std::pair<const char*, json>> steps) {
  const auto* module = find_module(params, place, type);
  if (!module) return;
  std::vector<protocol_command> whole;
  for (const auto& [command_type, more] : steps) {
    json step{{"moduleId", module->module_id}};
    step.update(more);
    add_step(whole, command_type, step, place);
  }
  commands_.push_back(log_.custom(kind, text, std::move(whole)));
}

// The first generation counts half millimetres.
void legacy_reader::engage_magnet(const json& params, const std::string& place) {
  const auto height = find_number(params, place, "engageHeight");
  const auto* module = find_module(params, place, module_type::magnetic);
  if (!height || !module) return;
  const auto height_mm = module->model->generation == 1 ? *height / 2 : *height;
  do_module(params, place, module_type::magnetic, "command.MAGDECK_ENGAGE", "Engaging Magnetic Module",
            {{"magneticModule/engage", json{{"height", height_mm}}}});
}

void legacy_reader::disengage_magnet(const json& params, const std::string& place) {
  do_module(params, place, module_type::magnetic, "command.MAGDECK_DISENGAGE", "Disengaging Magnetic Module",
            {{"magneticModule/disengage", json::object()}});
}

void legacy_reader::set_temperature(const json& params, const std::string& place) {
  const auto celsius = find_number(params, place, "temperature");
  if (!celsius) return;
  do_module(params, place, module_type::temperature, "command.TEMPDECK_SET_TEMP",
            "Setting Temperature Module temperature to " + in_celsius(*celsius) + " (rounded off to nearest integer)",
            {{"temperatureModule/setTargetTemperature", json{{"celsius", *celsius}}}});
}

void legacy_reader::await_temperature(const json& params, const std::string& place) {
  const auto celsius = find_number(params, place, "temperature");
  if (!celsius) return;
  do_module(params, place, module_type::temperature, "command.TEMPDECK_AWAIT_TEMP",
            "Waiting for Temperature Module to reach temperature " + in_celsius(*celsius) + " (rounded off to nearest integer)",
            {{"temperatureModule/waitForTemperature", json{{"celsius", *celsius}}}});
}

void legacy_reader::deactivate_temperature(const json& params, const std::string& place) {
  do_module(params, place, module_type::temperature, "command.TEMPDECK_DEACTIVATE", "Deactivating Temperature Module",
            {{"temperatureModule/deactivate", json::object()}});
}

// Setting a thermocycler waits until it is there; the awaits that follow have nothing left to wait for.
void legacy_reader::set_block(const json& params, const std::string& place) {
  const auto celsius = find_number(params, place, "temperature");
  if (!celsius) return;
  json target{{"celsius", *celsius}};
  if (params.contains("volume")) target["blockMaxVolumeUl"] = params["volume"];
  do_module(params, place, module_type::thermocycler, "command.THERMOCYCLER_SET_BLOCK_TEMP",
            "Setting Thermocycler well block temperature to " + in_celsius(*celsius),
            {{"thermocycler/setTargetBlockTemperature", target}, {"thermocycler/waitForBlockTemperature", json::object()}});
}

void legacy_reader::set_lid(const json& params, const std::string& place) {
  const auto celsius = find_number(params, place, "temperature");
  if (!celsius) return;
  do_module(params, place, module_type::thermocycler, "command.THERMOCYCLER_SET_LID_TEMP",
            "Setting Thermocycler lid temperature to " + in_celsius(*celsius),
            {{"thermocycler/setTargetLidTemperature", json{{"celsius", *celsius}}},
             {"thermocycler/waitForLidTemperature", json::object()}});
}

void legacy_reader::open_lid(const json& params, const std::string& place) {
  do_module(params, place, module_type::thermocycler, "command.THERMOCYCLER_OPEN", "Opening Thermocycler lid",
            {{"thermocycler/openLid", json::object()}});
}

void legacy_reader::close_lid(const json& params, const std::string& place) {
  do_module(params, place, module_type::thermocycler, "command.THERMOCYCLER_CLOSE", "Closing Thermocycler lid",
            {{"thermocycler/closeLid", json::object()}});
}

void legacy_reader::deactivate_block(const json& params, const std::string& place) {
  do_module(params, place, module_type::thermocycler, "command.THERMOCYCLER_DEACTIVATE_BLOCK",
            "Deactivating Thermocycler well block heating", {{"thermocycler/deactivateBlock", json::object()}});
}

void legacy_reader::deactivate_lid(const json& params, const std::string& place) {
  do_module(params, place, module_type::thermocycler, "command.THERMOCYCLER_DEACTIVATE_LID",
            "Deactivating Thermocycler lid heating", {{"thermocycler/deactivateLid", json::object()}});
}

void legacy_reader::run_profile(const json& params, const std::string& place) {
  const auto* given = find_list(params, place, "profile", problems_);
  if (!given) return;
  auto profile = json::array();
  std::string text;
  for (std::size_t i = 0; i < given->size(); ++i) {
    const auto here = place_below(place_below(place, "profile"), i);
    if (!(*given)[i].is_object()) return problems_.complain(here, "must be an object");
    const auto celsius = find_number((*given)[i], here, "temperature");
    const auto hold_s = find_number((*given)[i], here, "holdTime");
    if (!celsius || !hold_s) return;
    profile.push_back({{"celsius", *celsius}, {"holdSeconds", *hold_s}});
    text += (text.empty() ? "" : ", ") + in_celsius(*celsius) + " for " + text_of(*hold_s) + " seconds";
  }
  json step{{"profile", std::move(profile)}};
  if (params.contains("volume")) step["blockMaxVolumeUl"] = params["volume"];
  do_module(params, place, module_type::thermocycler, "command.THERMOCYCLER_EXECUTE_PROFILE",
            "Thermocycler starting 1 repetitions of cycle composed of the following steps: " + text,
            {{"thermocycler/runProfile", std::move(step)}});
}

void legacy_reader::await_nothing(const json& params, const std::string& place) {
  find_module(params, place, module_type::thermocycler);
}

}  // namespace deckhand
