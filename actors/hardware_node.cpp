#include "actors/hardware_node.hpp"

#include <utility>

#include "actors/hardware_gate.hpp"
#include "actors/link_middleman.hpp"

namespace deckhand {
namespace {

caf::actor_system_config make_system_config(std::chrono::milliseconds link_timeout) {
  register_message_types();
  caf::actor_system_config config;
  config.set("caf.scheduler.policy", "sharing");
  config.set("caf.scheduler.max-threads", 1);  // driver and gate have threads of their own
  load_network(config, link_timeout);
  return config;
}

}  // namespace

struct hardware_node::parts {
  explicit parts(hardware_node_config given)
      : listen(std::move(given.listen)),
        system_config(make_system_config(given.link_timeout)),
        driver(spawn_local_robot(system, given.robot, clock, std::make_shared<mailbox_maxima>(),
                                 std::make_shared<module_window>(clock, given.robot.time_scale))),
        gate(spawn_hardware_gate(system, {driver, clock, std::move(given.robot_name), given.finish_within})),
        middleman(spawn_link_middleman(system, {std::move(given.identity), given.link_timeout})) {}

  const std::shared_ptr<const clock_source> clock = std::make_shared<system_clock_source>();
  node_address listen;
  caf::actor_system_config system_config;
  caf::actor_system system{system_config};  // ends after all that follows has let go of its actors
  hardware_driver_actor driver;
  hardware_gate_actor gate;
  caf::io::middleman_actor middleman;
};

hardware_node::hardware_node(hardware_node_config config) : parts_(std::make_unique<parts>(std::move(config))) {}

hardware_node::~hardware_node() { stop(); }

tl::expected<std::uint16_t, std::string> hardware_node::start() {
  return publish_at(parts_->listen, parts_->middleman, caf::actor_cast<caf::strong_actor_ptr>(parts_->gate));
}

void hardware_node::stop() {
  if (!parts_->driver) return;
  caf::anon_send<caf::message_priority::high>(parts_->driver, halt_atom_v);
  caf::anon_send_exit(parts_->middleman, caf::exit_reason::kill);
  caf::anon_send_exit(parts_->gate, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(parts_->driver, caf::exit_reason::user_shutdown);
  parts_->middleman = caf::io::middleman_actor{};
  parts_->gate = hardware_gate_actor{};
  parts_->driver = hardware_driver_actor{};
}

}  // namespace deckhand
