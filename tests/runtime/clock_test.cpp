#include "runtime/clock.hpp"

#include <catch2/catch.hpp>

using namespace deckhand;

TEST_CASE("times are written with six digits and in UTC, and read back") {
  const wall_time at{std::chrono::microseconds{1'769'851'800'000'042}};
  CHECK(to_iso8601(at) == "2026-01-31T09:30:00.000042+00:00");
  CHECK(parse_iso8601(to_iso8601(at)) == at);
  const wall_time before_1970{std::chrono::microseconds{-1}};
  CHECK(to_iso8601(before_1970) == "1969-12-31T23:59:59.999999+00:00");
  CHECK(parse_iso8601(to_iso8601(before_1970)) == before_1970);
}

TEST_CASE("other texts are no times") {
  for (const char* text :
       {"", "2026-01-31", "2026-01-31T09:30:00+00:00", "2026-01-31T09:30:00.000042Z", "2026-02-30T09:30:00.000042+00:00",
        "2026-01-31T09:30:00.000042+00:00 ", "2026-01-31T09:30:00.000042+01:00"})
    CHECK_FALSE(parse_iso8601(text));
}

TEST_CASE("the system's clock keeps up with the steady one and never goes back") {
  const system_clock_source clock;
  auto before = clock.wall_now();
  for (int i = 0; i < 1000; ++i) {
    const auto now = clock.wall_now();
    REQUIRE(now >= before);
    before = now;
  }
  const auto real = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  CHECK(std::chrono::abs(clock.wall_now() - real) < std::chrono::minutes{1});
}
