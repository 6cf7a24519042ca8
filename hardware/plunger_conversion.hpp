/// From microlitres to plunger positions and speeds, by a pipette's tables.
#pragma once

#include <optional>

#include "runtime/pipette_catalogue.hpp"

namespace deckhand {

/// Microlitres per millimetre at a volume; nullopt beyond the table's last row.
std::optional<double> ul_per_mm(const plunger_table& table, double volume_ul);

/// Where the plunger stands with `volume_ul` held: up from its bottom, rounded to six decimals.
std::optional<double> plunger_position_mm(const pipette_model& pipette, const plunger_table& table, double volume_ul);

/// The plunger's speed for a flow, by the table at the largest volume that the pipette takes under the name it was asked for by,
/// rounded to six decimals.
double plunger_speed_mm_s(const plunger_table& table, double max_volume_ul, double flow_rate_ul_s);

}  // namespace deckhand
