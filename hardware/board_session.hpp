/// The driver's side of the talk with a motor board: what it believes of the board, and the lines for moves, homes and set-up.
///
/// Composing queues lines; replies come back through take_reply. Every line is followed by an M400 of its own, which is
/// acknowledged when the motion is over. All lengths in mm, speeds in mm/s.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "hardware/board_axes.hpp"
#include "hardware/board_currents.hpp"
#include "hardware/transport.hpp"

namespace deckhand {

inline constexpr double default_speed_mm_s = 400;

/// Targets by axis; axes without one stay.
using axis_targets = by_axis<std::optional<double>>;

class board_session {
 public:
  /// The set-up of a board that was just connected or reset.
  void set_up();
  /// Ends a halt: clears the alarm, then the whole set-up.
  void clear_halt();

  /// One straight move. Sends nothing where no axis has anywhere to go.
  void move(const axis_targets& targets, std::optional<double> speed_mm_s = std::nullopt);
  /// Homes these axes in the board's order; Y brings X along, X brings Z and A. Ends with a look at the position.
  void home(axis_set axes);
  /// Close to home by a move, then home: `margin_mm` is the distance left.
  void fast_home(board_axis axis, double margin_mm);
  void refresh_position();
  /// Motors off: these axes no longer hold, and nothing is known of where they stand.
  void disengage(axis_set axes);

  /// Asks both mounts what pipettes they hold.
  void scan_instruments();
  /// Tells the board of a mount's pipette.
  void configure(mount on, double plunger_steps_per_mm, double z_home_mm, double plunger_travel_mm);

  std::optional<board_write> next_line();
  /// What came back for the line given last. The error is what the board, or the link, complained of.
  tl::expected<void, std::string> take_reply(const std::string& text);
  /// Drops what is queued.
  void clear_lines() { lines_.clear(); }
  bool has_lines() const { return !lines_.empty(); }
  /// Clears the alarm after an error and homes again what may have lost its place: one axis, or all.
  void recover(std::optional<board_axis> lost, bool home_again);
  /// The reply to the line given last says something that is not known yet.
  bool awaits_reading() const { return sent_.answer != answer_kind::none; }
  bool last_line_moved() const { return sent_.text.find("G0") != std::string::npos; }
  void forget_position() { homed_ = {}; }

  double position(board_axis axis) const { return position_[axis]; }
  bool is_homed(board_axis axis) const { return homed_[axis]; }
  bool is_engaged(board_axis axis) const { return engaged_.contains(axis); }
  board_currents& currents() { return currents_; }
  /// As the last scan found them; empty where a mount holds none.
  const std::string& scanned_model(mount on) const { return scanned_[deckhand::index_of(on)].model; }
  const std::string& scanned_serial(mount on) const { return scanned_[deckhand::index_of(on)].serial; }
  /// The plunger has not moved yet, and must be worked loose before its next home (quirk needsUnstick).
  void set_stuck(board_axis plunger, bool is_stuck) { is_stuck_[plunger] = is_stuck; }

 private:
  enum class answer_kind : unsigned char { none, position, left_model, right_model, left_serial, right_serial };
  struct line {
    std::string text;
    std::chrono::milliseconds ack_timeout{5000};
    answer_kind answer = answer_kind::none;
  };
  struct instrument {
    std::string model;
    std::string serial;
  };

  void write(std::string text, std::chrono::milliseconds ack_timeout = std::chrono::seconds{5},
             std::chrono::milliseconds settle_timeout = std::chrono::seconds{12'000}, answer_kind answer = answer_kind::none);
  void write_home(std::string text, std::chrono::milliseconds ack_timeout);
  void home_carriages_and_plungers(const axis_set& group);
  void home_x();
  void home_y();
  void work_loose(board_axis plunger);
  tl::expected<void, std::string> read_position(const std::string& text);
  void read_instrument(const std::string& text, std::string& into);

  std::deque<line> lines_;
  line sent_;
  by_axis<double> position_;  // the last targets, unrounded; as the board says after a home
  by_axis<double> home_position_{{418, 350, 218, 218, 19, 19}};
  by_axis<bool> homed_;
  axis_set homing_;
  axis_set engaged_;
  board_currents currents_;
  by_axis<bool> is_stuck_;
  std::array<instrument, 2> scanned_;
};

}  // namespace deckhand
