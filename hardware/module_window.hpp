/// Where a driver shows what is true of its robot, and where any thread sees it without a message to the driver: clients that
/// poll never come between the driver and its board.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "hardware/module_bay.hpp"
#include "hardware/module_session.hpp"
#include "runtime/clock.hpp"
#include "runtime/line_timing.hpp"
#include "runtime/node_address.hpp"

namespace deckhand {

/// The modules' time runs on between two looks: what heats up goes on heating. Any thread may call any member.
class module_window {
 public:
  /// `time_scale`: 1 is real time, 0.1 ten times as fast; 0: time goes on only by what is published.
  module_window(std::shared_ptr<const clock_source> clock, double time_scale);

  /// Virtual seconds since the window was made.
  double passed_s() const;
  double time_scale() const { return time_scale_; }
  /// `not_before_s`: facts are of this instant at the earliest.
  void publish(const module_bay& modules, double not_before_s);
  std::vector<module_facts> facts() const { return robot().modules; }
  /// A module on a link of its own, by its number, which counts from 0 as they came. Called by its driver after each change.
  void publish(std::size_t number, linked_module module);
  std::vector<linked_module> linked() const;
  /// Adds those that can be reached.
  void add_linked(std::vector<module_facts>& modules) const;
  /// Mounts, axes and lights. Called by the driver after each change.
  void publish(robot_facts now);
  /// All that is true now, the modules included: those of the bay, or where there is none, of the facts published last; and those
  /// on links of their own.
  robot_facts robot() const;
  line_timing& lines() { return lines_; }
  const line_timing& lines() const { return lines_; }
  /// How the link to the robot stands.
  void publish(robot_link link);
  robot_link link() const;

 private:
  struct view {
    module_bay modules;
    double not_before_s = 0;
  };

  std::shared_ptr<const clock_source> clock_;
  double time_scale_;
  std::int64_t origin_steady_ns_;
  line_timing lines_;
  mutable std::mutex mutex_;
  std::shared_ptr<const view> view_;          // guarded by the mutex, for the exchange of the pointer only
  std::shared_ptr<const robot_facts> robot_;  // the same
  robot_link link_;                           // guarded by the mutex
  std::vector<linked_module> linked_;         // the same
};

}  // namespace deckhand
