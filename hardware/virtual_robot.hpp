/// A robot and an emulated board in virtual time: operations done at once, with the time they would take.
#pragma once

#include <functional>
#include <string_view>

#include "hardware/emulated_board.hpp"
#include "hardware/module_bay.hpp"
#include "hardware/robot.hpp"

namespace deckhand {

/// Used by one thread at a time.
class virtual_robot {
 public:
  /// Connected and not homed, at virtual time 0.
  /// `on_line` is told every line that the board, or a module, is sent from then on; may be empty.
  explicit virtual_robot(robot_config config = {}, const std::function<void(std::string_view)>& on_line = {});
  virtual_robot(const virtual_robot&) = delete;
  virtual_robot& operator=(const virtual_robot&) = delete;

  /// Runs one operation to its end. The report's instants are virtual nanoseconds.
  operation_report run(const robot_operation& operation);
  /// Lets time pass in which nobody asks it for anything.
  void pass(double duration_s) { now_s_ += duration_s; }
  double elapsed_s() const { return now_s_ - origin_s_; }
  robot_facts facts() const;

 private:
  void run_lines();
  std::optional<robot_error> carry_out(const robot_operation& operation);

  double now_s_ = 0;     // the board's time
  double origin_s_ = 0;  // when it was connected
  robot robot_;
  emulated_board board_;
  module_bay modules_;
};

}  // namespace deckhand
