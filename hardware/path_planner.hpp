/// The way of a mount's critical point from where it is to its target: up, across, down.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "runtime/robot_operation.hpp"

namespace deckhand {

/// Two sets of rules. An arc has a margin above what it must clear. Up to API level 2.13 one within a labware goes as high as the
/// mount can reach where the margin asks for more, and a general one does so if a millimetre is left; only the target itself must
/// be within reach. From 2.14 on, whatever is cleared and the target must both be a millimetre below the mount's reach.
///
/// Waypoints in deck coordinates, the target last. `max_z_mm` is the highest the critical point can be brought to.
/// The error says why there is no safe way.
tl::expected<std::vector<point>, std::string> plan_path(const point& origin, const move_operation& move, double max_z_mm);

}  // namespace deckhand
