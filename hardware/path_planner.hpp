/// The way of a mount's critical point from where it is to its target: up, across, down.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "runtime/robot_operation.hpp"

namespace deckhand {

/// Waypoints in deck coordinates, the target last. `max_z_mm` is the highest the critical point can be brought to.
/// The error says why there is no safe way.
tl::expected<std::vector<point>, std::string> plan_path(const point& origin, const move_operation& move, double max_z_mm);

}  // namespace deckhand
