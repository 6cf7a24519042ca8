#include "actors/engine_answers.hpp"

#include <nlohmann/json.hpp>

#include "runtime/command_error.hpp"

namespace deckhand {
namespace {

std::optional<std::string> text_if_any(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::nullopt : std::optional{found->get<std::string>()};
}

}  // namespace

control_refusal no_such_protocol(const std::string& protocol_id) {
  return {404, "ProtocolNotFound", "Protocol Not Found", "Protocol " + protocol_id + " was not found.", "4000", true};
}
control_refusal no_such_run(const std::string& run_id) {
  return {404, "RunNotFound", "Run Not Found", "Run " + run_id + " was not found.", "4000", true};
}

control_refusal run_is_busy(const std::string& run_id) {
  return {409, "RunNotIdle", "Run Not Idle", "Run " + run_id + " is neither idle nor over; stop it first.", "4001"};
}

labware_offset read_offset(const nlohmann::json& item, wall_time created_at) {
  const auto& vector = item.at("vector");
  const auto& location = item.at("location");
  return {make_uuid(),
          item.at("definitionUri"),
          location.value("slotName", ""),
          {vector.at("x"), vector.at("y"), vector.at("z")},
          text_if_any(location, "definitionUri"),
          text_if_any(location, "moduleModel"),
          to_iso8601(created_at)};
}

std::vector<labware_offset> read_offsets(const std::string& offsets_json, wall_time created_at) {
  std::vector<labware_offset> offsets;
  for (const auto& item : nlohmann::json::parse(offsets_json)) offsets.push_back(read_offset(item, created_at));
  return offsets;
}

}  // namespace deckhand
