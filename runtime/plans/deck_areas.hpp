/// The places of the deck that commands reach by name, without labware. Internal to command_plan.
#pragma once

#include <string_view>

#include "runtime/plans/planning.hpp"

namespace deckhand::plans {

struct deck_area {
  point top_centre;
  double width_mm = 0;
};

/// Slots "1" to "11" and "fixedTrash". Slot 12 exists, but the trash fills it.
tl::expected<deck_area, command_error> find_area(std::string_view name);

deck_area fixed_trash_area();

/// How far beside the middle of a wide opening a tip is dropped, so that the tips do not pile up in one place.
double drop_spot_x_mm(double opening_width_mm, bool is_right);
/// The same plan; the next drop goes to the other side once it is complete.
command_plan alternating(command_plan plan);

}  // namespace deckhand::plans
