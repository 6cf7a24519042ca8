/// Figures of the OT-2's pipettes: positions, currents, speeds, volumes and the microlitre-per-millimetre tables.
/// Source: the maker's public pipette definitions, release 8.1 (facts only).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/geometry.hpp"

namespace deckhand {

/// One row of a conversion table: valid up to `upper_volume_ul`; ul_per_mm = slope * volume + intercept.
struct plunger_table_row {
  double upper_volume_ul = 0;
  double slope = 0;
  double intercept = 0;
};
using plunger_table = std::vector<plunger_table_row>;

/// What depends on the tip a pipette carries.
struct tip_class {
  double fallback_tip_length_mm = 0;
  double aspirate_flow_ul_s = 0;  ///< the hardware's default
  double dispense_flow_ul_s = 0;
  double blow_out_flow_ul_s = 0;
  double return_tip_fraction = 0.5;
  double push_out_ul = 0;
  std::shared_ptr<const plunger_table> aspirate_table;
  std::shared_ptr<const plunger_table> dispense_table;
  /// What the maker's setting "use old aspiration functions" calls for; the same tables where there was only one generation.
  std::shared_ptr<const plunger_table> first_aspirate_table;
  std::shared_ptr<const plunger_table> first_dispense_table;
};

struct pipette_model {
  std::string model;         ///< "p300_single_v1.5"
  std::string name;          ///< "p300_single"
  std::string display_name;  ///< "P300 Single-Channel GEN1"
  bool is_gen2 = false;
  int channels = 1;
  double min_volume_ul = 0;
  double max_volume_ul = 0;
  double plunger_top_mm = 19.5;
  double plunger_bottom_mm = 0;
  double plunger_blow_out_mm = 0;
  double plunger_drop_tip_mm = 0;
  double idle_current_a = 0.05;
  double run_current_a = 0;
  double drop_tip_current_a = 0;
  double drop_tip_speed_mm_s = 0;
  int pick_up_presses = 1;
  double pick_up_increment_mm = 0;
  double pick_up_distance_mm = 0;
  double pick_up_speed_mm_s = 0;
  double pick_up_z_current_a = 0;
  point nozzle_offset;        ///< of nozzle A1
  double nozzle_span_mm = 0;  ///< from nozzle A1 to the last one, along y (63 for eight channels, 0 for one)
  double plunger_steps_per_mm = 768;
  double z_home_mm = 220;         ///< M365.0
  double plunger_travel_mm = 30;  ///< M365.1
  double default_tip_overlap_mm = 0;
  std::map<std::string, double, std::less<>> tip_overlap_mm;  ///< by rack URI
  std::vector<std::string> quirks;
  std::vector<std::string> back_compatible_names;  ///< older names this pipette may stand in for
  std::map<int, tip_class> tips;                   ///< by capacity class: 10, 20, 50, 200, 300, 1000 microlitres

  bool has_quirk(std::string_view quirk) const;
  double overlap_mm(std::string_view rack_uri) const;
  /// The entry for min(max volume, tip capacity); that of the pipette's own volume where there is none.
  const tip_class& class_for(double tip_volume_ul) const;
};

/// "p300_single_v1.5"; nullptr where unknown. Callable from any thread.
const pipette_model* find_pipette_model(std::string_view model);
/// The newest model of a load name such as "p300_single" or "p300_single_gen2"; nullptr where no OT-2 pipette has it.
const pipette_model* newest_model_of(std::string_view name);
/// Whether a pipette found on a mount may serve where `name` was asked for: its own name, or one it is compatible with.
bool can_stand_in(const pipette_model& found, std::string_view name);

}  // namespace deckhand
