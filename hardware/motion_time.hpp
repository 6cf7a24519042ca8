/// How long a straight move takes: speed up, cruise, slow down.
#pragma once

namespace deckhand {

/// Seconds for `distance_mm` from rest to rest. A move too short to reach its speed is a triangle. All arguments positive.
double trapezoid_s(double distance_mm, double speed_mm_s, double acceleration_mm_s2);

/// Millimetres covered after `elapsed_s` of such a move.
double trapezoid_mm(double elapsed_s, double distance_mm, double speed_mm_s, double acceleration_mm_s2);

}  // namespace deckhand
