/// The priority of a session's processes over those of others.
#pragma once

#include <optional>
#include <string>

namespace deckhand {

/// Where the kernel groups processes by session (autogroup), a thread's niceness counts within its session only: next to a busy
/// session the robot's threads would wait for whole time slices. While this lives, the calling process' session goes first;
/// then it is as it was. A refusal is ignored: the privilege is the one that a better niceness needs.
class session_priority {
 public:
  /// `file`: what the kernel shows of the session.
  explicit session_priority(std::string file = "/proc/self/autogroup");
  ~session_priority();
  session_priority(const session_priority&) = delete;
  session_priority& operator=(const session_priority&) = delete;

 private:
  std::string file_;
  std::optional<int> before_;  // empty: nothing was changed
};

}  // namespace deckhand
