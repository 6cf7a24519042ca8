#include "runtime/clock.hpp"

#include <cstdio>

namespace deckhand {

std::string to_iso8601(wall_time at) {
  using namespace std::chrono;
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{at - day};
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%06d+00:00", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text;
}

std::optional<wall_time> parse_iso8601(std::string_view text) {
  using namespace std::chrono;
  int y = 0, hour = 0, minute = 0, second = 0, micros = 0, end = 0;
  unsigned month_number = 0, day_number = 0;
  const std::string copy(text);
  if (std::sscanf(copy.c_str(), "%4d-%2u-%2uT%2d:%2d:%2d.%6d+00:00%n", &y, &month_number, &day_number, &hour, &minute, &second,
                  &micros, &end) != 7 ||
      end != static_cast<int>(copy.size()))
    return std::nullopt;
  const year_month_day date{year{y}, month{month_number}, day{day_number}};
  if (!date.ok()) return std::nullopt;
  return wall_time{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second} + microseconds{micros};
}

system_clock_source::system_clock_source() {
  using namespace std::chrono;
  wall_origin_us_ = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
  steady_origin_ns_ = steady_now_ns();
}

wall_time system_clock_source::wall_now() const {
  return wall_time{std::chrono::microseconds{wall_origin_us_ + (steady_now_ns() - steady_origin_ns_) / 1000}};
}

std::int64_t steady_now_ns() {
  using namespace std::chrono;
  return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
}

std::int64_t system_clock_source::steady_now_ns() const { return deckhand::steady_now_ns(); }

}  // namespace deckhand
