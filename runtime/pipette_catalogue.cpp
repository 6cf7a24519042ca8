#include "runtime/pipette_catalogue.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/pipette_figures.hpp"

namespace deckhand {

namespace {

using table_ptr = std::shared_ptr<const plunger_table>;

table_ptr share(plunger_rows rows) { return std::make_shared<const plunger_table>(rows.begin(), rows.end()); }

std::map<int, tip_class> make_tip_classes(const pipette_revision& revision) {
  const auto& family = *revision.family;
  std::map<int, tip_class> classes;
  for (const auto& tip : family.tips) {
    const auto& tables = tip.capacity_ul > family.max_volume_ul ? revision.wide_tip_tables : revision.tables;
    classes[tip.capacity_ul] = {.fallback_tip_length_mm = family.fallback_tip_length_mm,
                                .aspirate_flow_ul_s = family.aspirate_flow_ul_s,
                                .dispense_flow_ul_s = family.dispense_flow_ul_s,
                                .blow_out_flow_ul_s = family.blow_out_flow_ul_s,
                                .return_tip_fraction = family.return_tip_fraction,
                                .push_out_ul = tip.push_out_ul,
                                .aspirate_table = share(tables.aspirate),
                                .dispense_table = share(tables.dispense),
                                .first_aspirate_table = share(tables.first_aspirate),
                                .first_dispense_table = share(tables.first_dispense)};
  }
  return classes;
}

/// All OT-2 multi-channel pipettes have eight nozzles, 9 mm apart.
double span_of(int channels) { return 9.0 * (channels - 1); }

void apply_family(pipette_model& model, const pipette_family& family) {
  model.name = family.name;
  model.display_name = family.display_name;
  model.is_gen2 = family.is_gen2;
  model.channels = family.channels;
  model.min_volume_ul = family.min_volume_ul;
  model.max_volume_ul = family.max_volume_ul;
  model.nozzle_offset = family.nozzle_offset;
  model.nozzle_span_mm = span_of(family.channels);
  model.plunger_steps_per_mm = family.is_gen2 ? 3200 : 768;
  model.plunger_travel_mm = family.is_gen2 ? 60 : 30;
  model.z_home_mm = family.z_home_mm;
  model.drop_tip_speed_mm_s = family.drop_tip_speed_mm_s;
  model.default_tip_overlap_mm = family.default_overlap_mm;
  for (const auto& row : family.overlaps) model.tip_overlap_mm.emplace(row.rack_uri, row.overlap_mm);
  if (!family.back_compatible_name.empty()) model.back_compatible_names.emplace_back(family.back_compatible_name);
}

pipette_model make_model(const pipette_revision& revision) {
  pipette_model model;
  apply_family(model, *revision.family);
  model.model = std::string(revision.family->model_prefix) + std::string(revision.version);
  model.plunger_bottom_mm = revision.plunger.bottom_mm;
  model.plunger_blow_out_mm = revision.plunger.blow_out_mm;
  model.plunger_drop_tip_mm = revision.plunger.drop_tip_mm;
  model.idle_current_a = revision.currents.idle_a;
  model.run_current_a = revision.currents.run_a;
  model.drop_tip_current_a = revision.currents.drop_tip_a;
  model.pick_up_presses = revision.pick_up.presses;
  model.pick_up_increment_mm = revision.pick_up.increment_mm;
  model.pick_up_distance_mm = revision.pick_up.distance_mm;
  model.pick_up_speed_mm_s = revision.pick_up.speed_mm_s;
  model.pick_up_z_current_a = revision.pick_up.z_current_a;
  model.quirks.assign(revision.quirks.begin(), revision.quirks.end());
  model.tips = make_tip_classes(revision);
  return model;
}

struct catalogue {
  std::map<std::string, pipette_model, std::less<>> by_model;
  std::map<std::string, const pipette_model*, std::less<>> newest_by_name;
};

const catalogue& all_models() {
  static const catalogue built = [] {
    catalogue models;
    for (const auto& revision : all_pipette_revisions()) {
      auto model = make_model(revision);
      const auto& stored = models.by_model.emplace(model.model, std::move(model)).first->second;
      models.newest_by_name[stored.name] = &stored;
    }
    return models;
  }();
  return built;
}

}  // namespace

bool pipette_model::has_quirk(std::string_view quirk) const { return std::ranges::find(quirks, quirk) != quirks.end(); }

double pipette_model::overlap_mm(std::string_view rack_uri) const {
  const auto found = tip_overlap_mm.find(rack_uri);
  return found == tip_overlap_mm.end() ? default_tip_overlap_mm : found->second;
}

const tip_class& pipette_model::class_for(double tip_volume_ul) const {
  const auto capacity_ul = static_cast<int>(std::lround(std::clamp(tip_volume_ul, 0.0, max_volume_ul)));
  const auto found = tips.find(capacity_ul);
  return found == tips.end() ? tips.at(static_cast<int>(max_volume_ul)) : found->second;
}

const pipette_model* find_pipette_model(std::string_view model) {
  const auto& models = all_models().by_model;
  const auto found = models.find(model);
  return found == models.end() ? nullptr : &found->second;
}

const pipette_model* newest_model_of(std::string_view name) {
  const auto& models = all_models().newest_by_name;
  const auto found = models.find(name);
  return found == models.end() ? nullptr : found->second;
}

bool can_stand_in(const pipette_model& found, std::string_view name) {
  return found.name == name || std::ranges::find(found.back_compatible_names, name) != found.back_compatible_names.end();
}

}  // namespace deckhand
