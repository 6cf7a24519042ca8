#include "hardware/kinematics.hpp"

namespace deckhand {

point critical_point(const pipette_model& pipette, double tip_length_mm, double nozzle_mm) {
  return pipette.nozzle_offset - point{0, nozzle_mm, tip_length_mm};
}

point deck_attitude::to_carriage(const point& on_deck, mount m, const point& critical) const {
  return to_machine_ * on_deck - mount_offset(m) - critical;
}

point deck_attitude::to_deck(const point& carriage, mount m, const point& critical) const {
  return to_deck_ * (carriage + mount_offset(m) + critical);
}

}  // namespace deckhand
