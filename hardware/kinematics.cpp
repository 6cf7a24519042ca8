#include "hardware/kinematics.hpp"

namespace deckhand {

point critical_point(const pipette_model& pipette, double tip_length_mm, bool is_centre_of_nozzles) {
  auto critical = pipette.nozzle_offset - point{0, 0, tip_length_mm};
  if (is_centre_of_nozzles) critical.y_mm -= pipette.nozzle_span_mm / 2;
  return critical;
}

point to_carriage(const point& on_deck, mount m, const point& critical) { return on_deck - mount_offset(m) - critical; }
point to_deck(const point& carriage, mount m, const point& critical) { return carriage + mount_offset(m) + critical; }

}  // namespace deckhand
