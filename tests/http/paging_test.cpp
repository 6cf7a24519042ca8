#include "http/paging.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace deckhand;

namespace {

constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
constexpr auto largest = std::numeric_limits<std::int64_t>::max();

}  // namespace

TEST_CASE("a page is cut from where the cursor points, within the list") {
  struct row {
    std::size_t total;
    std::int64_t cursor, length;
    std::size_t begin, end;
  };
  const auto expected = GENERATE(values<row>({
      {10, 0, 3, 0, 3},
      {10, 8, 20, 8, 10},
      {10, 10, 3, 9, 10},
      {10, largest, largest, 9, 10},
      {10, -5, 3, 0, 3},
      {10, smallest, 3, 0, 3},
      {10, 4, 0, 4, 4},
      {10, 4, -7, 4, 4},
      {10, 4, smallest, 4, 4},
      {0, 5, 20, 0, 0},
      {0, -5, largest, 0, 0},
  }));
  const auto shown = cut_page(expected.total, expected.cursor, expected.length);
  CAPTURE(expected.total, expected.cursor, expected.length);
  CHECK(shown.begin == expected.begin);
  CHECK(shown.end == expected.end);
}

TEST_CASE("the last page begins its length before the end") {
  CHECK(tail_cursor(10, 3) == 7);
  CHECK(tail_cursor(10, 30) == 0);
  CHECK(tail_cursor(10, 0) == 10);
  CHECK(tail_cursor(10, smallest) == 10);
  CHECK(tail_cursor(0, largest) == 0);
}
