/// From the deck to the axes and back.
#pragma once

#include "runtime/geometry.hpp"
#include "runtime/pipette_catalogue.hpp"
#include "runtime/robot_calibration.hpp"

namespace deckhand {

/// Where the carriages hang from the gantry.
constexpr point mount_offset(mount m) { return m == mount::left ? point{-34, 0, 0} : point{0, 0, 0}; }

/// The carriage stays this far below its home when it travels.
inline constexpr double retract_distance_mm = 2;

/// Where a carriage that bears no pipette is homed; GEN1 pipettes leave it there.
inline constexpr double bare_mount_z_home_mm = 220;
/// What a move without a pipette brings to its target.
inline constexpr point bare_mount_critical_point{0, 0, 30};

/// From a carriage to its critical point, less the tip: nozzle A1, or what lies so far in front of it.
point critical_point(const pipette_model& pipette, double tip_length_mm, double nozzle_mm);

/// How the deck lies in the machine.
class deck_attitude {
 public:
  /// Precondition: the matrix has an inverse.
  explicit deck_attitude(const attitude_matrix& matrix = level_deck)
      : to_machine_(matrix), to_deck_(inverse_of(matrix).value()) {}

  /// Carriage coordinates (X, Y, and Z or A) that bring a critical point to a place on the deck, and the reverse.
  point to_carriage(const point& on_deck, mount m, const point& critical) const;
  point to_deck(const point& carriage, mount m, const point& critical) const;
  /// What a step on the deck is for a carriage.
  point step(const point& on_deck) const { return to_machine_ * on_deck; }

 private:
  attitude_matrix to_machine_, to_deck_;
};

}  // namespace deckhand
