#include "native/script_watchdog.hpp"

#include <condition_variable>
#include <mutex>

#include "deckhand/script/entry.hpp"

namespace deckhand {
namespace {

constexpr std::chrono::milliseconds look_interval{10};

}  // namespace

script_watchdog::script_watchdog(std::function<void(std::chrono::milliseconds)> on_overrun)
    : limit_ms_(script::description{}.handler_limit.count()), on_overrun_(std::move(on_overrun)) {
  thread_ = std::jthread{[this](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock{mutex};
    while (!wake.wait_for(lock, stop, look_interval, [&stop] { return stop.stop_requested(); })) {
      const std::chrono::milliseconds limit{limit_ms_};
      if (loading_.running_for() <= limit && handlers_.running_for() <= limit) continue;
      on_overrun_(limit);
      return;
    }
  }};
}

}  // namespace deckhand
