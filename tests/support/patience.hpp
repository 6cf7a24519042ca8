/// How tests wait for what a node does, on a machine that may be busy.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <stdexcept>
#include <string>

namespace deckhand::testing {

/// Only bounds a test that has failed already.
inline constexpr std::chrono::seconds patience{300};

/// Asks again and again until `look` gives something (it returns an optional), and returns that; throws std::runtime_error when
/// patience ends. Asks from a thread of lowest priority, so that a client that asks as fast as it can takes no processor from the
/// server's own low-priority work, which it waits for. The caller waits meanwhile, so `look` may check as the test itself may.
template <class Look>
auto ask_until(Look look, const std::string& what) {
  const auto ask = [&look, &what] {
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 19);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
      if (auto found = look()) return std::move(*found);
      if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error{"waited in vain for " + what};
    }
  };
  return std::async(std::launch::async, ask).get();
}

}  // namespace deckhand::testing
