#include "hardware/module_bay.hpp"

#include <algorithm>

#include "hardware/module_gcode.hpp"

namespace deckhand {

module_bay::module_bay(const robot_config& config, std::function<void(std::string_view)> on_line)
    : takes_any_(config.takes_any_module), on_line_(std::move(on_line)) {
  for (const auto& module : config.modules) attach(module);
}

void module_bay::attach(const attached_module& wanted) {
  if (const auto* model = find_module_model(wanted.model)) modules_.emplace_back(*model, wanted.serial_number);
}

tl::expected<double, robot_error> module_bay::begin(const load_module_operation& wanted, double now_s) {
  robot_facts now;
  now.modules = facts(now_s);
  const auto* found = now.find_free_module(wanted.model, wanted.serials_in_use);
  if (takes_any_ && find_module_model(wanted.model) && !(found && found->model == wanted.model)) {
    const auto known = std::ranges::count_if(modules_, [&](const auto& each) { return each.model().name == wanted.model; });
    attach({wanted.model, emulated_serial(wanted.model, static_cast<std::size_t>(known) + 1)});
    return now_s;
  }
  if (found) return now_s;
  return tl::unexpected{robot_error{robot_error_code::module_absent,
                                    "No free module of the model " + wanted.model + " is attached to this robot."}};
}

tl::expected<double, robot_error> module_bay::begin(const module_operation& wanted, double now_s) {
  const auto found = std::ranges::find(modules_, wanted.serial_number, &emulated_module::serial_number);
  if (found == modules_.end())
    return tl::unexpected{
        robot_error{robot_error_code::module_absent, "Module " + wanted.serial_number + " is not attached to this robot."}};
  auto due_s = found->begin(wanted, now_s);
  if (due_s && on_line_)
    for (const auto& line : module_lines(found->model(), wanted)) on_line_(line);
  return due_s;
}

void module_bay::halt(double now_s) {
  for (auto& module : modules_) module.halt(now_s);
}

bool is_module_operation(const robot_operation& operation) {
  return std::holds_alternative<load_module_operation>(operation) || std::holds_alternative<module_operation>(operation);
}

std::optional<tl::expected<double, robot_error>> begin_module_operation(module_bay& modules, const robot_operation& operation,
                                                                        double now_s) {
  if (const auto* load = std::get_if<load_module_operation>(&operation)) return modules.begin(*load, now_s);
  if (const auto* action = std::get_if<module_operation>(&operation)) return modules.begin(*action, now_s);
  return std::nullopt;
}

std::vector<module_facts> module_bay::facts(double now_s) const {
  std::vector<module_facts> all;
  for (const auto& module : modules_) all.push_back(module.facts(now_s));
  return all;
}

}  // namespace deckhand
