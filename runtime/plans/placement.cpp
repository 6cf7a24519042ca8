#include "runtime/plans/placement.hpp"

namespace deckhand::plans {
namespace {

using nlohmann::json;
using checked = tl::expected<void, command_error>;

bool has_fixed_trash(const json& location) { return named_slot(location) == fixed_trash_slot; }

checked check_slot(const labware_definition& definition, const json& location) {
  const auto slot = named_slot(location);
  if (location.contains("addressableAreaName") && !slot_origin(slot))
    return refuse("LabwareIsNotAllowedInLocationError",
                  "Labware " + definition.load_name + " cannot stand on the area " + slot + ".");
  if (!slot_origin(slot)) return refuse("SlotDoesNotExistError", "The deck has no slot " + slot + ".");
  return {};
}

// Stacks end at one labware on one adapter, and nothing may come to stand on itself.
checked check_stacking(const planning& command, const std::string& labware_id, const labware_definition& definition,
                       const std::string& below_id) {
  const auto* below = command.model.find_labware(below_id);
  if (!below) return refuse("LabwareNotLoadedError", "Labware " + below_id + " is not loaded.");
  for (const auto* each = below; each; each = command.model.find_labware(named_labware(each->location)))
    if (each->labware_id == labware_id)
      return refuse("LabwareCannotBeStackedError", "Labware " + definition.load_name + " cannot stand on itself.");
  const auto offsets = definition.document.find("stackingOffsetWithLabware");
  if (offsets == definition.document.end() || !offsets->contains(below->definition->load_name))
    return refuse("LabwareCannotBeStackedError",
                  "Labware " + definition.load_name + " is not made to stand on " + below->definition->load_name + ".");
  if (!named_labware(below->location).empty())
    return refuse("LabwareCannotBeStackedError", "Labware " + definition.load_name + " cannot stand on " +
                                                     below->definition->load_name + ", which stands on other labware itself.");
  return {};
}

// Under a module there is no slot any more.
checked check_not_covered(const planning& command, const json& location) {
  const auto slot = named_slot(location);
  if (const auto* module = command.model.module_in(slot))
    return refuse("LocationIsOccupiedError",
                  "The " + std::string{module->model->display_name} + " (" + module->module_id + ") covers slot " + slot + ".");
  return {};
}

checked check_free(const planning& command, const std::string& labware_id, const json& location) {
  const auto* there = command.model.labware_at(location);
  if (there && there->labware_id != labware_id)
    return refuse("LocationIsOccupiedError", "Labware " + there->definition->load_name + " (" + there->labware_id +
                                                 ") is already at " + location.dump() + ".");
  if (!there && has_fixed_trash(location)) return refuse("LocationIsOccupiedError", "The fixed trash is in slot 12.");
  return {};
}

}  // namespace

checked check_placement(const planning& command, const std::string& labware_id, const labware_definition& definition,
                        const json& location) {
  if (!location.is_object()) return {};  // "offDeck"
  if (const auto module_id = named_module(location); !module_id.empty()) {
    if (!command.model.find_module(module_id)) return refuse("ModuleNotLoadedError", "Module " + module_id + " is not loaded.");
    return check_free(command, labware_id, location);
  }
  const auto below_id = named_labware(location);
  auto sound = below_id.empty() ? check_slot(definition, location) : check_stacking(command, labware_id, definition, below_id);
  if (sound) sound = check_not_covered(command, location);
  return sound ? check_free(command, labware_id, location) : sound;
}

std::optional<std::string> offset_id_at(const planning& command, const labware_definition& definition, const json& location) {
  const auto* offset = command.model.find_offset(definition.uri, location);
  return offset ? std::optional{offset->offset_id} : std::nullopt;
}

}  // namespace deckhand::plans
