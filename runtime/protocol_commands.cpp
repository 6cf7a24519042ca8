#include <algorithm>

#include "runtime/command_catalogue.hpp"
#include "runtime/protocol_parts.hpp"

namespace deckhand {

namespace {

using nlohmann::json;

/// What an id field refers to: an entry of a map of the file, or what a load command brought in.
struct id_kind {
  const char* field;
  const char* map;  ///< schema 6 has the first three; all schemas may have liquids
  std::string_view load_command;
  const char* entry_text;  ///< what an entry of schema 6's map says …
  const char* load_param;  ///< … and the load command's parameter that stands for; labware has several
};
constexpr std::array<id_kind, 4> kinds{{
    {"pipetteId", "pipettes", "loadPipette", "name", "pipetteName"},
    {"labwareId", "labware", "loadLabware", "definitionId", nullptr},
    {"moduleId", "modules", "loadModule", "model", "model"},
    {"liquidId", "liquids", {}, nullptr, nullptr},
}};
constexpr std::size_t labware_kind = 1, module_kind = 2, liquid_kind = 3;

constexpr const char* trash_id = "fixedTrash";

bool is_addressable_area(std::string_view name) {
  constexpr std::array<std::string_view, 13> areas{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "fixedTrash"};
  return std::ranges::find(areas, name) != areas.end();
}

/// What a load command brings in; nullptr for any other command.
const id_kind* find_load_command(std::string_view command_type) {
  const auto* found = std::ranges::find(kinds, command_type, &id_kind::load_command);
  return command_type.empty() || found == kinds.end() ? nullptr : found;
}

/// Schema 6 has one command for two kinds of waiting.
std::string resolve_delay(const json& params) {
  return params.is_object() && params.contains("waitForResume") ? "waitForResume" : "waitForDuration";
}

}  // namespace

command_reader::command_reader(const json& file, int schema_version, const file_definitions& definitions, problem_list& problems)
    : file_(file), schema_version_(schema_version), definitions_(definitions), problems_(problems) {
  for (const auto& [key, definition] : definitions) definition_uris_.insert(definition->uri);
  for (std::size_t kind = 0; kind < id_kinds; ++kind) {
    const auto map = file.find(kinds[kind].map);
    if (map == file.end() || !map->is_object() || (schema_version > 6 && kind != liquid_kind)) continue;
    for (const auto& [id, entry] : map->items()) known_[kind].insert(id);
  }
  if (schema_version < 8) known_[labware_kind].insert(trash_id);
}

std::vector<protocol_command> command_reader::read() {
  if (schema_version_ == 6) check_version_6_maps();
  std::vector<protocol_command> commands;
  const auto* list = find_list(file_, "", "commands", problems_);
  for (std::size_t i = 0; list && i < list->size(); ++i) read_one((*list)[i], place_below("commands", i), commands);
  return commands;
}

void command_reader::check_version_6_maps() {
  const auto definitions = file_.find("labwareDefinitions");
  for (std::size_t kind = 0; kind < liquid_kind; ++kind) {
    if (kind == module_kind && !file_.contains(kinds[kind].map)) continue;
    const auto* map = find_object(file_, "", kinds[kind].map, problems_);
    if (!map) continue;
    for (const auto& [id, entry] : map->items()) {
      const auto place = place_below(kinds[kind].map, id);
      if (!entry.is_object()) {
        problems_.complain(place, "must be an object");
        continue;
      }
      const auto* text = find_text(entry, place, kinds[kind].entry_text, problems_);
      if (text && kind == labware_kind && definitions != file_.end() && definitions->is_object() && !definitions->contains(*text))
        problems_.complain(place_below(place, kinds[kind].entry_text),
                           "names no entry of labwareDefinitions: " + in_quotes(*text));
    }
  }
}

void command_reader::read_one(const json& command, const std::string& place, std::vector<protocol_command>& commands) {
  if (!command.is_object()) return problems_.complain(place, "must be an object");
  const auto* type = find_text(command, place, "commandType", problems_);
  if (!type) return;
  const auto key = command.value("key", json());
  if (!key.is_null() && !key.is_string()) problems_.complain(place_below(place, "key"), "must be a string");
  const auto given = command.value("params", json());
  const auto is_delay = schema_version_ == 6 && *type == "delay";
  protocol_command read{.key = key.is_string() ? key.get<std::string>() : std::string(),
                        .command_type = is_delay ? resolve_delay(given) : *type,
                        .params = nullptr};
  if (const auto resolved = resolve(read.command_type, given, place)) {
    if (auto params = complete_params(read.command_type, *resolved)) {
      check_references(read.command_type, *params, place);
      read.params = std::move(*params);
      commands.push_back(std::move(read));
    } else {
      for (const auto& problem : params.error()) problems_.complain(place_of_pointer(place, problem.pointer), problem.message);
    }
  }
  introduce(*type, given, place);
}

std::optional<json> command_reader::resolve(std::string_view command_type, const json& params, const std::string& place) {
  const auto* kind = find_load_command(command_type);
  if (schema_version_ > 6 || !kind || !params.is_object()) return params;
  return resolve_load(static_cast<std::size_t>(kind - kinds.begin()), params, place);
}

std::optional<json> command_reader::resolve_load(std::size_t kind, const json& params, const std::string& place) {
  const auto& [field, map_name, load_command, entry_text, load_param] = kinds[kind];
  const auto* id = find_text(params, place_below(place, "params"), field, problems_);
  if (!id) return std::nullopt;
  const auto map = file_.find(map_name);
  if (map == file_.end() || !map->is_object() || !map->contains(*id)) {
    problems_.complain(place_below(place_below(place, "params"), field),
                       "names no entry of " + std::string(map_name) + ": " + in_quotes(*id));
    return std::nullopt;
  }
  const auto& entry = (*map)[*id];
  if (!entry.is_object() || !entry.contains(entry_text) || !entry[entry_text].is_string()) return std::nullopt;
  auto resolved = params;
  if (load_param) {
    resolved[load_param] = entry[entry_text];
    return resolved;
  }
  const auto definition = definitions_.find(entry[entry_text].get_ref<const std::string&>());
  if (definition == definitions_.end()) return std::nullopt;
  resolved["loadName"] = definition->second->load_name;
  resolved["namespace"] = definition->second->definition_namespace;
  resolved["version"] = definition->second->version;
  if (entry.contains("displayName")) resolved["displayName"] = entry["displayName"];
  return resolved;
}

void command_reader::check_references(std::string_view command_type, const json& params, const std::string& place) {
  if (command_type == "custom") return;
  const auto here = place_below(place, "params");
  for (std::size_t kind = 0; kind < id_kinds; ++kind)
    if (kinds[kind].load_command != command_type) check_id(kind, params, here);
  for (const auto* field : {"location", "newLocation"})
    if (const auto location = params.find(field); location != params.end() && location->is_object())
      check_place(*location, place_below(here, field));
  check_area(params, here);
  if (command_type == "loadLabware") check_definition(params, here);
}

/// A location's ids, where it has any.
void command_reader::check_place(const json& location, const std::string& place) {
  check_id(labware_kind, location, place);
  check_id(module_kind, location, place);
  check_area(location, place);
}

void command_reader::check_id(std::size_t kind, const json& params, const std::string& place) {
  const auto found = params.find(kinds[kind].field);
  if (found == params.end() || known_[kind].contains(found->get_ref<const std::string&>())) return;
  const auto& id = found->get_ref<const std::string&>();
  auto message = kind == liquid_kind ? "is no liquid of this file: " + in_quotes(id) : "is not loaded before: " + in_quotes(id);
  if (kind == labware_kind && id == trash_id) message += "; from schema 8 on, the trash is the addressable area of that name";
  problems_.complain(place_below(place, kinds[kind].field), std::move(message));
}

void command_reader::check_area(const json& params, const std::string& place) {
  const auto found = params.find("addressableAreaName");
  if (found == params.end() || is_addressable_area(found->get_ref<const std::string&>())) return;
  problems_.complain(
      place_below(place, "addressableAreaName"),
      "is no area of an OT-2's deck (\"1\" to \"12\", \"fixedTrash\"): " + in_quotes(found->get_ref<const std::string&>()));
}

void command_reader::check_definition(const json& params, const std::string& place) {
  const auto& load_name = params["loadName"].get_ref<const std::string&>();
  const auto& definition_namespace = params["namespace"].get_ref<const std::string&>();
  const auto uri = definition_namespace + '/' + load_name + '/' + params["version"].dump();
  if (definition_uris_.contains(uri)) return;
  constexpr int no_version = 0;
  const auto version = params["version"] < 1000 ? params["version"].get<int>() : no_version;
  if (find_shipped_labware(definition_namespace, load_name, version)) return;
  problems_.complain(place_below(place, "loadName"),
                     "is defined neither in this file nor in the shipped catalogue: " + in_quotes(uri));
}

void command_reader::introduce(std::string_view command_type, const json& params, const std::string& place) {
  const auto* kind = find_load_command(command_type);
  if (!kind || !params.is_object() || !params.contains(kind->field) || !params[kind->field].is_string()) return;
  const auto& id = params[kind->field].get_ref<const std::string&>();
  const auto index = static_cast<std::size_t>(kind - kinds.begin());
  known_[index].insert(id);
  if (!loaded_[index].insert(id).second)
    problems_.complain(place_below(place_below(place, "params"), kind->field), "is loaded before already: " + in_quotes(id));
}

}  // namespace deckhand
