/// A module in software: heats, cools, shakes and moves in virtual time, at about the pace that the makers state.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "hardware/value_track.hpp"
#include "runtime/module_catalogue.hpp"
#include "runtime/robot_facts.hpp"
#include "runtime/robot_operation.hpp"

namespace deckhand {

inline constexpr double room_celsius = 23;

/// Degrees Celsius a second.
struct heating_rates {
  double up = 0;
  double down = 0;
  double down_below_room = 0;
};
/// What a model's plate or block can do.
heating_rates plate_rates(const module_model& model);

/// Pure: no thread and no clock. A thermocycler starts with its lid open, a heater-shaker with a latch of which it knows nothing.
/// Everything is at room temperature. `now_s` never decreases from call to call.
class emulated_module {
 public:
  emulated_module(const module_model& model, std::string serial_number);

  const module_model& model() const { return *model_; }
  const std::string& serial_number() const { return serial_number_; }
  /// Starts an action and says when it is over, in virtual seconds; `now_s` for what is done at once. An error: `module_refused`,
  /// and nothing has changed.
  tl::expected<double, robot_error> begin(const module_operation& wanted, double now_s);
  /// Nobody drives it any more: a profile ends in its present step. What it was told otherwise it goes on doing.
  void halt(double now_s);
  module_facts facts(double now_s) const;
  /// The block changes no faster than this from its next target on, degrees a second; nothing: as fast as it can.
  void limit_ramp(std::optional<double> celsius_per_s) { most_celsius_per_s_ = celsius_per_s; }
  /// When all that is under way will be over.
  double settled_s() const;

 private:
  /// A lid or a latch: a thing with two ends.
  struct two_ended {
    bool is_open = true;
    bool is_known = true;
    double moves_until_s = 0;
  };
  struct begun_step {
    double begins_s;
    double celsius;
  };

  double begin_heating(const module_operation& wanted, double now_s);
  double begin_thermocycler(const module_operation& wanted, double now_s);
  double begin_magnet(const module_operation& wanted, double now_s);
  double begin_shaker(const module_operation& wanted, double now_s);
  double wait_for_plate(std::optional<double> celsius, double now_s) const;
  double run_profile(const std::vector<profile_step>& profile, double now_s);
  void heat_plate(double celsius);
  bool is_running_profile(double now_s) const;
  std::optional<double> plate_target(double now_s) const;

  const module_model* model_;
  std::string serial_number_;
  value_track plate_{room_celsius};
  value_track lid_heater_{room_celsius};
  value_track magnet_mm_{0};
  value_track rpm_{0};
  std::optional<double> plate_target_, lid_target_, target_rpm_, most_celsius_per_s_;
  double hold_begins_s_ = 0, hold_ends_s_ = 0;
  std::vector<begun_step> profile_;
  two_ended lid_;
  two_ended latch_{.is_open = false, .is_known = false};
};

}  // namespace deckhand
