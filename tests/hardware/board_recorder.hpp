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
  board_recorder() {
    robot_.begin_connect();
    run();
    do_one(home_operation{});
    lines.clear();
  }
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
  robot_facts facts() const { return robot_.facts(); }
  robot& driver() { return robot_; }

  std::vector<std::string> lines;
  /// Answers a line with this once, instead of the board's own answer.
  std::string answer_to, answer;

 private:
  void run();

  robot robot_;
  emulated_board board_;
  double now_s_ = 0;
};

}  // namespace deckhand::testing
