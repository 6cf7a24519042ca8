/// Ends a script whose handler takes too long.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "deckhand/script/actor.hpp"

namespace deckhand {

class script_watchdog {
 public:
  /// `on_overrun` is called once, by a thread of its own, with the limit that a handler has gone beyond.
  explicit script_watchdog(std::function<void(std::chrono::milliseconds)> on_overrun);

  script::handler_watch& loading() { return loading_; }    ///< of what runs before the script is an actor
  script::handler_watch& handlers() { return handlers_; }  ///< of the script's handlers
  void set_limit(std::chrono::milliseconds limit) { limit_ms_ = limit.count(); }

 private:
  script::handler_watch loading_, handlers_;
  std::atomic<std::chrono::milliseconds::rep> limit_ms_;
  std::function<void(std::chrono::milliseconds)> on_overrun_;
  std::jthread thread_;
};

}  // namespace deckhand
