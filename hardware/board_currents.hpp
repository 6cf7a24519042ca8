/// What each motor draws: a current to move with, a current to hold with, and which of the two it has now.
///
/// Nothing here sends anything; text() goes in front of a move. Figures in amperes.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "hardware/board_axes.hpp"

namespace deckhand {

/// The motor boards that were built. 2.1 is also taken where the revision is unknown; A, B and C have the same currents.
enum class board_revision : unsigned char { v2_1, a, b, c };
inline constexpr std::array<std::string_view, 4> board_revision_names{"2.1", "A", "B", "C"};
constexpr std::string_view to_string(board_revision revision) { return board_revision_names[static_cast<std::size_t>(revision)]; }

class board_currents {
 public:
  explicit board_currents(board_revision revision = board_revision::v2_1);

  /// Holding axes get their moving current; those that have it keep what they have.
  void activate(const axis_set& axes);
  /// The mirror image.
  void dwell(const axis_set& axes);
  /// Takes effect at once on an axis that is active.
  void set_active(board_axis axis, double amperes);
  /// Takes effect at once on an axis that is dwelling.
  void set_dwell(board_axis axis, double amperes);
  /// One saved copy of all moving currents, not a stack.
  void push_active() { saved_active_ = active_; }
  void pop_active();
  /// An odd one for this moment only: the axis counts as active.
  void force(board_axis axis, double amperes);
  /// All axes count as dwelling with whatever they have, as after a reset.
  void forget_activity() { is_active_ = {}; }

  /// "M907 A0.1 B0.05 C0.05 X1.25 Y1.25 Z0.1 G4 P0.005"
  std::string text() const;
  /// The same with another current for one axis, which is not remembered.
  std::string text_with(board_axis axis, double amperes) const;

 private:
  static std::string text_of(const by_axis<double>& amperes);

  by_axis<double> now_, dwell_, active_, saved_active_;
  by_axis<bool> is_active_;
};

}  // namespace deckhand
