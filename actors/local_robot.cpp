#include "actors/local_robot.hpp"

#include "actors/hardware_driver.hpp"
#include "actors/thread_priority.hpp"
#include "hardware/emulated_transport.hpp"

namespace deckhand {

hardware_driver_actor spawn_local_robot(caf::actor_system& system, local_robot robot, std::shared_ptr<const clock_source> clock,
                                        std::shared_ptr<mailbox_maxima> maxima, std::shared_ptr<module_window> window) {
  const bool is_emulated = !robot.open_transport;
  if (is_emulated)
    robot.open_transport = [scale = robot.time_scale, real_time = robot.real_time, board = board_of(robot.what_it_has)] {
      return std::make_unique<emulated_transport>(
          emulated_transport_config{.time_scale = scale,
                                    .on_thread_start = [real_time] { prioritise_robot_thread(real_time, "emulated_board"); },
                                    .board = board});
    };
  return spawn_hardware_driver(
      system, {std::move(robot.open_transport), robot.what_it_has, std::move(clock), std::move(maxima), robot.real_time,
               std::move(window), is_emulated, std::move(robot.on_line), std::move(robot.linked), std::move(robot.wires)});
}

}  // namespace deckhand
