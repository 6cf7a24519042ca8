// What a JSON file of schema 3 to 5 loads before its first command.

#include "runtime/protocol_legacy.hpp"

#include "runtime/command_catalogue.hpp"
#include "runtime/run_model.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

// Files of the first robots name a module by what it was called then, and the thermocycler's slot by all four that it covers.
std::string current_model(const std::string& model) {
  if (model == "magdeck") return "magneticModuleV1";
  if (model == "tempdeck") return "temperatureModuleV1";
  return model == "thermocycler" ? "thermocyclerModuleV1" : model;
}

std::string one_slot(const std::string& slot) { return slot == "span7_8_10_11" ? "7" : slot; }

std::string id_of(const char* prefix, std::size_t number) { return std::string{prefix} + std::to_string(number); }

}  // namespace

legacy_reader::legacy_reader(const json& file, std::string_view text, int schema_version, const file_definitions& definitions,
                             problem_list& problems)
    : file_(file),
      ordered_file_(nlohmann::ordered_json::parse(text, nullptr, false)),
      schema_version_(schema_version),
      definitions_(definitions),
      problems_(problems) {}

std::vector<protocol_command> legacy_reader::read() {
  load_all("pipettes", &legacy_reader::load_pipette);
  if (schema_version_ > 3 && file_.contains("modules")) load_all("modules", &legacy_reader::load_module);
  load_all("labware", &legacy_reader::load_labware);
  const auto* list = find_list(file_, "", "commands", problems_);
  for (std::size_t i = 0; list && i < list->size(); ++i) read_command((*list)[i], place_below("commands", i));
  return std::move(commands_);
}

void legacy_reader::load_all(const char* map_name,
                             void (legacy_reader::*load)(const std::string&, const json&, const std::string&)) {
  const auto* map = find_object(file_, "", map_name, problems_);
  if (!map) return;
  for (const auto& [id, ignored] : ordered_file_[map_name].items()) {
    const auto place = place_below(map_name, id);
    const auto& entry = map->at(id);
    if (entry.is_object())
      (this->*load)(id, entry, place);
    else
      problems_.complain(place, "must be an object");
  }
}

void legacy_reader::load_pipette(const std::string& id, const json& entry, const std::string& place) {
  const auto* name = find_text(entry, place, "name", problems_);
  const auto* on = find_text(entry, place, "mount", problems_);
  if (!name || !on) return;
  const auto pipette_id = id_of("pipette-", pipettes_.size());
  const json shown{{"pipetteName", *name}, {"mount", *on}};
  auto params = shown;
  params["pipetteId"] = pipette_id;
  commands_.push_back(log_.entry("commands.LOAD_PIPETTE", "loadPipette", shown, one_step("loadPipette", params, place)));
  pipettes_[id] = pipette_id;
}

void legacy_reader::load_module(const std::string& id, const json& entry, const std::string& place) {
  const auto* given = find_text(entry, place, "model", problems_);
  const auto* given_slot = find_text(entry, place, "slot", problems_);
  if (!given || !given_slot) return;
  const auto* model = find_module_model(current_model(*given));
  if (!model) return problems_.complain(place_below(place, "model"), "is no module of an OT-2: " + in_quotes(*given));
  const auto slot = one_slot(*given_slot);
  const auto module_id = id_of("module-", modules_.size());
  const json params{{"model", model->name}, {"location", {{"slotName", slot}}}, {"moduleId", module_id}};
  commands_.push_back(log_.entry("commands.LOAD_MODULE", "loadModule", params, one_step("loadModule", params, place)));
  modules_[id] = {module_id, std::string{model->display_name} + " on " + slot, model};
}

void legacy_reader::load_labware(const std::string& id, const json& entry, const std::string& place) {
  const auto* definition_id = find_text(entry, place, "definitionId", problems_);
  const auto* slot = find_text(entry, place, "slot", problems_);
  if (!definition_id || !slot) return;
  const auto definition = definitions_.find(*definition_id);
  if (definition == definitions_.end())
    return problems_.complain(place_below(place, "definitionId"),
                              "names no entry of labwareDefinitions: " + in_quotes(*definition_id));
  const bool is_trash = *slot == fixed_trash_slot;
  if (is_trash && !definition->second->has_quirk("fixedTrash"))
    return problems_.complain(place_below(place, "slot"), "is the fixed trash's: nothing else may stand in slot 12");
  if (is_trash)
    labware_[id] = {std::string{fixed_trash_name}, definition->second->display_name + " on 12", definition->second};
  else
    place_labware(id, entry, definition->second, *slot);
}

// On the deck, or on a module, whose id then stands for the slot.
void legacy_reader::place_labware(const std::string& id, const json& entry, const labware_definition_ptr& definition,
                                  const std::string& slot) {
  const auto place = place_below("labware", id);
  const auto module = modules_.find(slot);
  const bool is_on_module = module != modules_.end();
  std::size_t number = 0;
  for (const auto& [other, known] : labware_) number += known.labware_id != fixed_trash_name ? 1 : 0;
  const auto labware_id = id_of("labware-", number);
  json shown{{"location", is_on_module ? json{{"moduleId", module->second.module_id}} : json{{"slotName", slot}}},
             {"loadName", definition->load_name},
             {"namespace", definition->definition_namespace},
             {"version", definition->version}};
  const auto label = entry.find("displayName");
  const bool has_label = label != entry.end() && label->is_string();
  if (has_label) shown["displayName"] = *label;
  auto params = shown;
  params["labwareId"] = labware_id;
  commands_.push_back(log_.entry("commands.LOAD_LABWARE", "loadLabware", shown, one_step("loadLabware", params, place)));
  labware_[id] = {
      labware_id,
      (has_label ? label->get<std::string>() : definition->display_name) + " on " + (is_on_module ? module->second.text : slot),
      definition};
}

void legacy_reader::read_command(const json& command, const std::string& place) {
  if (!command.is_object()) return problems_.complain(place, "must be an object");
  const auto* name = find_text(command, place, "command", problems_);
  const auto* params = find_object(command, place, "params", problems_);
  if (!name || !params) return;
  for (const auto& form : command_forms())
    if (form.name == *name && form.first_version <= schema_version_)
      return (this->*form.read)(*params, place_below(place, "params"));
  problems_.complain(place_below(place, "command"),
                     "is no command of schema " + std::to_string(schema_version_) + ": " + in_quotes(*name));
}

std::optional<double> legacy_reader::find_number(const json& params, const std::string& place, const char* key) {
  const auto found = params.find(key);
  if (found != params.end() && found->is_number()) return found->get<double>();
  problems_.complain(place_below(place, key), found == params.end() ? "is missing" : "must be a number");
  return std::nullopt;
}

void legacy_reader::add_step(std::vector<protocol_command>& steps, const char* command_type, const json& params,
                             const std::string& place) {
  auto complete = complete_params(command_type, params);
  if (complete) return steps.push_back({"", command_type, std::move(*complete)});
  for (const auto& problem : complete.error()) problems_.complain(place, problem.pointer.substr(1) + ' ' + problem.message);
}

std::vector<protocol_command> legacy_reader::one_step(const char* command_type, const json& params, const std::string& place) {
  std::vector<protocol_command> steps;
  add_step(steps, command_type, params, place);
  return steps;
}

}  // namespace deckhand
