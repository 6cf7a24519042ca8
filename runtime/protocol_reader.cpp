#include "runtime/protocol_reader.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "runtime/protocol_legacy.hpp"
#include "runtime/protocol_parts.hpp"

namespace deckhand {

int minor_of(std::string_view api_level) {
  int minor = 0;
  const auto dot = api_level.find('.');
  if (dot != std::string_view::npos) std::from_chars(api_level.data() + dot + 1, api_level.data() + api_level.size(), minor);
  return minor;
}

int json_protocol::api_minor() const {
  if (python) return minor_of(python->api_level);
  return schema_version >= 3 && schema_version <= 5 ? first_engine_api_minor - 1 : newest_api_minor;
}

namespace {

using nlohmann::json;

using read_result = tl::expected<json_protocol_ptr, protocol_rejection>;

bool ends_with_json(std::string_view file_name) {
  constexpr std::string_view ending = ".json";
  if (file_name.size() < ending.size()) return false;
  return std::ranges::equal(file_name.substr(file_name.size() - ending.size()), ending,
                            [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

bool has_both(const json& file, const char* one, const char* other) {
  return file.is_object() && file.contains(one) && file.contains(other);
}

/// `error` is "place: message", with a place within the definition.
void complain_of_definition(const std::string& place, const std::string& error, problem_list& problems) {
  const auto colon = error.find(": ");
  if (colon == std::string::npos) return problems.complain(place, error);
  problems.complain(place + '.' + error.substr(0, colon), error.substr(colon + 2));
}

file_definitions read_definitions(const json& file, problem_list& problems) {
  file_definitions definitions;
  std::set<std::string> uris;
  const auto* map = find_object(file, "", "labwareDefinitions", problems);
  if (!map) return definitions;
  for (const auto& [key, document] : map->items()) {
    const auto place = place_below("labwareDefinitions", key);
    auto definition = read_labware_definition(document);
    if (!definition)
      complain_of_definition(place, definition.error(), problems);
    else if (!uris.insert((*definition)->uri).second)
      problems.complain(place, "defines for the second time " + (*definition)->uri);
    else
      definitions.emplace(key, std::move(*definition));
  }
  return definitions;
}

std::vector<protocol_liquid> read_liquids(const json& file, int schema_version, problem_list& problems) {
  std::vector<protocol_liquid> liquids;
  if (schema_version < 8 && !file.contains("liquids")) return liquids;
  const auto* map = find_object(file, "", "liquids", problems);
  if (!map) return liquids;
  for (const auto& [id, entry] : map->items()) {
    const auto place = place_below("liquids", id);
    if (!entry.is_object()) {
      problems.complain(place, "must be an object");
      continue;
    }
    const auto* name = find_text(entry, place, "displayName", problems);
    const auto* description = find_text(entry, place, "description", problems);
    const bool has_colour = entry.contains("displayColor") && !entry["displayColor"].is_null();
    const auto* colour = has_colour ? find_text(entry, place, "displayColor", problems) : nullptr;
    if (name && description) liquids.push_back({id, *name, *description, colour ? std::optional(*colour) : std::nullopt});
  }
  return liquids;
}

read_result refuse(std::string_view file_name, std::string summary, std::vector<protocol_problem> problems,
                   protocol_fault fault = protocol_fault::files_invalid) {
  return tl::unexpected(protocol_rejection{fault, std::string(file_name), std::move(summary), std::move(problems)});
}

read_result read_body(std::string_view file_name, std::string_view text, const json& file, int schema_version) {
  problem_list problems;
  auto protocol = std::make_shared<json_protocol>();
  protocol->schema_version = schema_version;
  protocol->robot_type = file["robot"]["model"].get<std::string>();
  protocol->metadata = file["metadata"];
  protocol->has_fixed_trash_labware = schema_version < 8;
  const auto definitions = read_definitions(file, problems);
  for (const auto& [key, definition] : definitions) protocol->labware_definitions.push_back(definition);
  protocol->liquids = read_liquids(file, schema_version, problems);
  protocol->commands = schema_version <= newest_legacy_version
                           ? legacy_reader(file, text, schema_version, definitions, problems).read()
                           : command_reader(file, schema_version, definitions, problems).read();
  if (!problems.empty()) return refuse(file_name, "could not be read as a JSON protocol.", problems.take());
  return protocol;
}

}  // namespace

std::string protocol_rejection::detail() const {
  auto text = file + ' ' + summary;
  for (const auto& problem : problems) {
    text += ' ';
    if (!problem.place.empty()) text += problem.place + ": ";
    text += problem.message;
    if (!text.ends_with('.')) text += '.';
  }
  return text;
}

read_result read_protocol(std::string_view file_name, std::string_view text) {
  if (!ends_with_json(file_name))
    return refuse(file_name, "has an unknown extension.", {{"", "A protocol is a JSON file (.json) or a Python file (.py)"}});
  const auto parsed = parse_protocol_source(text);
  if (!parsed) return refuse(file_name, "is not valid JSON.", {parsed.error()});
  if (has_both(*parsed, "ordering", "wells"))
    return refuse(file_name, "is not a valid JSON protocol.", {{"", "It is a labware definition"}});
  if (!has_both(*parsed, "schemaVersion", "commands"))
    return refuse(file_name, "is not a known Opentrons format.", {{"", "A protocol has at least schemaVersion and commands"}});
  problem_list problems;
  const auto schema_version = check_protocol_header(*parsed, problems);
  if (!problems.empty()) return refuse(file_name, "is not a valid JSON protocol.", problems.take());
  if ((*parsed)["robot"]["model"] != "OT-2 Standard")
    return refuse(file_name, "is for another robot.",
                  {{"robot.model", "is \"OT-3 Standard\"; this robot is an \"OT-2 Standard\""}},
                  protocol_fault::robot_type_mismatch);
  return read_body(file_name, text, *parsed, schema_version);
}

}  // namespace deckhand
