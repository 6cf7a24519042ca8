/// Clients that poll.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "runtime/gap_histogram.hpp"

namespace deckhand::bench {

/// Keep-alive clients, a thread each, that get the paths in turn until they are stopped.
class pollers {
 public:
  /// `pause` between a client's requests; zero: as fast as it can.
  pollers(std::string url, std::vector<std::string> paths, int clients, std::chrono::milliseconds pause);
  ~pollers() { stop(); }
  void stop();

  std::uint64_t requests() const { return latencies_us_.count(); }
  std::uint64_t failures() const { return failures_.load(); }
  double requests_per_second() const { return static_cast<double>(requests()) / seconds_; }
  const gap_histogram& latencies_us() const { return latencies_us_; }

 private:
  void poll(int client);

  std::string url_;
  std::vector<std::string> paths_;
  std::chrono::milliseconds pause_;
  std::atomic<bool> is_stopping_{false};
  std::atomic<std::uint64_t> failures_{0};
  gap_histogram latencies_us_;  // a lost count among writers that meet in one bucket's maximum does not matter here
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  double seconds_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace deckhand::bench
