/// Stands in for the driver of a robot on another node: takes the driver's messages and passes them on to the hardware_gate
/// there. See interfaces.hpp.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "actors/interfaces.hpp"
#include "actors/link_keeper.hpp"
#include "actors/links.hpp"
#include "actors/mailbox_maxima.hpp"
#include "hardware/module_window.hpp"
#include "runtime/link_clock.hpp"

namespace deckhand {

struct remote_driver_setup {
  link_target target;
  std::shared_ptr<mailbox_maxima> maxima;
  std::shared_ptr<module_window> window;  ///< shows what the robot's node told last, and how the link stands
  bool real_time = false;
};

/// While there is no link, operations fail with `not_linked` and other requests with an error. When it is lost, what is open
/// fails with `outcome_unknown`. It comes back by itself, tried at growing intervals up to five seconds.
class remote_driver_state {
 public:
  remote_driver_state(hardware_driver_actor::pointer self, remote_driver_setup setup);
  hardware_driver_actor::behavior_type make_behavior();

  static inline const char* name = "hardware_driver";  // whose mailbox it has

 private:
  void begin_link(const caf::strong_actor_ptr& gate, const link_greeting& greeting);
  void end_link();
  void look();

  template <class Atom>
  caf::result<operation_report> perform(Atom how, robot_operation& operation, std::uint64_t halts);
  template <class Answer, class... Words>
  caf::result<Answer> pass_on(Words... question);
  caf::error not_linked() const;
  operation_report failed_report(robot_error_code code) const;
  std::uint64_t keep_open(std::function<void()> give_up);
  void note(const robot_facts& facts);

  hardware_driver_actor::pointer self_;
  remote_driver_setup setup_;
  link_keeper<hardware_driver_actor::pointer> link_;
  hardware_gate_actor gate_;  // empty while there is no link
  link_clock robot_clock_;
  robot_facts facts_;                                    // as told last
  std::map<std::uint64_t, std::function<void()>> open_;  // requests without an answer, by number: what to do when none comes
  std::uint64_t last_request_ = 0;
};

hardware_driver_actor spawn_remote_driver(caf::actor_system& system, remote_driver_setup setup);

}  // namespace deckhand
