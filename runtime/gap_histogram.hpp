/// A histogram of durations with bounded relative error (about 3 %), written by one thread and read by any, without locks.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <nlohmann/json.hpp>

namespace deckhand {

/// Durations in microseconds, 0 to about 2^40 us; larger ones count as the largest.
class gap_histogram {
 public:
  /// One writer thread at a time.
  void record(std::int64_t duration_us);
  std::uint64_t count() const { return count_.load(std::memory_order_relaxed); }
  std::int64_t max_us() const { return max_us_.load(std::memory_order_relaxed); }
  /// The smallest recorded bucket value at or below which `fraction` (0 to 1) of all durations lie; 0 when empty.
  std::int64_t percentile_us(double fraction) const;
  /// {"count", "p50", "p90", "p99", "p99_9", "max"}, all in microseconds but the count.
  nlohmann::json to_json() const;

 private:
  static constexpr int sub_bits = 5;  // 32 buckets an octave
  static constexpr int octaves = 36;
  static std::size_t bucket_of(std::uint64_t value);
  static std::uint64_t upper_value_of(std::size_t bucket);

  std::array<std::atomic<std::uint32_t>, (octaves + 1) << sub_bits> buckets_{};
  std::atomic<std::uint64_t> count_{0};
  std::atomic<std::int64_t> max_us_{0};
};

}  // namespace deckhand
