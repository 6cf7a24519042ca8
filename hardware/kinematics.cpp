#include "hardware/kinematics.hpp"

namespace deckhand {

point critical_point(const pipette_model& pipette, double tip_length_mm, double nozzle_mm) {
  return pipette.nozzle_offset - point{0, nozzle_mm, tip_length_mm};
}

point to_carriage(const point& on_deck, mount m, const point& critical) { return on_deck - mount_offset(m) - critical; }
point to_deck(const point& carriage, mount m, const point& critical) { return carriage + mount_offset(m) + critical; }

}  // namespace deckhand
