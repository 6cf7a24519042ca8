#include "runtime/plans/deck_areas.hpp"

#include <algorithm>

namespace deckhand::plans {
namespace {

// The maker's deck definition "ot2_standard": a slot's size, and the trash's box relative to the corner of slot 12.
constexpr point slot_size{128, 86, 0};
constexpr point trash_corner{29.285, -2.835, 0};
constexpr point trash_size{107.11, 165.67, fixed_trash_top_z_mm};
// From the wall of the opening to where a tip may fall: half the span that pipettes of one or eight channels keep free.
constexpr double drop_margin_mm = 37.5;

point top_centre_of(const point& corner, const point& size) { return corner + point{size.x_mm / 2, size.y_mm / 2, size.z_mm}; }

}  // namespace

deck_area fixed_trash_area() {
  return {top_centre_of(*slot_origin(fixed_trash_slot) + trash_corner, trash_size), trash_size.x_mm};
}

tl::expected<deck_area, command_error> find_area(std::string_view name) {
  if (name == fixed_trash_name) return fixed_trash_area();
  if (name == fixed_trash_slot)
    return refuse("AreaNotInDeckConfigurationError", "Slot 12 holds the fixed trash: its area is fixedTrash.");
  if (const auto corner = slot_origin(name)) return deck_area{top_centre_of(*corner, slot_size), slot_size.x_mm};
  return refuse("AddressableAreaDoesNotExistError", "The deck has no addressable area " + std::string{name} + ".");
}

double drop_spot_x_mm(double opening_width_mm, bool is_right) {
  const auto spot_mm = std::max(0.0, opening_width_mm / 2 - drop_margin_mm);
  return is_right ? spot_mm : -spot_mm;
}

command_plan alternating(command_plan plan) {
  plan.complete = [finish = std::move(plan.complete)](run_model& model, const robot_facts& facts) {
    model.alternate_drop();
    return finish(model, facts);
  };
  return plan;
}

}  // namespace deckhand::plans
