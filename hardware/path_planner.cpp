#include "hardware/path_planner.hpp"

#include <algorithm>

#include "hardware/kinematics.hpp"

namespace deckhand {
namespace {

constexpr double in_labware_margin_mm = 5;
constexpr double general_margin_mm = 10;
constexpr double least_margin_mm = 1;

std::string sentence(const char* what, double z_mm, double max_z_mm) {
  return std::string{what} + " at " + std::to_string(z_mm) + " mm lies above what this mount can reach safely (" +
         std::to_string(max_z_mm) + " mm).";
}

using way = std::vector<point>;

tl::expected<way, std::string> plan_legacy_path(const point& origin, const point& target, const move_operation& move,
                                                double max_z_mm) {
  const bool is_in_labware = move.path == path_kind::in_labware_arc;
  if (!is_in_labware && move.base_z_mm + least_margin_mm > max_z_mm)
    return tl::unexpected{sentence("What the way must clear", move.base_z_mm, max_z_mm)};
  const double clear_mm = std::min(move.base_z_mm + (is_in_labware ? in_labware_margin_mm : general_margin_mm), max_z_mm);
  const double travel_mm = std::max({target.z_mm, origin.z_mm, move.minimum_z_mm, clear_mm});
  way planned{{origin.x_mm, origin.y_mm, travel_mm}};
  for (const auto& detour : move.detours) planned.push_back({detour.x_mm, detour.y_mm, travel_mm});
  planned.push_back({target.x_mm, target.y_mm, travel_mm});
  planned.push_back(target);
  return planned;
}

}  // namespace

tl::expected<std::vector<point>, std::string> plan_path(const point& origin, const move_operation& move, double max_z_mm) {
  auto target = move.target;
  if (move.stay_at_height) return way{{target.x_mm, target.y_mm, origin.z_mm}};
  // The older rules let a mount go up to its home, the newer ones keep off the height that they travel at.
  const double highest_mm = move.is_legacy ? max_z_mm + retract_distance_mm : max_z_mm - least_margin_mm;
  if (move.stay_at_travel_height)
    target.z_mm = max_z_mm;
  else if (target.z_mm > highest_mm)
    return tl::unexpected{sentence("The target", target.z_mm, max_z_mm)};
  if (move.is_legacy && move.path != path_kind::direct) return plan_legacy_path(origin, target, move, max_z_mm);
  if (move.path == path_kind::direct) return way{target};
  const double base_mm = std::max(move.base_z_mm, move.minimum_z_mm);
  if (base_mm + least_margin_mm > max_z_mm) return tl::unexpected{sentence("What the way must clear", base_mm, max_z_mm)};
  const double margin_mm = move.path == path_kind::in_labware_arc ? in_labware_margin_mm : general_margin_mm;
  const double travel_mm = std::max(std::min(max_z_mm, std::max(base_mm + margin_mm, target.z_mm)), origin.z_mm);
  way planned;
  if (travel_mm > origin.z_mm) planned.push_back({origin.x_mm, origin.y_mm, travel_mm});
  for (const auto& detour : move.detours) planned.push_back({detour.x_mm, detour.y_mm, travel_mm});
  if (travel_mm > target.z_mm) planned.push_back({target.x_mm, target.y_mm, travel_mm});
  planned.push_back(target);
  return planned;
}

}  // namespace deckhand
