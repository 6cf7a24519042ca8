#include <algorithm>

#include "runtime/protocol_parts.hpp"

namespace deckhand {

namespace {

using nlohmann::json;

struct schema_id {
  const char* key;
  std::array<std::string_view, 3> accepted;
};
constexpr std::array<schema_id, 4> version_8_ids{{
    {"labwareDefinitionSchemaId", {"opentronsLabwareSchemaV2"}},
    {"commandSchemaId", {"opentronsCommandSchemaV8", "opentronsCommandSchemaV9", "opentronsCommandSchemaV10"}},
    {"commandAnnotationSchemaId", {"opentronsCommandAnnotationSchemaV1"}},
    {"liquidSchemaId", {"opentronsLiquidSchemaV1"}},
}};

constexpr int oldest_version = 3, newest_version = 8;

int check_version(const json& file, problem_list& problems) {
  const auto found = file.find("schemaVersion");
  if (found == file.end() || !found->is_number_integer())
    problems.complain("schemaVersion", found == file.end() ? "is missing" : "must be a whole number");
  else if (*found < oldest_version || *found > newest_version)
    problems.complain("schemaVersion", "must be one of 3 to 8, not " + found->dump());
  else
    return found->get<int>();
  return 0;
}

void check_robot(const json& file, int version, problem_list& problems) {
  const auto* robot = find_object(file, "", "robot", problems);
  if (!robot) return;
  if (version == 0 || version > newest_legacy_version) find_text(*robot, "robot", "deckId", problems);
  const auto* model = find_text(*robot, "robot", "model", problems);
  if (model && *model != "OT-2 Standard" && *model != "OT-3 Standard")
    problems.complain("robot.model", "must be \"OT-2 Standard\", not " + in_quotes(*model));
}

void check_version_8_ids(const json& file, problem_list& problems) {
  for (const auto& id : version_8_ids) {
    const auto* text = find_text(file, "", id.key, problems);
    if (text && (text->empty() || std::ranges::find(id.accepted, *text) == id.accepted.end()))
      problems.complain(id.key, "is not known: " + in_quotes(*text));
  }
  find_list(file, "", "commandAnnotations", problems);
}

}  // namespace

int check_protocol_header(const json& file, problem_list& problems) {
  const auto version = check_version(file, problems);
  find_object(file, "", "metadata", problems);
  check_robot(file, version, problems);
  if (version == 0) return 0;
  const auto own_schema = "#/protocol/schemas/" + std::to_string(version);
  if (version <= newest_legacy_version && !file.contains("$otSharedSchema")) return version;
  const auto* schema = find_text(file, "", "$otSharedSchema", problems);
  if (schema && *schema != own_schema)
    problems.complain("$otSharedSchema", "must be " + in_quotes(own_schema) + ", not " + in_quotes(*schema));
  if (version == 8) check_version_8_ids(file, problems);
  return version;
}

}  // namespace deckhand
