/// SIGINT and SIGTERM as something the main thread waits for, instead of handlers that interrupt anything anywhere.
#pragma once

#include <chrono>
#include <csignal>
#include <ctime>

namespace deckhand {

inline sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

/// Call before any thread starts: they inherit the mask. Also ignores SIGPIPE, which a closed connection would raise.
inline void block_stop_signals() {
  const auto set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

/// Waits for a stop signal.
inline void wait_for_stop_signal() {
  const auto set = stop_signals();
  int signal_number = 0;
  sigwait(&set, &signal_number);
}

/// Waits for a stop signal, but not longer than `limit`. True if one came.
inline bool stop_signal_within(std::chrono::milliseconds limit) {
  const auto set = stop_signals();
  const timespec timeout{limit.count() / 1000, limit.count() % 1000 * 1'000'000};
  return sigtimedwait(&set, nullptr, &timeout) > 0;
}

}  // namespace deckhand
