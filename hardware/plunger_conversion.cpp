#include "hardware/plunger_conversion.hpp"

#include <cmath>

namespace deckhand {
namespace {

double round_6(double value) { return std::round(value * 1e6) / 1e6; }

}  // namespace

std::optional<double> ul_per_mm(const plunger_table& table, double volume_ul) {
  for (const auto& row : table)
    if (row.upper_volume_ul >= volume_ul) return row.slope * volume_ul + row.intercept;
  return std::nullopt;
}

std::optional<double> plunger_position_mm(const pipette_model& pipette, const plunger_table& table, double volume_ul) {
  const auto factor = ul_per_mm(table, volume_ul);
  if (!factor) return std::nullopt;
  return round_6(pipette.plunger_bottom_mm + volume_ul / *factor);
}

double plunger_speed_mm_s(const plunger_table& table, double max_volume_ul, double flow_rate_ul_s) {
  const auto factor = ul_per_mm(table, max_volume_ul);
  return round_6(flow_rate_ul_s / factor.value_or(table.back().slope * max_volume_ul + table.back().intercept));
}

}  // namespace deckhand
