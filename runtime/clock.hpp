/// Time as the program sees it. Everything that stamps or waits takes a clock, so that a test can hold the hands.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace deckhand {

using wall_time = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

/// "2026-01-31T09:30:00.123456+00:00": always six digits, always UTC.
std::string to_iso8601(wall_time at);
/// Reads what to_iso8601 writes; nullopt for anything else.
std::optional<wall_time> parse_iso8601(std::string_view text);

/// The machine's steady clock, nanoseconds.
std::int64_t steady_now_ns();

/// Called from any thread.
class clock_source {
 public:
  virtual ~clock_source() = default;
  /// Never goes backwards within a process, even if the machine's clock is set.
  virtual wall_time wall_now() const = 0;
  virtual std::int64_t steady_now_ns() const = 0;
};

/// The machine's clocks: wall time is read once, at construction, and carried on by the steady clock.
class system_clock_source final : public clock_source {
 public:
  system_clock_source();
  wall_time wall_now() const override;
  std::int64_t steady_now_ns() const override;

 private:
  std::int64_t wall_origin_us_;
  std::int64_t steady_origin_ns_;
};

}  // namespace deckhand
