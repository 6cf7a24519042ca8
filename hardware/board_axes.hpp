/// The motor board's six axes, and values by axis. Z and B are the left mount's carriage and plunger, A and C the right one's.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "runtime/geometry.hpp"

namespace deckhand {

/// In the order of runtime's motor_axis, so that an index means the same axis in both.
enum class board_axis : unsigned char { x, y, z, a, b, c };
inline constexpr std::array<board_axis, 6> all_board_axes{board_axis::x, board_axis::y, board_axis::z,
                                                          board_axis::a, board_axis::b, board_axis::c};
/// The order in which the board's arguments are written.
inline constexpr std::array<board_axis, 6> alphabetical_axes{board_axis::a, board_axis::b, board_axis::c,
                                                             board_axis::x, board_axis::y, board_axis::z};
constexpr std::size_t index_of(board_axis axis) { return static_cast<std::size_t>(axis); }
constexpr char letter_of(board_axis axis) { return "XYZABC"[index_of(axis)]; }
constexpr std::optional<board_axis> axis_of_letter(char letter) {
  const auto place = std::string_view{"XYZABC"}.find(letter);
  if (place == std::string_view::npos) return std::nullopt;
  return all_board_axes[place];
}

constexpr board_axis carriage_of(mount m) { return m == mount::left ? board_axis::z : board_axis::a; }
constexpr board_axis plunger_of(mount m) { return m == mount::left ? board_axis::b : board_axis::c; }
constexpr bool is_plunger(board_axis axis) { return axis == board_axis::b || axis == board_axis::c; }
constexpr board_axis to_board_axis(motor_axis axis) { return all_board_axes[index_of(axis)]; }
constexpr mount other(mount m) { return m == mount::left ? mount::right : mount::left; }

template <class Value>
struct by_axis {
  std::array<Value, 6> values{};
  Value& operator[](board_axis axis) { return values[index_of(axis)]; }
  const Value& operator[](board_axis axis) const { return values[index_of(axis)]; }
};

/// Some of the axes.
class axis_set {
 public:
  constexpr axis_set() = default;
  constexpr axis_set(std::initializer_list<board_axis> axes) {
    for (const auto axis : axes) insert(axis);
  }
  constexpr void insert(board_axis axis) { bits_ |= 1U << index_of(axis); }
  constexpr bool contains(board_axis axis) const { return (bits_ >> index_of(axis) & 1U) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool is(const axis_set& others) const { return bits_ == others.bits_; }
  constexpr std::size_t size() const { return static_cast<std::size_t>(__builtin_popcount(bits_)); }
  constexpr axis_set with(const axis_set& others) const { return axis_set{bits_ | others.bits_}; }
  constexpr axis_set without(const axis_set& others) const { return axis_set{bits_ & ~others.bits_}; }
  constexpr axis_set within(const axis_set& others) const { return axis_set{bits_ & others.bits_}; }

 private:
  constexpr explicit axis_set(unsigned bits) : bits_(bits) {}
  unsigned bits_ = 0;
};
inline constexpr axis_set every_axis{board_axis::x, board_axis::y, board_axis::z, board_axis::a, board_axis::b, board_axis::c};
inline constexpr axis_set carriage_and_plunger_axes{board_axis::z, board_axis::a, board_axis::b, board_axis::c};

}  // namespace deckhand
