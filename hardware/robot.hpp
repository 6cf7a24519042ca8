/// The OT-2 as its driver sees it: operations in, G-code lines out, replies in, facts out. A pure state machine: no thread, no
/// clock, no link. The hardware driver actor feeds it from a transport; the analysis feeds it from an emulated board in virtual
/// time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "hardware/robot_config.hpp"
#include "hardware/transport.hpp"
#include "runtime/robot_facts.hpp"
#include "runtime/robot_operation.hpp"

namespace deckhand {

/// What goes on around a robot.
struct robot_surroundings {
  /// Told every line as it is handed out, but for those of the connect sequence.
  std::function<void(std::string_view)> on_line{};
  /// Seconds from any origin. Empty: time stands still.
  std::function<double()> now_s{};
};

/// After the link was lost, or the board was silent, the next operation begins with the connect sequence.
///
/// The mounts, the gantry and the lights. Modules have links of their own: see module_bay.hpp.
/// Use: begin (or begin_connect), then as long as next_write gives a line: send it, hand its reply to on_reply.
/// When next_write gives nothing the operation is over and error() tells how it went.
class robot {
 public:
  explicit robot(robot_config config = {}, robot_surroundings around = {});
  ~robot();
  robot(robot&&) noexcept;
  robot& operator=(robot&&) noexcept;

  /// The board's set-up sequence (reset, steps, speeds, accelerations) and a look at the pipettes, to be run first.
  void begin_connect();
  /// Precondition: no operation is going on, and this one is not a module's.
  void begin(const robot_operation& operation);
  /// At once, whatever goes on: the lights are not the motor board's.
  void switch_lights(bool on);
  /// The same of an emulated robot's door, which somebody opens or closes.
  void move_door(bool open);
  /// The same of its emergency stop. Operations fail with `estop_engaged` while it is pressed. Pressing it is a halt of its own:
  /// on_halt is for whoever presses it.
  void press_estop(bool pressed);
  std::optional<board_write> next_write();
  void on_reply(const board_reply& reply);
  /// The line given last is the operation's last: once its reply is a good one, facts() are what they are now.
  bool is_settled() const;
  /// The finished operation's error; nothing after a success.
  const std::optional<robot_error>& error() const;
  /// What is true now; positions are of the critical points (a tip's end, or the nozzle's).
  robot_facts facts() const;
  /// A halt happened: the operation in hand, if any, is over with `halted`, and no position is known. The next operation begins
  /// with the board's reset, unless it is one.
  void on_halt();
  /// How often it was halted, by on_halt or by the board's kill button.
  std::uint64_t halts() const;

 private:
  struct implementation;
  std::unique_ptr<implementation> impl_;
};

}  // namespace deckhand
