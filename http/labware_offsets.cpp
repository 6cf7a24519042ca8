#include "http/labware_offsets.hpp"

#include <algorithm>
#include <array>

namespace deckhand {
namespace {

constexpr std::array<std::string_view, 12> slot_names{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"};
// The same slots as the newer robot calls them.
constexpr std::array<std::string_view, 12> grid_names{"D1", "D2", "D3", "C1", "C2", "C3", "B1", "B2", "B3", "A1", "A2", "A3"};

std::optional<std::string> read_slot(const nlohmann::json& slot) {
  const auto name = slot.is_string() ? slot.get<std::string>() : slot.is_number_integer() ? slot.dump() : std::string{};
  for (std::size_t i = 0; i < slot_names.size(); ++i)
    if (name == slot_names[i] || name == grid_names[i]) return std::string{slot_names[i]};
  return std::nullopt;
}

nlohmann::json read_location(const nlohmann::json& location, const std::string& pointer, std::vector<error_item>& problems) {
  field_reader fields{location, pointer, problems};
  nlohmann::json result = nlohmann::json::object();
  if (const auto* slot = fields.find("slotName"); !slot)
    fields.add_problem("slotName", "field required");
  else if (auto name = read_slot(*slot))
    result["slotName"] = std::move(*name);
  else
    fields.add_problem("slotName", "must be a deck slot, \"1\" to \"12\"");
  for (const auto* name : {"moduleModel", "definitionUri"})
    if (auto text = fields.string(name)) result[name] = std::move(*text);
  return result;
}

nlohmann::json read_vector(const nlohmann::json& vector, const std::string& pointer, std::vector<error_item>& problems) {
  field_reader fields{vector, pointer, problems};
  nlohmann::json result = nlohmann::json::object();
  for (const auto* axis : {"x", "y", "z"})
    if (const auto value = fields.required_number(axis)) result[axis] = *value;
  return result;
}

}  // namespace

nlohmann::json read_labware_offset(const nlohmann::json& offset, const std::string& pointer, std::vector<error_item>& problems) {
  nlohmann::json read = nlohmann::json::object();
  if (!offset.is_object()) {
    problems.push_back(problem_at_pointer(pointer, "value is not a valid dict"));
    return read;
  }
  field_reader fields{offset, pointer, problems};
  if (auto uri = fields.required_string("definitionUri")) read["definitionUri"] = std::move(*uri);
  if (const auto* location = fields.required_object("location"))
    read["location"] = read_location(*location, fields.pointer_to("location"), problems);
  if (const auto* vector = fields.required_object("vector"))
    read["vector"] = read_vector(*vector, fields.pointer_to("vector"), problems);
  return read;
}

nlohmann::json read_labware_offsets(const nlohmann::json& offsets, const std::string& pointer,
                                    std::vector<error_item>& problems) {
  nlohmann::json result = nlohmann::json::array();
  for (const auto& offset : offsets)
    result.push_back(read_labware_offset(offset, pointer + "/" + std::to_string(result.size()), problems));
  return result;
}

}  // namespace deckhand
