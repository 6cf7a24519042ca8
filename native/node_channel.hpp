/// A C++ script's end of the socket to its node.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/command_error.hpp"
#include "runtime/script_conversation.hpp"

namespace deckhand {

class node_channel {
 public:
  explicit node_channel(int socket) : socket_(socket) {}

  /// Waits for the node's next frame; nullopt once the node is gone. One thread at a time.
  std::optional<std::string> receive();
  /// Any thread: sends a whole frame. Waits for the node to take it; a node that is gone takes nothing.
  void send(std::string_view json_text);
  /// Any thread: says how the script went, and ends the process at once, destructors and all else left alone. Where several
  /// threads do, the first one's word counts.
  [[noreturn]] void finish(std::string_view json_text);

 private:
  void write_all(std::string_view bytes) const;

  int socket_;
  frame_decoder frames_;
  std::mutex mutex_;
};

/// The last frames, for finish().
std::string finished_json(const std::optional<command_error>& error);
std::string finished_cancelled_json();

}  // namespace deckhand
