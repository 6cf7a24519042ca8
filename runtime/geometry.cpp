#include "runtime/geometry.hpp"

namespace deckhand {

std::optional<motor_axis> parse_motor_axis(std::string_view name) {
  for (const auto axis : all_axes)
    if (to_string(axis) == name) return axis;
  return std::nullopt;
}

std::optional<mount> parse_mount(std::string_view name) {
  for (const auto m : all_mounts)
    if (to_string(m) == name) return m;
  return std::nullopt;
}

}  // namespace deckhand
