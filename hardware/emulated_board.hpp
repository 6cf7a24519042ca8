/// A motor board in software: takes the lines that the real one takes, moves in virtual time, and answers as it would.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardware/board_axes.hpp"
#include "hardware/emulated_device.hpp"
#include "hardware/gcode_line.hpp"

namespace deckhand {

/// What the memory of a pipette says.
struct emulated_instrument {
  std::string model;  ///< for example "p300_single_v2.1"
  std::string serial_number;
};
/// By mount; nothing where no pipette is.
using emulated_instruments = std::array<std::optional<emulated_instrument>, 2>;

struct emulated_board_config {
  emulated_instruments instruments{};
  /// G91 has no effect, so that relative moves go to what they say: after a full home Y reads -3. Plungers read 0 until they are
  /// homed. So does the emulator of the robot's maker, from which recorded streams come.
  bool ignores_relative_moves = false;
};

/// Pure: no thread and no clock. Moves run one after another; G0 is acknowledged when queued, G28.2 when done, M400 when the
/// queue is empty. A move past an axis' switch stops there with an alarm, and then only M999 is taken. After a
/// full home Y stands three millimetres off its switch.
class emulated_board final : public emulated_device {
 public:
  explicit emulated_board(emulated_board_config config = {});

  const link_framing& framing() const override { return board_framing; }
  std::span<const device_fault_kind> own_faults() const override;
  emulated_answer handle(std::string_view line, double now_s) override;
  emulated_answer fail(device_fault_kind kind, double now_s) override;
  double settled_s() const override { return free_at_s_; }
  /// Stops all motion where it is; what follows needs M999 first, and nothing is homed any more.
  void halt(double now_s);

  double position(board_axis axis, double now_s) const;
  bool is_homed(board_axis axis) const { return homed_[axis]; }

 private:
  /// One move under way or waiting.
  struct segment {
    by_axis<double> from, to;
    double begins_s = 0, ends_s = 0;
    double distance_mm = 0, speed_mm_s = 0, acceleration_mm_s2 = 0;
  };

  void run(const gcode& wanted, double now_s, std::string& reply);
  void move(const gcode& wanted, double now_s, std::string& reply);
  void home(const gcode& wanted, double now_s);
  void queue(const by_axis<double>& target, double speed_mm_s, double acceleration_mm_s2, double now_s);
  void set(by_axis<double>& values, const gcode& wanted);
  std::string position_text(double now_s) const;
  std::string homed_text() const;
  std::string instrument_text(const gcode& wanted) const;
  void forget_old(double now_s);

  emulated_board_config config_;
  std::deque<segment> segments_;
  by_axis<double> target_;  // where the queue ends
  by_axis<double> max_speed_mm_s_{{600, 400, 125, 125, 40, 40}};
  by_axis<double> acceleration_mm_s2_{{3000, 2000, 1500, 1500, 200, 200}};
  by_axis<bool> homed_;
  double feed_mm_s_ = 400;
  double free_at_s_ = 0;
  bool is_absolute_ = true;
  bool is_locked_ = false;  // by a halt or an alarm, until M999
};

}  // namespace deckhand
