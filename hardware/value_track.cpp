#include "hardware/value_track.hpp"

#include <algorithm>
#include <cmath>

namespace deckhand {

double value_track::at(double now_s) const {
  const auto next = std::ranges::upper_bound(corners_, now_s, {}, &corner::at_s);
  if (next == corners_.begin()) return next->value;
  const auto& before = *std::prev(next);
  if (next == corners_.end()) return before.value;
  return before.value + (next->value - before.value) * (now_s - before.at_s) / (next->at_s - before.at_s);
}

void value_track::stay(double now_s) { corners_ = {{now_s, at(now_s)}}; }

double value_track::then_go(double target, double rate_per_s) {
  const auto& last = corners_.back();
  corners_.push_back({last.at_s + std::abs(target - last.value) / rate_per_s, target});
  return ends_s();
}

double value_track::then_hold(double duration_s) {
  const auto last = corners_.back();
  corners_.push_back({last.at_s + duration_s, last.value});
  return ends_s();
}

std::optional<double> value_track::when(double value, double now_s) const {
  auto from = corner{now_s, at(now_s)};
  if (from.value == value) return now_s;
  for (const auto& to : corners_) {
    if (to.at_s <= now_s) continue;
    if (std::min(from.value, to.value) <= value && value <= std::max(from.value, to.value))
      return to.value == from.value ? from.at_s
                                    : from.at_s + (to.at_s - from.at_s) * (value - from.value) / (to.value - from.value);
    from = to;
  }
  return std::nullopt;
}

}  // namespace deckhand
