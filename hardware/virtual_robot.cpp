#include "hardware/virtual_robot.hpp"

#include <algorithm>
#include <utility>

namespace deckhand {
namespace {

std::int64_t to_ns(double seconds) { return static_cast<std::int64_t>(seconds * 1e9); }

}  // namespace

virtual_robot::virtual_robot(robot_config config, const std::function<void(std::string_view)>& on_line)
    : robot_(config, {on_line, [this] { return now_s_; }}), board_(board_of(config)), modules_(config, on_line) {
  robot_.begin_connect();
  run_lines();
  origin_s_ = now_s_;
}

operation_report virtual_robot::run(const robot_operation& operation) {
  operation_report report;
  report.began_steady_ns = to_ns(elapsed_s());
  report.error = carry_out(operation);
  report.ended_steady_ns = to_ns(elapsed_s());
  report.facts = facts();
  return report;
}

std::optional<robot_error> virtual_robot::carry_out(const robot_operation& operation) {
  if (const auto over = begin_module_operation(modules_, operation, now_s_)) {
    if (!*over) return over->error();
    now_s_ = std::max(now_s_, **over);
    return std::nullopt;
  }
  robot_.begin(operation);
  run_lines();
  return robot_.error();
}

robot_facts virtual_robot::facts() const {
  auto now = robot_.facts();
  now.modules = modules_.facts(now_s_);
  return now;
}

void virtual_robot::run_lines() {
  while (const auto line = robot_.next_write()) {
    auto answer = board_.handle(line->text, now_s_);
    now_s_ = answer.due_s;
    robot_.on_reply(std::move(answer.text));
  }
}

}  // namespace deckhand
