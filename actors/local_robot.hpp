/// A robot that this process drives itself.
#pragma once

#include <functional>
#include <memory>

#include "actors/interfaces.hpp"
#include "actors/mailbox_maxima.hpp"
#include "hardware/linked_modules.hpp"
#include "hardware/module_window.hpp"
#include "hardware/robot_config.hpp"
#include "hardware/transport.hpp"

namespace deckhand {

class robot_wires;

struct local_robot {
  double time_scale = 1;  ///< of the emulated one. 1: real time; 0: as fast as possible
  bool real_time = false;
  robot_config what_it_has{};
  /// Opens the robot's board; empty: the emulated one, at `time_scale`.
  std::function<std::unique_ptr<transport>()> open_transport{};
  std::function<void(std::string_view)> on_line{};  ///< told every line that the robot and its modules are sent, by their
                                                    ///< drivers' threads
  linked_modules linked{};                          ///< modules behind links of their own
  std::shared_ptr<robot_wires> wires{};             ///< that lead past its board's link; empty: none
};

/// Its driver. `window` keeps the emulated modules' time, at the robot's time scale.
hardware_driver_actor spawn_local_robot(caf::actor_system& system, local_robot robot, std::shared_ptr<const clock_source> clock,
                                        std::shared_ptr<mailbox_maxima> maxima, std::shared_ptr<module_window> window);

}  // namespace deckhand
