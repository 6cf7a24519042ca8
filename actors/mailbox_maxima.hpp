/// The deepest that each actor's mailbox has been. Noted by the actors, read by anybody.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

#include "actors/front_end_port.hpp"

namespace deckhand {

enum class watched_actor : unsigned char { protocol_executor, hardware_driver, engine_state, run_store, http_front_end };
inline constexpr std::array<std::string_view, 5> watched_actor_names{"protocol_executor", "hardware_driver", "engine_state",
                                                                     "run_store", "http_front_end"};

class mailbox_maxima {
 public:
  void note(watched_actor who, std::int64_t depth) {
    auto& slot = maxima_[static_cast<std::size_t>(who)];
    if (depth > slot.load(std::memory_order_relaxed)) slot.store(depth, std::memory_order_relaxed);
  }
  mailbox_depths read() const {
    mailbox_depths depths;
    for (std::size_t i = 0; i < maxima_.size(); ++i)
      depths.emplace_back(watched_actor_names[i], maxima_[i].load(std::memory_order_relaxed));
    return depths;
  }

 private:
  std::array<std::atomic<std::int64_t>, 5> maxima_{};
};

/// Called at the start of a handler. The framework counts a mailbox where the system's metrics filter names the actor.
template <class Self>
void note_mailbox(Self* self, mailbox_maxima& maxima, watched_actor who) {
  if (const auto* gauge = self->builtin_metrics().mailbox_size) maxima.note(who, gauge->value());
}

}  // namespace deckhand
