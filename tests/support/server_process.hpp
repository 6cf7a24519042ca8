/// The `deckhand` program as a process of its own, as its users have it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace deckhand::testing {

/// A new directory that goes with the object.
class temporary_directory {
 public:
  temporary_directory();
  ~temporary_directory();
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class server_process {
 public:
  /// Starts `deckhand serve` on a free port and waits until it says it is ready. Throws std::runtime_error where it does not
  /// start.
  server_process(const std::string& program, const std::filesystem::path& data_dir, double time_scale);
  /// The same for any of its commands that say where they are ready.
  /// `launcher`: a command that becomes it, for example {"ip", "netns", "exec", "NAME"}.
  server_process(const std::string& program, const std::vector<std::string>& arguments,
                 const std::vector<std::string>& launcher = {});
  /// Ends it with SIGTERM, unless it has ended already.
  ~server_process();
  server_process(const server_process&) = delete;
  server_process& operator=(const server_process&) = delete;

  /// "http://HOST:PORT" of serve, "node://HOST:PORT" of hardware, "tcp://HOST:PORT" of emulate's board.
  const std::string& url() const { return url_; }
  /// "node://HOST:PORT" of serve --listen-nodes, one for each robot.
  const std::vector<std::string>& engine_urls() const { return engine_urls_; }
  /// "tcp://HOST:PORT" of emulate --module, one for each, in their order.
  const std::vector<std::string>& module_urls() const { return module_urls_; }
  /// Ends it with a signal and waits for it; its exit code, or minus the signal that ended it.
  int end(int signal_number);
  /// Sends it a signal that does not end it.
  void signal(int signal_number) const;
  /// The process' peak resident memory.
  double peak_memory_mib() const;
  /// What it has used of the processors so far, in seconds.
  double processor_time_s() const;

 private:
  std::string url_;
  std::vector<std::string> engine_urls_, module_urls_;
  pid_t process_id_ = 0;
};

}  // namespace deckhand::testing
