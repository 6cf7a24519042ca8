#include "hardware/module_window.hpp"

#include <algorithm>
#include <utility>

namespace deckhand {

module_window::module_window(std::shared_ptr<const clock_source> clock, double time_scale)
    : clock_(std::move(clock)), time_scale_(time_scale), origin_steady_ns_(clock_->steady_now_ns()) {}

double module_window::passed_s() const {
  if (time_scale_ <= 0) return 0;
  return static_cast<double>(clock_->steady_now_ns() - origin_steady_ns_) * 1e-9 / time_scale_;
}

void module_window::publish(const module_bay& modules, double not_before_s) {
  auto next = std::make_shared<const view>(view{modules, not_before_s});
  const std::lock_guard lock{mutex_};
  view_.swap(next);
}

void module_window::publish(robot_facts now) {
  auto next = std::make_shared<const robot_facts>(std::move(now));
  const std::lock_guard lock{mutex_};
  robot_.swap(next);
}

void module_window::publish(robot_link link) {
  const std::lock_guard lock{mutex_};
  link_ = std::move(link);
}

void module_window::publish(std::size_t number, linked_module module) {
  const std::lock_guard lock{mutex_};
  if (linked_.size() <= number) linked_.resize(number + 1);
  std::swap(linked_[number], module);
}

std::vector<linked_module> module_window::linked() const {
  const std::lock_guard lock{mutex_};
  return linked_;
}

void module_window::add_linked(std::vector<module_facts>& modules) const {
  const std::lock_guard lock{mutex_};
  for (const auto& each : linked_)
    if (each.facts) modules.push_back(*each.facts);
}

robot_link module_window::link() const {
  const std::lock_guard lock{mutex_};
  return link_;
}

robot_facts module_window::robot() const {
  std::shared_ptr<const robot_facts> seen;
  std::shared_ptr<const view> bay;
  {
    const std::lock_guard lock{mutex_};
    seen = robot_;
    bay = view_;
  }
  auto now = seen ? *seen : robot_facts{};
  if (bay) now.modules = bay->modules.facts(std::max(bay->not_before_s, passed_s()));
  add_linked(now.modules);
  return now;
}

}  // namespace deckhand
