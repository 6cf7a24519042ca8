#include "runtime/gap_histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace deckhand {

std::size_t gap_histogram::bucket_of(std::uint64_t value) {
  constexpr std::uint64_t linear = std::uint64_t{1} << sub_bits;
  if (value < linear) return value;
  const int octave = std::bit_width(value) - 1 - sub_bits;
  const auto sub = (value >> octave) - linear;
  const auto bucket = linear + (static_cast<std::uint64_t>(octave) << sub_bits) + sub;
  return std::min<std::size_t>(bucket, ((octaves + 1) << sub_bits) - 1);
}

std::uint64_t gap_histogram::upper_value_of(std::size_t bucket) {
  constexpr std::uint64_t linear = std::uint64_t{1} << sub_bits;
  if (bucket < linear) return bucket;
  const auto octave = (bucket - linear) >> sub_bits;
  const auto sub = (bucket - linear) & (linear - 1);
  return ((linear + sub + 1) << octave) - 1;
}

void gap_histogram::record(std::int64_t duration_us) {
  const auto value = std::max<std::int64_t>(duration_us, 0);
  buckets_[bucket_of(static_cast<std::uint64_t>(value))].fetch_add(1, std::memory_order_relaxed);
  if (value > max_us_.load(std::memory_order_relaxed)) max_us_.store(value, std::memory_order_relaxed);
  count_.fetch_add(1, std::memory_order_relaxed);
}

std::int64_t gap_histogram::percentile_us(double fraction) const {
  const auto total = count();
  if (total == 0) return 0;
  const auto wanted = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(fraction * static_cast<double>(total))));
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket].load(std::memory_order_relaxed);
    if (seen >= wanted) return std::min(static_cast<std::int64_t>(upper_value_of(bucket)), max_us());
  }
  return max_us();
}

nlohmann::json gap_histogram::to_json() const {
  return {{"count", count()},           {"p50", percentile_us(0.5)},     {"p90", percentile_us(0.9)},
          {"p99", percentile_us(0.99)}, {"p99_9", percentile_us(0.999)}, {"max", max_us()}};
}

}  // namespace deckhand
