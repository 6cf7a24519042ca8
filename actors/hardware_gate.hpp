/// A robot's side of the link to an engine on another node. See interfaces.hpp for its messages.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "actors/interfaces.hpp"

namespace deckhand {

struct hardware_gate_setup {
  hardware_driver_actor driver;
  std::shared_ptr<const clock_source> clock;
  std::string robot_name;
  /// How long an operation may go on after its engine was lost; then the robot is halted.
  std::chrono::nanoseconds finish_within = std::chrono::seconds{2};
};

class hardware_gate_state {
 public:
  hardware_gate_state(hardware_gate_actor::pointer self, hardware_gate_setup setup);
  hardware_gate_actor::behavior_type make_behavior();

  static inline const char* name = "hardware_gate";

 private:
  caf::result<std::string, std::string, std::int64_t> link(std::uint32_t version, const std::string& software,
                                                           const std::string& engine_name);
  std::string reason_to_refuse(std::uint32_t version, const std::string& software) const;
  bool is_from_engine() const;
  template <class Atom>
  caf::result<operation_report> perform(Atom how, const robot_operation& operation, std::uint64_t halts);
  template <class Answer, class... Words>
  caf::result<Answer> pass_on(Words... question);
  caf::result<std::uint64_t> halt();
  void on_engine_lost(const caf::down_msg& down);
  void halt_if_still_moving(std::uint64_t loss);

  hardware_gate_actor::pointer self_;
  hardware_gate_setup setup_;
  caf::strong_actor_ptr engine_;  // empty while there is none
  std::string engine_name_;
  std::size_t in_progress_ = 0;  // operations that the driver has not answered yet
  std::uint64_t losses_ = 0;     // tells a late timer from the one waited for
};

hardware_gate_actor spawn_hardware_gate(caf::actor_system& system, hardware_gate_setup setup);

}  // namespace deckhand
