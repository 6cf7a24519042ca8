/// A robot and an emulated board in virtual time: operations done at once, with the time they would take.
#pragma once

#include "hardware/emulated_board.hpp"
#include "hardware/robot.hpp"

namespace deckhand {

/// Used by one thread at a time.
class virtual_robot {
 public:
  /// Connected and not homed, at virtual time 0.
  explicit virtual_robot(robot_config config = {});
  /// Runs one operation to its end. The report's instants are virtual nanoseconds.
  operation_report run(const robot_operation& operation);
  double elapsed_s() const { return now_s_; }
  robot_facts facts() const { return robot_.facts(); }

 private:
  void run_lines();

  robot robot_;
  emulated_board board_;
  double now_s_ = 0;
};

}  // namespace deckhand
