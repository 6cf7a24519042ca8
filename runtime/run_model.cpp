#include "runtime/run_model.hpp"

#include <algorithm>

#include "runtime/number_text.hpp"
#include "runtime/robot_facts.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

// Slot pitch and the trash: the maker's deck definition "ot2_standard".
constexpr double slot_pitch_x_mm = 132.5;
constexpr double slot_pitch_y_mm = 90.5;
constexpr int columns = 3;
constexpr int slots = 12;

std::string text_in(const json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

json to_json(const point& at) { return {{"x", at.x_mm}, {"y", at.y_mm}, {"z", at.z_mm}}; }

entity_changed summary_of(const loaded_labware& labware) {
  json summary{{"id", labware.labware_id},
               {"loadName", labware.definition->load_name},
               {"definitionUri", labware.definition->uri},
               {"location", labware.location}};
  if (labware.offset_id) summary["offsetId"] = *labware.offset_id;
  if (labware.display_name) summary["displayName"] = *labware.display_name;
  return {entity_kind::labware, labware.labware_id, summary.dump()};
}

entity_changed summary_of(const loaded_pipette& pipette) {
  const json summary{{"id", pipette.pipette_id}, {"pipetteName", pipette.name}, {"mount", to_string(pipette.on)}};
  return {entity_kind::pipette, pipette.pipette_id, summary.dump()};
}

entity_changed summary_of(const loaded_module& module) {
  const json summary{{"id", module.module_id},
                     {"model", module.model->name},
                     {"location", {{"slotName", module.slot_name}}},
                     {"serialNumber", module.serial_number}};
  return {entity_kind::module_, module.module_id, summary.dump()};
}

entity_changed summary_of(const protocol_liquid& liquid) {
  json summary{{"id", liquid.liquid_id}, {"displayName", liquid.display_name}, {"description", liquid.description}};
  if (liquid.display_colour) summary["displayColor"] = *liquid.display_colour;
  return {entity_kind::liquid, liquid.liquid_id, summary.dump()};
}

entity_changed summary_of(const labware_offset& offset) {
  json location{{"slotName", offset.slot_name}};
  if (offset.module_model) location["moduleModel"] = *offset.module_model;
  if (offset.below_uri) location["definitionUri"] = *offset.below_uri;
  const json summary{{"id", offset.offset_id},
                     {"createdAt", offset.created_at},
                     {"definitionUri", offset.definition_uri},
                     {"location", std::move(location)},
                     {"vector", to_json(offset.vector)}};
  return {entity_kind::labware_offset, offset.offset_id, summary.dump()};
}

// By how far a labware sinks into, or shifts on, what is below it.
point stacking_overlap(const labware_definition& upper, const char* table, std::string_view below) {
  // The block of the second thermocycler takes in any plate this far, unless the plate's definition says how far.
  const auto otherwise = below == "thermocyclerModuleV2" ? point{0, 0, 10.7} : point{};
  const auto offsets = upper.document.find(table);
  if (offsets == upper.document.end() || !offsets->is_object()) return otherwise;
  auto overlap = offsets->find(std::string{below});
  if (overlap == offsets->end()) overlap = offsets->find("default");
  if (overlap == offsets->end() || !overlap->is_object()) return otherwise;
  const auto number = [&](const char* axis) {
    const auto found = overlap->find(axis);
    return found != overlap->end() && found->is_number() ? found->get<double>() : 0.0;
  };
  return {number("x"), number("y"), number("z")};
}

// What was set for a pipette.
template <class Setting>
std::optional<Setting> setting_of(const std::map<std::string, Setting, std::less<>>& settings, std::string_view pipette_id) {
  const auto found = settings.find(pipette_id);
  return found == settings.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace

std::optional<point> slot_origin(std::string_view slot_name) {
  const auto number = number_in<int>(slot_name);
  if (!number || *number < 1 || *number > slots || slot_name.front() == '0') return std::nullopt;
  return point{slot_pitch_x_mm * ((*number - 1) % columns), slot_pitch_y_mm * ((*number - 1) / columns), 0};
}

std::string named_slot(const json& location) {
  auto name = text_in(location, "slotName");
  return name.empty() ? text_in(location, "addressableAreaName") : name;
}

std::string named_labware(const json& location) { return text_in(location, "labwareId"); }

std::string named_module(const json& location) { return text_in(location, "moduleId"); }

bool loaded_module::covers(std::string_view slot) const {
  const auto covered = slots_covered(*model, slot_name);
  return std::ranges::find(covered, slot) != covered.end();
}

run_model::run_model(const json_protocol& protocol) : liquids_(protocol.liquids), api_minor_(protocol.api_minor()) {
  pick_up_prepares_ = !(is_legacy() && protocol.python);
  for (const auto& definition : protocol.labware_definitions) add_definition(definition);
  for (const auto& liquid : liquids_) changes_.push_back(summary_of(liquid));
  if (!protocol.has_fixed_trash_labware) return;
  if (auto trash = find_definition("opentrons", "opentrons_1_trash_1100ml_fixed", 1))
    put_labware({std::string{fixed_trash_name}, std::move(trash), {{"slotName", fixed_trash_slot}}, std::nullopt, std::nullopt});
}

void run_model::add_definition(labware_definition_ptr definition) {
  auto uri = definition->uri;
  definitions_.insert_or_assign(std::move(uri), std::move(definition));
}

labware_definition_ptr run_model::find_definition(std::string_view definition_namespace, std::string_view load_name,
                                                  int version) const {
  const auto own = std::ranges::find_if(definitions_, [&](const auto& known) {
    const auto& each = *known.second;
    return each.load_name == load_name && (definition_namespace.empty() || each.definition_namespace == definition_namespace) &&
           (version == 0 || each.version == version);
  });
  if (definition_namespace.empty()) definition_namespace = "opentrons";
  if (version == 0) version = 1;
  return own != definitions_.end() ? own->second : find_shipped_labware(definition_namespace, load_name, version);
}

void run_model::add_offset(labware_offset offset) {
  changes_.push_back(summary_of(offset));
  offsets_.push_back(std::move(offset));
}

const labware_offset* run_model::find_offset(std::string_view definition_uri, const json& location) const {
  const auto slot = slot_of(location);
  if (!slot) return nullptr;
  std::optional<std::string> below_uri;
  if (const auto* below = find_labware(named_labware(location))) below_uri = below->definition->uri;
  std::optional<std::string> module_model_below;
  if (const auto* module = module_below(location)) module_model_below = module->requested->name;
  const auto newest = std::find_if(offsets_.rbegin(), offsets_.rend(), [&](const labware_offset& offset) {
    return offset.definition_uri == definition_uri && offset.slot_name == *slot && offset.below_uri == below_uri &&
           offset.module_model == module_model_below;
  });
  return newest == offsets_.rend() ? nullptr : &*newest;
}

const loaded_labware* run_model::find_labware(std::string_view labware_id) const {
  const auto found = labware_.find(labware_id);
  return found == labware_.end() ? nullptr : &found->second;
}

const loaded_pipette* run_model::find_pipette(std::string_view pipette_id) const {
  const auto found = std::ranges::find(pipettes_, pipette_id, &loaded_pipette::pipette_id);
  return found == pipettes_.end() ? nullptr : &*found;
}

const loaded_module* run_model::find_module(std::string_view module_id) const {
  const auto found = modules_.find(module_id);
  return found == modules_.end() ? nullptr : &found->second;
}

const loaded_module* run_model::module_in(std::string_view slot_name) const {
  for (const auto& [id, module] : modules_)
    if (module.covers(slot_name)) return &module;
  return nullptr;
}

const loaded_module* run_model::module_below(const json& location) const {
  if (const auto* below = find_labware(named_labware(location))) return module_below(below->location);
  return find_module(named_module(location));
}

const protocol_liquid* run_model::find_liquid(std::string_view liquid_id) const {
  const auto found =
      std::find_if(liquids_.begin(), liquids_.end(), [&](const auto& liquid) { return liquid.liquid_id == liquid_id; });
  return found == liquids_.end() ? nullptr : &*found;
}

const loaded_labware* run_model::labware_at(const json& location) const {
  if (const auto below = named_labware(location); !below.empty()) return labware_on(below);
  if (const auto module_id = named_module(location); !module_id.empty()) {
    for (const auto& [id, labware] : labware_)
      if (named_module(labware.location) == module_id) return &labware;
    return nullptr;
  }
  const auto slot = named_slot(location);
  if (slot.empty()) return nullptr;
  for (const auto& [id, labware] : labware_)
    if (named_slot(labware.location) == slot) return &labware;
  return nullptr;
}

const loaded_labware* run_model::labware_on(std::string_view labware_id) const {
  for (const auto& [id, labware] : labware_)
    if (named_labware(labware.location) == labware_id) return &labware;
  return nullptr;
}

std::optional<std::string> run_model::slot_of(const json& location) const {
  if (const auto* below = find_labware(named_labware(location))) return slot_of(below->location);
  if (const auto* module = find_module(named_module(location))) return module->slot_name;
  auto slot = named_slot(location);
  if (!slot_origin(slot)) return std::nullopt;
  return slot;
}

void run_model::put_labware(loaded_labware labware) {
  changes_.push_back(summary_of(labware));
  auto id = labware.labware_id;
  labware_.insert_or_assign(std::move(id), std::move(labware));
}

void run_model::put_pipette(loaded_pipette pipette) {
  changes_.push_back(summary_of(pipette));
  const auto same = std::ranges::find(pipettes_, pipette.pipette_id, &loaded_pipette::pipette_id);
  if (same == pipettes_.end())
    pipettes_.push_back(std::move(pipette));
  else
    *same = std::move(pipette);
}

void run_model::put_module(loaded_module module) {
  changes_.push_back(summary_of(module));
  auto id = module.module_id;
  modules_.insert_or_assign(std::move(id), std::move(module));
}

void run_model::adopt_modules(const std::vector<module_facts>& attached) {
  for (const auto& module : attached) {
    const auto* model = find_module_model(module.model);
    if (model)
      modules_.try_emplace(module.serial_number, loaded_module{module.serial_number, model, model, {}, module.serial_number});
  }
}

void run_model::set_last_location(last_location location) {
  const auto* labware = find_labware(location.labware_id);
  last_slot_ = labware ? slot_of(labware->location) : std::nullopt;
  last_location_ = std::move(location);
}

void run_model::forget_last_location() {
  last_location_.reset();
  last_slot_.reset();
}

std::optional<point> run_model::nominal_base_of(const loaded_labware& labware) const {
  if (const auto* module = find_module(named_module(labware.location))) {
    const auto overlap = stacking_overlap(*labware.definition, "stackingOffsetWithModule", module->model->name);
    return *slot_origin(module->slot_name) + module->model->labware_offset_in(module->slot_name) +
           point{overlap.x_mm, overlap.y_mm, -overlap.z_mm};
  }
  const auto* below = find_labware(named_labware(labware.location));
  if (!below) return slot_origin(named_slot(labware.location));
  const auto base = nominal_base_of(*below);
  if (!base) return std::nullopt;
  const auto overlap = stacking_overlap(*labware.definition, "stackingOffsetWithLabware", below->definition->load_name);
  return *base + point{overlap.x_mm, overlap.y_mm, below->definition->height_mm - overlap.z_mm};
}

std::optional<point> run_model::origin_of(const loaded_labware& labware) const {
  const auto base = nominal_base_of(labware);
  if (!base) return std::nullopt;
  if (const auto own = own_offsets_.find(labware.labware_id); own != own_offsets_.end())
    return *base + labware.definition->corner_offset + own->second;
  const auto offset = std::find_if(offsets_.begin(), offsets_.end(),
                                   [&](const auto& each) { return labware.offset_id && each.offset_id == *labware.offset_id; });
  return *base + labware.definition->corner_offset + (offset == offsets_.end() ? point{} : offset->vector);
}

double run_model::top_z_mm(const loaded_labware& labware) const {
  const auto origin = origin_of(labware);
  if (!origin) return 0;
  const auto* module = find_module(named_module(labware.location));
  return origin->z_mm + labware.definition->height_mm + (module ? module->model->height_over_labware_mm : 0);
}

double run_model::tallest_z_mm() const {
  double tallest = fixed_trash_top_z_mm;
  for (const auto& [id, labware] : labware_) tallest = std::max(tallest, top_z_mm(labware));
  for (const auto& [id, module] : modules_)
    if (!is_legacy() || !labware_at({{"moduleId", id}})) tallest = std::max(tallest, module.model->bare_height_mm());
  return tallest;
}

void run_model::add_liquid(protocol_liquid liquid) {
  changes_.push_back(summary_of(liquid));
  liquids_.push_back(std::move(liquid));
}

const nozzle_layout* run_model::find_nozzle_layout(std::string_view pipette_id) const {
  const auto found = nozzle_layouts_.find(pipette_id);
  return found == nozzle_layouts_.end() ? nullptr : &found->second;
}

void run_model::set_nozzle_layout(const std::string& pipette_id, std::optional<nozzle_layout> layout) {
  if (layout)
    nozzle_layouts_[pipette_id] = *layout;
  else
    nozzle_layouts_.erase(pipette_id);
}

void run_model::set_movement_speed(const std::string& pipette_id, std::optional<double> speed_mm_s) {
  if (speed_mm_s)
    movement_speeds_mm_s_[pipette_id] = *speed_mm_s;
  else
    movement_speeds_mm_s_.erase(pipette_id);
}

std::optional<double> run_model::movement_speed_mm_s(std::string_view pipette_id) const {
  return setting_of(movement_speeds_mm_s_, pipette_id);
}

pressing run_model::pressing_of(std::string_view pipette_id) const {
  return setting_of(pressings_, pipette_id).value_or(pressing{});
}

std::optional<double> run_model::blow_out_flow_ul_s(std::string_view pipette_id) const {
  return setting_of(blow_out_flows_ul_s_, pipette_id);
}

void run_model::set_own_offset(const std::string& labware_id, const point& vector) { own_offsets_[labware_id] = vector; }

std::vector<entity_changed> run_model::take_changes() { return std::exchange(changes_, {}); }

}  // namespace deckhand
