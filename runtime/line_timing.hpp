/// How long the lines of a motor board took, and what made the next line late where it was.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

#include "runtime/gap_histogram.hpp"

namespace deckhand {

/// A line is late when more than this passes between an answer and the next line, where one was ready.
inline constexpr std::int64_t late_line_us = 1000;

/// What most of a late line's time went into.
enum class late_cause : unsigned char {
  mailbox,    ///< the driver dealt with other messages
  wake_up,    ///< the driver's thread got no processor
  computing,  ///< the driver worked out the next line, or lost the processor meanwhile
  board,      ///< the link to the board was slow to take the line
  store       ///< as one of the others but mailbox, while the run store wrote
};
inline constexpr std::array<std::string_view, 5> late_cause_names{"mailbox", "wakeUp", "computing", "board", "store"};

/// The instants of one line, steady-clock nanoseconds.
struct line_instants {
  std::int64_t freed = 0;     ///< when the driver was done with the message before
  std::int64_t answered = 0;  ///< when the answer was there
  std::int64_t taken = 0;     ///< when the driver began to deal with it
  std::int64_t ready = 0;     ///< when the next line was there to be written
  std::int64_t sent = 0;      ///< when it was written
};
/// Where most of the time between `answered` and `sent` went; never `store`.
constexpr late_cause cause_of(const line_instants& at) {
  const auto mailbox = at.freed > at.answered ? at.freed - at.answered : 0;
  const auto wake_up = at.taken - at.answered - mailbox;
  const auto computing = at.ready - at.taken;
  const auto board = at.sent - at.ready;
  const auto most = std::max({mailbox, wake_up, computing, board});
  if (most == mailbox) return late_cause::mailbox;
  if (most == wake_up) return late_cause::wake_up;
  return most == computing ? late_cause::computing : late_cause::board;
}

/// When the run store last wrote to its disk: set by the store's thread, read by any.
class store_activity {
 public:
  void begin(std::int64_t now_ns) {
    ended_ns_.store(0, std::memory_order_relaxed);
    began_ns_.store(now_ns, std::memory_order_release);
  }
  void end(std::int64_t now_ns) { ended_ns_.store(now_ns, std::memory_order_release); }
  /// Whether it wrote at some time between the two.
  bool was_within(std::int64_t from_ns, std::int64_t to_ns) const {
    const auto began = began_ns_.load(std::memory_order_acquire), ended = ended_ns_.load(std::memory_order_acquire);
    return began != 0 && began <= to_ns && (ended == 0 || ended >= from_ns);
  }

 private:
  std::atomic<std::int64_t> began_ns_{0}, ended_ns_{0};
};

/// Since the node began. Written by the driver alone, but for `store`.
struct line_timing {
  gap_histogram board;     ///< until the answer was there
  gap_histogram software;  ///< from then until the next line was written, where one was ready
  std::array<std::atomic<std::uint64_t>, late_cause_names.size()> late{};  ///< lines, by late_cause
  store_activity store;

  void record_software(const line_instants& at) {
    software.record((at.sent - at.answered) / 1000);
    if ((at.sent - at.answered) / 1000 <= late_line_us) return;
    auto cause = cause_of(at);
    if (cause != late_cause::mailbox && store.was_within(at.answered, at.sent)) cause = late_cause::store;
    late[static_cast<std::size_t>(cause)].fetch_add(1, std::memory_order_relaxed);
  }
  /// {"board", "software", "late"}: histograms in microseconds, and counts by cause.
  nlohmann::json to_json() const {
    nlohmann::json causes;
    for (std::size_t i = 0; i < late.size(); ++i) causes[late_cause_names[i]] = late[i].load(std::memory_order_relaxed);
    return {{"board", board.to_json()}, {"software", software.to_json()}, {"late", std::move(causes)}};
  }
};

}  // namespace deckhand
