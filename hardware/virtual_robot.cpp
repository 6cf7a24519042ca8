#include "hardware/virtual_robot.hpp"

#include <utility>

namespace deckhand {
namespace {

std::int64_t to_ns(double seconds) { return static_cast<std::int64_t>(seconds * 1e9); }

}  // namespace

virtual_robot::virtual_robot(robot_config config) : robot_(config) {
  robot_.begin_connect();
  run_lines();
  now_s_ = 0;
}

operation_report virtual_robot::run(const robot_operation& operation) {
  operation_report report;
  report.began_steady_ns = to_ns(now_s_);
  robot_.begin(operation);
  run_lines();
  report.ended_steady_ns = to_ns(now_s_);
  report.error = robot_.error();
  report.facts = robot_.facts();
  return report;
}

void virtual_robot::run_lines() {
  while (const auto line = robot_.next_write()) {
    auto answer = board_.handle(line->text, now_s_);
    now_s_ = answer.due_s;
    robot_.on_reply(std::move(answer.text));
  }
}

}  // namespace deckhand
