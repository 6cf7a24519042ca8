/// Frames to and from a script process, and the lines it prints, until its end.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/script_process.hpp"

namespace deckhand {

/// A frame on the wire: four bytes of length in network order, and so many bytes of UTF-8 JSON.
inline constexpr std::size_t largest_frame_bytes = 64u << 20;
std::string encode_frame(std::string_view json_text);

/// Takes bytes as they come, gives whole frames.
class frame_decoder {
 public:
  void take(std::string_view bytes) { buffer_.append(bytes); }
  std::optional<std::string> next();
  bool is_too_large() const { return is_too_large_; }  ///< the length just read is over the limit: nothing more will come

 private:
  std::string buffer_;
  std::size_t read_ = 0;
  bool is_too_large_ = false;
};

/// Cuts what a script prints into lines: long ones are cut short, and after `most_bytes` no more are given.
class line_splitter {
 public:
  static constexpr std::size_t longest_line = 1000;
  static constexpr std::size_t most_bytes = 1u << 20;

  void take(std::string_view bytes, const std::function<void(std::string_view)>& give);
  void finish(const std::function<void(std::string_view)>& give);

 private:
  void end_line(const std::function<void(std::string_view)>& give);

  std::string line_;
  std::size_t given_bytes_ = 0;
};

struct script_handlers {
  std::function<void(std::string)> on_frame;             ///< a request or the end frame
  std::function<void(std::string_view)> on_output_line;  ///< printed by the script
  std::function<bool()> is_cancelled{};                  ///< asked some times a second; true ends the process. May be empty
};

/// How a script process went.
struct script_exit {
  int wait_status = 0;
  bool was_killed = false;  ///< by kill() or is_cancelled
  std::string trouble;      ///< why it was ended early, other than by request; empty otherwise
};
/// For people: "was ended by signal 11 (Segmentation fault)", "ended with code 3", …
std::string to_text(const script_exit& exit);

class script_conversation {
 public:
  script_conversation();
  ~script_conversation();
  script_conversation(const script_conversation&) = delete;
  script_conversation& operator=(const script_conversation&) = delete;

  /// Starts the process, then serves it until it is gone; the handlers are called by the calling thread. Once only. The error
  /// says why the process could not be started.
  tl::expected<script_exit, std::string> run(const script_process_config& config, std::string_view first_json,
                                             const script_handlers& handlers);
  /// Any thread, before run as well: sends one frame; never blocks. Lost where the process is gone.
  void send(std::string_view json_text);
  /// Any thread, before run as well: ends the process.
  void kill();

 private:
  void serve(script_process& process, const script_handlers& handlers, script_exit& exit);
  bool read_frames(const script_process& process, const script_handlers& handlers, script_exit& exit);
  bool read_output(const script_process& process, const script_handlers& handlers);
  bool write_some();
  void wake() const;

  std::mutex mutex_;
  std::string unsent_;
  int socket_ = -1;  // for direct sends; -1 while there is no process
  std::atomic<bool> is_killed_ = false;
  frame_decoder frames_;
  line_splitter lines_;
  int wake_fd_ = -1;
};

}  // namespace deckhand
