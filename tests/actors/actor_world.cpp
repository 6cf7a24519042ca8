#include "tests/actors/actor_world.hpp"

#include <iterator>

namespace deckhand::testing {

caf::actor_system_config actor_world::make_config() {
  register_message_types();
  caf::actor_system_config config;
  config.set("caf.scheduler.policy", "testing");
  return config;
}

actor_world::actor_world() = default;

hardware_driver_actor scripted_driver::spawn(caf::actor_system& system) {
  const auto end_oldest = [this](std::optional<robot_error> error) {
    auto oldest = std::move(open.front());
    open.pop_front();
    oldest.promise.deliver(operation_report{1, 2, std::move(error), facts});
  };
  const auto give_up_following = [this] {
    if (open.empty() || !open.back().follows) return false;
    auto last = std::move(open.back());
    open.pop_back();
    last.promise.deliver(operation_report{1, 2, robot_error{robot_error_code::halted, "not begun"}, facts});
    return true;
  };
  actor = system.spawn(
      [this, end_oldest, give_up_following](hardware_driver_actor::pointer self) -> hardware_driver_actor::behavior_type {
        return {
            [this, self](perform_atom, const robot_operation& wanted, std::uint64_t for_halts) -> caf::result<operation_report> {
              if (for_halts != facts.halts) return operation_report{1, 2, robot_error{robot_error_code::halted, "halted"}, facts};
              auto promise = self->make_response_promise<operation_report>();
              seen.push_back(wanted);
              open.push_back({wanted, promise});
              return promise;
            },
            [this, self](perform_next_atom, const robot_operation& wanted, std::uint64_t) -> caf::result<operation_report> {
              auto promise = self->make_response_promise<operation_report>();
              seen.push_back(wanted);
              open.push_back({wanted, promise, true});
              return promise;
            },
            [give_up_following](withdraw_atom) { return give_up_following(); },
            [this](foresee_atom) { return foreseen; },
            [this](facts_atom) { return facts; },
            [this](move_door_atom, bool is_open) {
              facts.is_door_open = is_open;
              return true;
            },
            [this, self](await_door_atom, bool known) -> caf::result<bool> {
              if (facts.is_door_open != known) return facts.is_door_open;
              return awaiting_door.emplace_back(self->make_response_promise<bool>());
            },
            [this](press_estop_atom, bool pressed) {
              facts.is_estop_engaged = pressed;
              return true;
            },
            [this, end_oldest](halt_atom) {
              facts.halts = ++halts;
              while (!open.empty()) end_oldest(robot_error{robot_error_code::halted, "halted"});
              return facts.halts;
            },
            [this](hold_atom) { ++holds; },
            [this, end_oldest, give_up_following](const board_answer&) {
              const bool fails = next_error.has_value();
              end_oldest(std::exchange(next_error, std::nullopt));
              if (fails) give_up_following();
              if (!open.empty()) open.front().follows = false;  // begun
            },
            [this](see_door_atom, bool is_open) {
              facts.is_door_open = is_open;
              for (auto& promise : std::exchange(awaiting_door, {})) promise.deliver(is_open);
            },
            [](module_done_atom, std::uint64_t) {},
        };
      });
  return actor;
}

engine_state_actor listening_engine::spawn(caf::actor_system& system) {
  return system.spawn([this](engine_state_actor::pointer) -> engine_state_actor::behavior_type {
    return {
        [this](std::vector<event>& told) {
          batches.push_back(told.size());
          events.insert(events.end(), std::move_iterator{told.begin()}, std::move_iterator{told.end()});
        },
        [](control_request&) { return control_outcome{control_success{}}; },
        [](blink_atom, std::uint64_t) {},
    };
  });
}

caf::actor spawn_asker(caf::actor_system& system, hardware_driver_actor driver, driver_answers& got) {
  return system.spawn([driver, &got](caf::event_based_actor* self) -> caf::behavior {
    return {[driver, &got, self](robot_operation& operation) {
              self->request(driver, caf::infinite, perform_atom_v, std::move(operation), got.robot_halts)
                  .then([&got](const operation_report& report) { got.reports.push_back(report); });
            },
            [driver, &got, self](halt_atom) {
              self->request(driver, caf::infinite, halt_atom_v).then([&got](std::uint64_t count) {
                ++got.halts;
                got.robot_halts = count;
              });
            }};
  });
}

}  // namespace deckhand::testing
