#include "runtime/line_timing.hpp"

#include <catch2/catch.hpp>

using namespace deckhand;

namespace {

constexpr std::int64_t ms = 1'000'000;

std::uint64_t late_by(const line_timing& lines, late_cause cause) { return lines.late[static_cast<std::size_t>(cause)]; }

}  // namespace

TEST_CASE("a late line names what most of its time went into") {
  CHECK(cause_of({0, 10 * ms, 13 * ms, 14 * ms, 14 * ms}) == late_cause::wake_up);
  CHECK(cause_of({12 * ms, 10 * ms, 12 * ms, 13 * ms, 13 * ms}) == late_cause::mailbox);
  CHECK(cause_of({11 * ms, 10 * ms, 14 * ms, 15 * ms, 15 * ms}) == late_cause::wake_up);
  CHECK(cause_of({0, 10 * ms, 11 * ms, 14 * ms, 14 * ms}) == late_cause::computing);
  CHECK(cause_of({0, 10 * ms, 11 * ms, 12 * ms, 15 * ms}) == late_cause::board);
}

TEST_CASE("only late lines are counted by cause: the store is named where it wrote meanwhile") {
  line_timing lines;
  lines.record_software({0, 10 * ms, 10 * ms, 11 * ms, 11 * ms});
  const auto told = lines.to_json();
  for (const auto& count : told["late"]) CHECK(count == 0);
  lines.record_software({0, 10 * ms, 13 * ms, 13 * ms, 13 * ms});
  CHECK(late_by(lines, late_cause::wake_up) == 1);
  lines.store.begin(5 * ms);
  lines.store.end(9 * ms);
  lines.record_software({0, 10 * ms, 13 * ms, 13 * ms, 13 * ms});
  CHECK(late_by(lines, late_cause::wake_up) == 2);
  lines.store.begin(12 * ms);  // it still writes
  lines.record_software({0, 10 * ms, 13 * ms, 13 * ms, 13 * ms});
  lines.record_software({13 * ms, 10 * ms, 13 * ms, 13 * ms, 13 * ms});
  CHECK(late_by(lines, late_cause::store) == 1);
  CHECK(late_by(lines, late_cause::mailbox) == 1);
  CHECK(lines.software.count() == 5);
}
