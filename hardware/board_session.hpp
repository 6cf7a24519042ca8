/// The driver's side of the talk with a motor board: what it believes of the board, and the lines for moves, homes and set-up.
///
/// Composing queues lines; replies come back through take_reply. Every line is followed by an M400 of its own, which is
/// acknowledged when the motion is over. All lengths in mm, speeds in mm/s.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "hardware/board_axes.hpp"
#include "hardware/board_currents.hpp"
#include "hardware/transport.hpp"

namespace deckhand {

inline constexpr double default_speed_mm_s = 400;
/// What the board's alarm says of its kill button, the emergency stop.
inline constexpr std::string_view kill_button = "kill button";

/// Targets by axis; axes without one stay.
using axis_targets = by_axis<std::optional<double>>;

class board_session {
 public:
  /// `now_s`: seconds from any origin, to tell how long a plunger has stood still.
  explicit board_session(
      board_revision revision = board_revision::v2_1, std::function<double()> now_s = [] { return 0.0; })
      : now_s_(std::move(now_s)), currents_(revision) {}

  /// The set-up of a board that was just connected or reset.
  void set_up();
  /// Asks for the firmware's version, as the last of a connection's set-up.
  void identify();
  /// As the board told it last; empty before.
  const std::string& firmware_version() const { return firmware_version_; }
  /// Ends a halt: clears the alarm, then the whole set-up.
  void clear_halt();

  /// One straight move. Sends nothing where no axis has anywhere to go.
  void move(const axis_targets& targets, std::optional<double> speed_mm_s = std::nullopt);
  /// Makes these axes go no faster, mm/s, until restore_speeds. False, and nothing sent, where there are none.
  bool limit_speeds(const axis_targets& limits);
  void restore_speeds();
  /// Homes these axes in the board's order; Y brings X along, X brings Z and A. Ends with a look at the position.
  void home(axis_set axes);
  /// Close to home by a move, then home: `margin_mm` is the distance left.
  void fast_home(board_axis axis, double margin_mm);
  /// Asks where the board stands; the answer is the home of those axes that were `homed` by the line before.
  void refresh_position(axis_set homed = {});
  /// Motors off, in this order: these axes no longer hold, and nothing is known of where they stand.
  void disengage(const std::vector<board_axis>& axes);

  /// Asks both mounts what pipettes they hold.
  void scan_instruments();
  /// Tells the board of a mount's pipette.
  void configure(mount on, double plunger_steps_per_mm, double z_home_mm, double plunger_travel_mm);

  std::optional<board_write> next_line();
  /// What came back for the line given last. The error is what the board, or the link, complained of. The tail of a halt
  /// ("alarm lock") that comes back for a line which moves nothing is none.
  tl::expected<void, std::string> take_reply(const std::string& text);
  /// Drops what is queued.
  void clear_lines() { lines_.clear(); }
  bool has_lines() const { return !lines_.empty(); }
  /// Clears the alarm after an error and homes again what may have lost its place: one axis, or all.
  void recover(std::optional<board_axis> lost, bool home_again);
  /// The reply to the line given last says something that is not known yet.
  bool awaits_reading() const { return sent_.answer != answer_kind::none; }
  bool last_line_moved() const { return sent_.is_move; }
  void forget_position() { homed_ = {}; }

  double position(board_axis axis) const { return position_[axis]; }
  bool is_homed(board_axis axis) const { return homed_[axis]; }
  bool is_engaged(board_axis axis) const { return engaged_.contains(axis); }
  board_currents& currents() { return currents_; }
  /// As the last scan found them; empty where a mount holds none.
  const std::string& scanned_model(mount on) const { return scanned_[deckhand::index_of(on)].model; }
  const std::string& scanned_serial(mount on) const { return scanned_[deckhand::index_of(on)].serial; }
  /// Whether the plunger sticks when it has not moved for long, or not yet at all, and must then be worked loose first (quirk
  /// needsUnstick).
  void set_sticks(board_axis plunger, bool sticks);

 private:
  enum class answer_kind : unsigned char { none, position, version, left_model, right_model, left_serial, right_serial };
  enum class loosening : unsigned char { none, attempt, restore };
  struct line {
    std::string text;
    std::chrono::milliseconds ack_timeout{5000};
    answer_kind answer = answer_kind::none;
    loosening part = loosening::none;
    bool moves = false;    ///< or homes; its M400 does, too
    bool is_move = false;  ///< the same without homes
    int retries = 0;
    std::chrono::milliseconds pause_before{0};
    int tries_left = 3;  ///< where the answer cannot be read
    axis_set homed{};    ///< the answer says where these have their home
  };
  struct instrument {
    std::string model;
    std::string serial;
  };

  void write(std::string text, std::chrono::milliseconds ack_timeout = std::chrono::seconds{5},
             std::chrono::milliseconds settle_timeout = std::chrono::seconds{30}, answer_kind answer = answer_kind::none,
             loosening part = loosening::none);
  void write_later(std::string text);
  void write_home(std::string text, std::chrono::milliseconds ack_timeout);
  void home_carriages_and_plungers(const axis_set& group);
  void home_x();
  void home_y();
  std::chrono::milliseconds longest_motion(const axis_set& moving, const axis_targets& targets, double speed_mm_s) const;
  bool is_stuck(board_axis axis) const;
  void work_loose_before_home(board_axis plunger);
  void work_loose_before_move(board_axis plunger, double target_mm);
  void ask_again();
  tl::expected<void, std::string> take_position(const std::string& text);
  tl::expected<void, std::string> read_position(const std::string& text);
  void read_instrument(const std::string& text, std::string& into);
  void read_version(const std::string& text);

  std::function<double()> now_s_;
  std::deque<line> lines_;
  line sent_;
  by_axis<double> position_;  // the last targets, unrounded; as the board says after a home
  by_axis<double> home_position_{{418, 350, 218, 218, 19, 19}};
  by_axis<bool> homed_;
  axis_set engaged_;
  board_currents currents_;
  by_axis<double> speed_limits_mm_s_{{600, 400, 125, 125, 40, 40}};  // what M203.1 says
  by_axis<bool> sticks_;
  by_axis<std::optional<double>> moved_at_s_;
  std::array<instrument, 2> scanned_;
  std::string firmware_version_;
};

}  // namespace deckhand
