#include "hardware/motion_time.hpp"

#include <algorithm>
#include <cmath>

namespace deckhand {
namespace {

struct ramp {
  double top_speed_mm_s;
  double seconds;
};

// The speed reached, and the time to reach it (and to stop again).
ramp ramp_of(double distance_mm, double speed_mm_s, double acceleration_mm_s2) {
  const double top_mm_s = std::min(speed_mm_s, std::sqrt(distance_mm * acceleration_mm_s2));
  return {top_mm_s, top_mm_s / acceleration_mm_s2};
}

}  // namespace

double trapezoid_s(double distance_mm, double speed_mm_s, double acceleration_mm_s2) {
  if (distance_mm <= 0) return 0;
  const auto [top_mm_s, seconds] = ramp_of(distance_mm, speed_mm_s, acceleration_mm_s2);
  return seconds + distance_mm / top_mm_s;
}

double trapezoid_mm(double elapsed_s, double distance_mm, double speed_mm_s, double acceleration_mm_s2) {
  if (distance_mm <= 0 || elapsed_s <= 0) return 0;
  const double total_s = trapezoid_s(distance_mm, speed_mm_s, acceleration_mm_s2);
  if (elapsed_s >= total_s) return distance_mm;
  const auto [top_mm_s, seconds] = ramp_of(distance_mm, speed_mm_s, acceleration_mm_s2);
  if (elapsed_s < seconds) return acceleration_mm_s2 * elapsed_s * elapsed_s / 2;
  const double left_s = total_s - elapsed_s;
  if (left_s < seconds) return distance_mm - acceleration_mm_s2 * left_s * left_s / 2;
  return top_mm_s * (elapsed_s - seconds / 2);
}

}  // namespace deckhand
