/// An emulated device as somebody else's: behind a TCP port or a pseudo-terminal, in scaled real time, with the faults that links
/// and devices have.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <tl/expected.hpp>
#include <vector>

#include "hardware/emulated_device.hpp"
#include "hardware/file_descriptor.hpp"

namespace deckhand {

struct device_server_config {
  std::unique_ptr<emulated_device> device;
  double time_scale = 1;               ///< 1: real time; 0: whatever is begun is over at once
  std::vector<device_fault> faults{};  ///< that the device can have
};

/// Serves one client at a time; a new one takes the link over. The device goes on when a client leaves. A thread of its own; any
/// thread may call the members.
class device_server {
 public:
  explicit device_server(device_server_config config);
  ~device_server();
  device_server(const device_server&) = delete;
  device_server& operator=(const device_server&) = delete;

  /// Begins to serve at a TCP port (0: any free one) and gives it, or at a pseudo-terminal, to which `link` then leads.
  tl::expected<int, std::string> listen(const std::string& host, int port);
  tl::expected<void, std::string> open_terminal(const std::string& link);

  void inject(device_fault fault);
  /// The link breaks now, and cannot be opened again before `plug_in`.
  void unplug();
  void plug_in();
  /// Blocks until a client is there. False where `limit` is over first.
  bool wait_for_client(std::chrono::milliseconds limit);
  /// Lines taken so far, empty ones included.
  std::size_t lines() const;

 private:
  using clock = std::chrono::steady_clock;
  struct pending_answer {
    std::string text;
    clock::time_point due;
  };

  void run();
  int wait_ms() const;
  void accept_client();
  void read_client();
  void take(std::string_view line);
  void answer(std::string_view line, const device_fault* fault);
  void queue(std::string_view text, clock::time_point due);
  void deliver_due();
  void drop_client();
  void break_link(std::optional<clock::time_point> until);
  void mend_link();
  tl::expected<void, std::string> open_port(int port);
  bool make_terminal();
  const device_fault* next_fault(std::string_view line);
  double now_s() const;
  clock::time_point real_time_of(double at_s) const;

  device_server_config config_;
  clock::time_point origin_ = clock::now();
  wake_signal wake_;
  file_descriptor listener_, client_;
  std::string host_;
  int port_ = 0;               // once it listens
  std::string terminal_link_;  // empty: TCP
  mutable std::mutex mutex_;
  std::condition_variable client_came_;
  double unscaled_now_s_ = 0;
  std::string received_;
  std::deque<pending_answer> answers_;
  std::vector<std::size_t> seen_;  // by fault: lines that it could have happened at
  std::optional<device_fault> happened_;
  std::optional<clock::time_point> silent_until_, broken_until_;
  bool is_ending_ = false;
  std::size_t lines_ = 0;
  std::thread thread_;
};

}  // namespace deckhand
