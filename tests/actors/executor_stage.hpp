/// One executor between a scripted driver and a listening engine.
#pragma once

#include "actors/protocol_executor.hpp"
#include "tests/actors/actor_world.hpp"

namespace deckhand::testing {

inline protocol_command comment(const char* message) { return {"", "comment", {{"message", message}}}; }
inline protocol_command lights(bool on) { return {"", "setRailLights", {{"on", on}}}; }
inline protocol_command wait_s(double seconds) { return {"", "waitForDuration", {{"seconds", seconds}}}; }

struct stage {
  explicit stage(std::vector<protocol_command> commands, bool is_live = false) {
    run_order order{"run", nullptr, {}, engine.spawn(world.system())};
    if (!is_live) {
      json_protocol protocol;
      protocol.commands = std::move(commands);
      order.protocol = std::make_shared<json_protocol>(std::move(protocol));
    }
    const protocol_executor_setup setup{driver_actor, world.clock(), world.maxima(), 1.0, false};
    executor = world.system().spawn<protocol_executor_actor::stateful_impl<protocol_executor_state>>(order, setup);
    world.settle();
  }
  ~stage() {
    caf::anon_send_exit(executor, caf::exit_reason::kill);
    caf::anon_send_exit(driver_actor, caf::exit_reason::kill);
    world.settle();
  }

  void act(action_type action) {
    caf::anon_send(executor, action_order{"an action", action});
    world.settle();
  }
  void post(const char* command_type, nlohmann::json params, command_intent intent) {
    caf::anon_send(executor, command_order{"posted " + std::to_string(++posted), "", command_type, params.dump(), intent});
    world.settle();
  }
  /// The door is moved, and the run told to look.
  void move_door(bool is_open, bool heeds_door = true) {
    driver.facts.is_door_open = is_open;
    caf::anon_send(executor, look_at_door_atom_v, heeds_door);
    world.settle();
  }
  void succeed() {
    driver.succeed();
    world.settle();
  }
  bool has_finished() const { return !engine.all<run_finished>().empty(); }
  // Ends whatever the cleanup asks for.
  void clean_up() {
    while (!driver.open.empty()) succeed();
  }

  actor_world world;
  scripted_driver driver;
  hardware_driver_actor driver_actor = driver.spawn(world.system());
  listening_engine engine;
  protocol_executor_actor executor;
  int posted = 0;
};

}  // namespace deckhand::testing
