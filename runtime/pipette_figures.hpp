/// The raw figures behind the pipette catalogue, as constant data. Only pipette_catalogue.cpp reads them.
#pragma once

#include <span>
#include <string_view>

#include "runtime/pipette_catalogue.hpp"

namespace deckhand {

using plunger_rows = std::span<const plunger_table_row>;

/// Conversion tables for one kind of tip. The newest ones are in force; a model with only one generation repeats it.
struct plunger_table_set {
  plunger_rows aspirate, dispense;
  plunger_rows first_aspirate, first_dispense;
};

struct plunger_positions {
  double bottom_mm, blow_out_mm, drop_tip_mm;
};
struct plunger_currents {
  double idle_a, run_a, drop_tip_a;
};
struct pick_up_figures {
  int presses;
  double increment_mm, distance_mm, speed_mm_s, z_current_a;
};
struct overlap_row {
  std::string_view rack_uri;
  double overlap_mm;
};
struct tip_row {
  int capacity_ul;
  double push_out_ul;
};

/// What all revisions of a pipette share.
struct pipette_family {
  std::string_view name, display_name, model_prefix;
  bool is_gen2;
  int channels;
  double min_volume_ul, max_volume_ul;
  point nozzle_offset;
  double z_home_mm;
  double drop_tip_speed_mm_s;
  double aspirate_flow_ul_s, dispense_flow_ul_s, blow_out_flow_ul_s;
  double fallback_tip_length_mm;
  double return_tip_fraction;
  double default_overlap_mm;
  std::span<const overlap_row> overlaps;
  std::span<const tip_row> tips;
  std::string_view back_compatible_name;  ///< empty for none
};

/// One revision; tips wider than the pipette itself may have tables of their own.
struct pipette_revision {
  const pipette_family* family;
  std::string_view version;  ///< "1.5"
  plunger_positions plunger;
  plunger_currents currents;
  pick_up_figures pick_up;
  std::span<const std::string_view> quirks;
  plunger_table_set tables;
  plunger_table_set wide_tip_tables;
};

/// All revisions, oldest first within a family.
std::span<const pipette_revision> all_pipette_revisions();

}  // namespace deckhand
