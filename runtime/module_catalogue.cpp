#include "runtime/module_catalogue.hpp"

#include <algorithm>
#include <array>

namespace deckhand {
namespace {

using nlohmann::json;
using enum module_type;

constexpr std::array<module_model, 7> models{{
    {.name = "temperatureModuleV1",
     .type = temperature,
     .generation = 1,
     .display_name = "Temperature Module GEN1",
     .labware_offset = {-0.15, -0.15, 80.09},
     .labware_offset_right_side = {-0.15, -0.15, 80.09},
     .size = {128, 86, 84},
     .also_stands_in = "temperatureModuleV2"},
    {.name = "temperatureModuleV2",
     .type = temperature,
     .generation = 2,
     .display_name = "Temperature Module GEN2",
     .labware_offset = {-1.45, -0.15, 80.09},
     .labware_offset_right_side = {1.15, -0.15, 80.09},
     .size = {128, 86, 84},
     .also_stands_in = "temperatureModuleV1"},
    {.name = "magneticModuleV1",
     .type = magnetic,
     .generation = 1,
     .display_name = "Magnetic Module GEN1",
     .labware_offset = {0.125, -0.125, 82.25},
     .labware_offset_right_side = {0.125, -0.125, 82.25},
     .size = {128, 86, 110.152},
     .height_over_labware_mm = 4.052},
    {.name = "magneticModuleV2",
     .type = magnetic,
     .generation = 2,
     .display_name = "Magnetic Module GEN2",
     .labware_offset = {-1.175, -0.125, 82.25},
     .labware_offset_right_side = {1.425, -0.125, 82.25},
     .size = {128, 86, 110.152},
     .height_over_labware_mm = 4.052},
    {.name = "thermocyclerModuleV1",
     .type = thermocycler,
     .generation = 1,
     .display_name = "Thermocycler Module GEN1",
     .labware_offset = {0, 82.56, 97.8},
     .labware_offset_right_side = {0, 82.56, 97.8},
     .size = {260.5, 176.5, 98},
     .lid_height_mm = 37.7},
    {.name = "thermocyclerModuleV2",
     .type = thermocycler,
     .generation = 2,
     .display_name = "Thermocycler Module GEN2",
     .labware_offset = {0, 68.8, 108.96},
     .labware_offset_right_side = {0, 68.8, 108.96},
     .size = {260.5, 176.5, 108.96},
     .lid_height_mm = 61.7},
    {.name = "heaterShakerModuleV1",
     .type = heater_shaker,
     .generation = 1,
     .display_name = "Heater-Shaker Module GEN1",
     .labware_offset = {-0.125, 1.125, 68.275},
     .labware_offset_right_side = {0.125, -1.125, 68.275},
     .size = {128, 86, 82}},
}};

json vector_json(const point& at) { return {{"x", at.x_mm}, {"y", at.y_mm}, {"z", at.z_mm}}; }

// Where a model stands turned round: how far that moves the labware's corner, as a matrix on (x, y, z, 1).
json slot_transforms(const module_model& model) {
  const auto moved = model.labware_offset_right_side - model.labware_offset;
  if (moved == point{}) return json::object();
  const json matrix{{1, 0, 0, moved.x_mm}, {0, 1, 0, moved.y_mm}, {0, 0, 1, moved.z_mm}, {0, 0, 0, 1}};
  auto by_slot = json::object();
  for (const auto* slot : {"3", "6", "9"}) by_slot[slot] = json{{"labwareOffset", matrix}};
  return {{"ot2_standard", std::move(by_slot)}};
}

}  // namespace

std::string_view to_string(module_type type) {
  switch (type) {
    case temperature: return "temperatureModuleType";
    case magnetic: return "magneticModuleType";
    case thermocycler: return "thermocyclerModuleType";
    case heater_shaker: return "heaterShakerModuleType";
  }
  return "";
}

const point& module_model::labware_offset_in(std::string_view slot_name) const {
  const bool is_right_side = slot_name == "3" || slot_name == "6" || slot_name == "9";
  return is_right_side ? labware_offset_right_side : labware_offset;
}

std::span<const module_model> all_module_models() { return models; }

const module_model* find_module_model(std::string_view name) {
  const auto found = std::ranges::find(models, name, &module_model::name);
  return found == models.end() ? nullptr : &*found;
}

bool can_stand_in(const module_model& attached, const module_model& wanted) {
  return attached.name == wanted.name || attached.also_stands_in == wanted.name;
}

bool may_stand_in_slot(const module_model& model, std::string_view slot_name) {
  if (model.type == thermocycler) return slot_name == "7";
  return slot_name != "12";
}

std::vector<std::string> slots_covered(const module_model& model, const std::string& slot_name) {
  if (model.type == thermocycler) return {"7", "8", "10", "11"};
  return {slot_name};
}

json module_definition(const module_model& model) {
  json dimensions{{"xDimension", model.size.x_mm},
                  {"yDimension", model.size.y_mm},
                  {"bareOverallHeight", model.size.z_mm},
                  {"overLabwareHeight", model.height_over_labware_mm}};
  if (model.lid_height_mm > 0) dimensions["lidHeight"] = model.lid_height_mm;
  auto compatible = json::array();
  if (!model.also_stands_in.empty()) compatible.push_back(model.also_stands_in);
  return {{"otSharedSchema", "module/schemas/2"},
          {"moduleType", to_string(model.type)},
          {"model", model.name},
          {"displayName", model.display_name},
          {"labwareOffset", vector_json(model.labware_offset)},
          {"dimensions", std::move(dimensions)},
          {"calibrationPoint", vector_json({})},
          {"quirks", json::array()},
          {"slotTransforms", slot_transforms(model)},
          {"compatibleWith", std::move(compatible)}};
}

double most_magnet_travel_mm(const module_model& model) {
  return model.generation == 1 ? most_magnet_travel_gen1_mm : most_magnet_travel_gen2_mm;
}

double magnet_units_per_mm(const module_model& model) { return model.generation == 1 ? 2 : 1; }

}  // namespace deckhand
