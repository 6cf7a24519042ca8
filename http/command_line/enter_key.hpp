/// Somebody at the terminal who presses Enter.
#pragma once

#include <poll.h>
#include <unistd.h>

#include <array>

namespace deckhand {

class enter_key {
 public:
  /// False where standard input is no terminal.
  bool is_there() const { return is_terminal_; }
  /// True if a line has been entered since the last call. Does not wait.
  bool was_pressed() const { return is_terminal_ && read_lines(); }
  /// Lines that were entered before a question was asked are no answer to it.
  void forget_earlier() const {
    if (is_terminal_) read_lines();
  }

 private:
  // A terminal gives lines only once they are whole.
  static bool read_lines() {
    bool has_read = false;
    std::array<char, 256> text{};
    for (pollfd input{STDIN_FILENO, POLLIN, 0}; poll(&input, 1, 0) > 0 && (input.revents & POLLIN) != 0;) {
      if (read(STDIN_FILENO, text.data(), text.size()) <= 0) break;
      has_read = true;
    }
    return has_read;
  }

  bool is_terminal_ = isatty(STDIN_FILENO) != 0;
};

}  // namespace deckhand
