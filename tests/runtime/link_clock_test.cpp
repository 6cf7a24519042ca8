#include "runtime/link_clock.hpp"

#include <catch2/catch.hpp>

using namespace deckhand;

namespace {

constexpr std::int64_t ms = 1'000'000;

/// A robot whose clock is `ahead` of ours; what is sent takes `there` to it and `back` from it.
struct robot_at_a_distance {
  std::int64_t ahead_ns = 0;
  std::int64_t there_ns = 0;
  std::int64_t back_ns = 0;
  link_clock clock = {};

  void meet(std::int64_t sent_ns) { clock.meet(sent_ns + there_ns + ahead_ns, sent_ns, sent_ns + there_ns + back_ns); }
  /// An operation that lasts from `began_ns` to `ended_ns` by our clock.
  operation_report see(std::int64_t sent_ns, std::int64_t began_ns, std::int64_t ended_ns) {
    operation_report report;
    report.began_steady_ns = began_ns + ahead_ns;
    report.ended_steady_ns = ended_ns + ahead_ns;
    clock.translate(report, sent_ns, ended_ns + back_ns);
    return report;
  }
};

}  // namespace

TEST_CASE("a robot's idle time is what its own clock measured, however slow and uneven the link") {
  robot_at_a_distance robot{-987'654'321'000 * ms, 30 * ms, 50 * ms};
  robot.meet(1000 * ms);
  auto before = robot.see(2000 * ms, 2030 * ms, 2130 * ms);
  for (int i = 1; i <= 20; ++i) {
    robot.back_ns = (i * 37 % 50) * ms + 50 * ms;  // never faster than at the first look
    const auto sent = 2000 * ms + i * 300 * ms;
    const auto after = robot.see(sent, sent + 30 * ms, sent + 130 * ms);
    CHECK(after.began_steady_ns - before.ended_steady_ns == 200 * ms);
    CHECK(after.ended_steady_ns - after.began_steady_ns == 100 * ms);
    before = after;
  }
}

TEST_CASE("nothing begins before it was asked for, or ends after it was told") {
  for (const std::int64_t ahead : {-5'000 * ms, 0 * ms, 1'000'000'000 * ms}) {
    robot_at_a_distance robot{ahead, 1 * ms, 99 * ms};  // a difference estimated half a delay wrong
    robot.meet(0);
    const auto slow = robot.see(1000 * ms, 1001 * ms, 1002 * ms);
    CHECK(slow.began_steady_ns >= 1000 * ms);
    CHECK(slow.ended_steady_ns <= 1101 * ms);
    robot.there_ns = robot.back_ns = 0;
    const auto fast = robot.see(2000 * ms, 2000 * ms, 2001 * ms);
    CHECK(fast.began_steady_ns == 2000 * ms);
    CHECK(fast.ended_steady_ns == 2001 * ms);
  }
}

TEST_CASE("clocks that drift apart are brought together again") {
  robot_at_a_distance robot{0, 1 * ms, 1 * ms};
  robot.meet(0);
  for (std::int64_t i = 1; i < 1000; ++i) {
    robot.ahead_ns = i * ms;  // a thousandth too fast
    const auto report = robot.see(i * 1000 * ms, i * 1000 * ms + 1 * ms, i * 1000 * ms + 5 * ms);
    CHECK(report.began_steady_ns >= i * 1000 * ms);
    CHECK(report.ended_steady_ns <= i * 1000 * ms + 6 * ms);
  }
}

TEST_CASE("an operation that failed before it began spoils no later figure") {
  robot_at_a_distance robot{77'000 * ms, 1 * ms, 1 * ms};
  robot.meet(0);
  operation_report halted;
  halted.error = robot_error{robot_error_code::halted, "halted"};
  robot.clock.translate(halted, 100 * ms, 200 * ms);
  CHECK(halted.began_steady_ns == 100 * ms);
  CHECK(halted.ended_steady_ns == 100 * ms);
  const auto next = robot.see(300 * ms, 301 * ms, 310 * ms);
  CHECK(next.began_steady_ns == 301 * ms);
  CHECK(next.ended_steady_ns == 310 * ms);
}
