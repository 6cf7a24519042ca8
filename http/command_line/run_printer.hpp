/// How a run looks in a terminal, and in a pipe.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace deckhand {

/// A bar that redraws itself on a terminal; a line for each finished command elsewhere.
class progress_printer {
 public:
  explicit progress_printer(std::size_t expected_commands);
  /// `summary` as in the run log; called once for each command that is over, in order.
  void finished(std::size_t index, const nlohmann::json& summary);
  /// The status line's text, for example "running aspirate".
  void doing(const std::string& what);
  /// The run waits for somebody; `message` is what the protocol says about it, and may be empty.
  void paused(const std::string& message, bool can_be_played_on_here);
  void end();

 private:
  void draw();

  bool is_terminal_;
  std::size_t expected_commands_;
  std::size_t finished_commands_ = 0;
  std::string doing_;
};

/// The run log as a table: number, type, status, seconds it took, and what went wrong.
void print_run_log(const nlohmann::json& commands);

}  // namespace deckhand
