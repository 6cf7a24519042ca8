/// Places and axes of the robot, as plain values. All lengths in millimetres; the deck's origin is the front-left corner of
/// slot 1.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace deckhand {

/// A place in deck coordinates: x to the right, y to the back, z up.
struct point {
  double x_mm = 0;
  double y_mm = 0;
  double z_mm = 0;

  friend point operator+(const point& a, const point& b) { return {a.x_mm + b.x_mm, a.y_mm + b.y_mm, a.z_mm + b.z_mm}; }
  friend point operator-(const point& a, const point& b) { return {a.x_mm - b.x_mm, a.y_mm - b.y_mm, a.z_mm - b.z_mm}; }
  friend bool operator==(const point&, const point&) = default;
};

/// The two carriages. The left one is motor axes Z and B, the right one A and C.
enum class mount : unsigned char { left, right };
inline constexpr std::array<mount, 2> all_mounts{mount::left, mount::right};
constexpr std::size_t index_of(mount m) { return static_cast<std::size_t>(m); }
constexpr std::string_view to_string(mount m) { return m == mount::left ? "left" : "right"; }

/// A motor axis as protocols name it; see to_string for the spelling.
enum class motor_axis : unsigned char { x, y, left_z, right_z, left_plunger, right_plunger };
inline constexpr std::array<motor_axis, 6> all_axes{
    motor_axis::x, motor_axis::y, motor_axis::left_z, motor_axis::right_z, motor_axis::left_plunger, motor_axis::right_plunger};
constexpr std::size_t index_of(motor_axis a) { return static_cast<std::size_t>(a); }
constexpr std::string_view to_string(motor_axis a) {
  constexpr std::array<std::string_view, 6> names{"x", "y", "leftZ", "rightZ", "leftPlunger", "rightPlunger"};
  return names[index_of(a)];
}

/// nullopt for any spelling that names no axis (or no mount) of an OT-2.
std::optional<motor_axis> parse_motor_axis(std::string_view name);
std::optional<mount> parse_mount(std::string_view name);

}  // namespace deckhand
