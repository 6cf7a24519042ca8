/// A robot on an emulated board, with every line that it sends; waits (M400) are left out.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hardware/emulated_board.hpp"
#include "hardware/robot.hpp"

namespace deckhand::testing {

class board_recorder {
 public:
  explicit board_recorder(const robot_config& config = {}, bool is_homed = true)
      : robot_(config, {{}, [this] { return now_s_; }}), board_(board_of(config)) {
    robot_.begin_connect();
    run();
    if (is_homed) do_one(home_operation{});
    lines.clear();
  }
  board_recorder(const board_recorder&) = delete;
  board_recorder& operator=(const board_recorder&) = delete;
  /// Runs one operation to its end; the lines are those it sent.
  std::optional<robot_error> do_one(const robot_operation& operation) {
    lines.clear();
    robot_.begin(operation);
    run();
    return robot_.error();
  }
  void load(mount on, const char* pipette_name) { do_one(load_pipette_operation{on, pipette_name}); }
  /// Only the parts of the lines that move or home, one G-code each, as `G0 X1 Y2`.
  std::vector<std::string> motions() const;
  /// Lets time pass in which nothing is asked of the robot.
  void pass(double duration_s) { now_s_ += duration_s; }
  robot_facts facts() const { return robot_.facts(); }
  robot& driver() { return robot_; }

  std::vector<std::string> lines;
  /// Answers a line with this once, instead of the board's own answer.
  std::string answer_to, answer;
  bool keeps_waits = false;

 private:
  void run();

  double now_s_ = 0;
  robot robot_;
  emulated_board board_;
};

}  // namespace deckhand::testing
