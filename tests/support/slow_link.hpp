/// A cable with a delay, for kernels that have no network emulation: it passes on what a TCP connection says, later.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

namespace deckhand::testing {

class slow_link {
 public:
  /// Listens on a free port of this machine and connects each caller to `port`. Everything arrives `delay` later, and in every
  /// hundredth case another `stall` later, as after a lost packet.
  slow_link(std::uint16_t port, std::chrono::milliseconds delay, std::chrono::milliseconds stall);
  ~slow_link();
  slow_link(const slow_link&) = delete;
  slow_link& operator=(const slow_link&) = delete;

  std::uint16_t port() const { return port_; }

 private:
  void accept_all();
  void pass_on(int from, int to);

  std::uint16_t target_port_;
  std::chrono::milliseconds delay_, stall_;
  int listening_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> is_stopping_{false};
  std::atomic<unsigned> packets_{0};
  std::vector<int> sockets_;
  std::vector<std::thread> directions_;
  std::thread acceptor_;
};

}  // namespace deckhand::testing
