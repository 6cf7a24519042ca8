/// All modules of an emulated robot, in virtual time.
#pragma once

#include <deque>
#include <functional>
#include <string_view>
#include <vector>

#include "hardware/emulated_module.hpp"
#include "hardware/robot_config.hpp"

namespace deckhand {

/// Pure, like the modules themselves. One operation at a time is the caller's rule.
class module_bay {
 public:
  /// `on_line` is told every line that real modules would be sent; may be empty.
  explicit module_bay(const robot_config& config, std::function<void(std::string_view)> on_line = {});

  /// Starts an operation and says when it is over, in virtual seconds.
  tl::expected<double, robot_error> begin(const load_module_operation& wanted, double now_s);
  tl::expected<double, robot_error> begin(const module_operation& wanted, double now_s);
  /// The operation in hand is over at once; the modules stay as they are.
  void halt(double now_s);
  std::vector<module_facts> facts(double now_s) const;

 private:
  void attach(const attached_module& wanted);

  bool takes_any_;
  std::function<void(std::string_view)> on_line_;
  std::deque<emulated_module> modules_;
};

bool is_module_operation(const robot_operation& operation);
/// Starts an operation if it is a module's, and says when it is over; nullopt for all others.
std::optional<tl::expected<double, robot_error>> begin_module_operation(module_bay& modules, const robot_operation& operation,
                                                                        double now_s);

}  // namespace deckhand
