/// A process of its own for one script in Python or C++: this program, started anew with a hidden flag.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "runtime/script_folder.hpp"

namespace deckhand {

enum class script_language : unsigned char { python, native };

struct script_process_config {
  std::filesystem::path program = "/proc/self/exe";  ///< a deckhand
  unsigned processor_limit_s = 600;                  ///< of processor time; the kernel ends the process after that
  script_language language = script_language::python;
  std::filesystem::path kept_data{};  ///< where /data of Python protocols is kept between runs; empty: nowhere
};

/// The flags that make `deckhand` a script process; their arguments are the limit in seconds and the process' folder.
inline constexpr const char* python_process_flag = "--script-process";
inline constexpr const char* native_process_flag = "--native-script-process";
/// Where a script process finds its end of the socketpair.
inline constexpr int script_socket_fd = 3;

/// Owns the process, its group, its folder and the node's ends of its socket and output. Ends all of them when it goes.
/// The process dies with the thread that started it. Not for use by several threads, but for kill().
class script_process {
 public:
  /// Starts the process with a clean environment, in a process group and a folder of its own. The error says what the system
  /// refused.
  static tl::expected<script_process, std::string> start(const script_process_config& config);
  ~script_process();
  script_process(script_process&& other) noexcept;
  script_process& operator=(script_process&&) = delete;

  int socket() const { return socket_; }  ///< non-blocking, both ways
  int output() const { return output_; }  ///< non-blocking: what the script prints
  pid_t process_id() const { return process_id_; }
  /// Ends the process and what it started, now. Any thread; idempotent while the object lives.
  void kill() const;
  /// Waits for its end, for as long as that takes, and gives the wait status; kill first where it need not end by itself.
  int wait();

 private:
  explicit script_process(script_folder folder) : folder_(std::move(folder)) {}

  pid_t process_id_ = -1;
  int socket_ = -1;
  int output_ = -1;
  bool is_reaped_ = false;
  script_folder folder_;
  std::filesystem::path kept_data_;
};

}  // namespace deckhand
