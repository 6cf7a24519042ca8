/// A quantity that changes along straight lines in time: a temperature, a speed. Pure; time is an argument.
#pragma once

#include <optional>
#include <vector>

namespace deckhand {

class value_track {
 public:
  explicit value_track(double value) : corners_{{0, value}} {}

  double at(double now_s) const;
  /// Leaves what was planned behind; stays at its present value from now on.
  void stay(double now_s);
  /// Goes on from the end of what is planned. Returns when it is there.
  double then_go(double target, double rate_per_s);
  double then_hold(double duration_s);
  double ends_s() const { return corners_.back().at_s; }
  /// When it first has this value, from now on; nullopt for never.
  std::optional<double> when(double value, double now_s) const;

 private:
  struct corner {
    double at_s;
    double value;
  };
  std::vector<corner> corners_;  // never empty; in order of time; before the first and after the last it does not change
};

}  // namespace deckhand
