#include "runtime/gap_histogram.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace deckhand;

TEST_CASE("an empty histogram shows zeros") {
  const gap_histogram gaps;
  CHECK(gaps.to_json() == nlohmann::json{{"count", 0}, {"p50", 0}, {"p90", 0}, {"p99", 0}, {"p99_9", 0}, {"max", 0}});
}

TEST_CASE("percentiles of a known distribution are within the promised error") {
  gap_histogram gaps;
  for (std::int64_t us = 1; us <= 100'000; ++us) gaps.record(us);
  CHECK(gaps.count() == 100'000);
  CHECK(gaps.max_us() == 100'000);
  for (const double fraction : {0.5, 0.9, 0.99, 0.999}) {
    const auto exact = fraction * 100'000;
    CHECK(gaps.percentile_us(fraction) == Approx(exact).epsilon(0.032));
    CHECK(static_cast<double>(gaps.percentile_us(fraction)) >= exact);
  }
  CHECK(gaps.percentile_us(1) == 100'000);
}

TEST_CASE("small durations are exact, and outliers of any size count") {
  gap_histogram gaps;
  gaps.record(-5);
  gaps.record(3);
  gaps.record(31);
  CHECK(gaps.percentile_us(0.01) == 0);
  CHECK(gaps.percentile_us(0.5) == 3);
  CHECK(gaps.percentile_us(1) == 31);
  gaps.record(std::numeric_limits<std::int64_t>::max());
  CHECK(gaps.count() == 4);
  CHECK(gaps.max_us() == std::numeric_limits<std::int64_t>::max());
  CHECK(gaps.percentile_us(0.7) == 31);
}
