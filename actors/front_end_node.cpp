#include "actors/front_end_node.hpp"

#include "actors/http_front_end.hpp"
#include "actors/process_name.hpp"
#include "actors/remote_engine.hpp"

namespace deckhand {
namespace {

caf::actor_system_config make_system_config(std::chrono::milliseconds link_timeout) {
  register_message_types();
  caf::actor_system_config config;
  config.set("caf.scheduler.policy", "sharing");
  config.set("caf.scheduler.max-threads", 2);
  config.set("caf.metrics-filters.actors.includes", std::vector<std::string>{http_front_end_state::name});
  load_network(config, link_timeout);
  return config;
}

}  // namespace

struct front_end_node::parts {
  explicit parts(front_end_config given)
      : system_config(make_system_config(given.link_timeout)),
        front_end(spawn_http_front_end(system, {board, clock, maxima, nullptr})),
        middleman(spawn_link_middleman(system, {std::move(given.identity), given.link_timeout * 2 / 3})),
        engine(spawn_remote_engine(system, {{"engine", caf::actor_cast<caf::actor>(middleman), given.engine,
                                             given.name.empty() ? name_of_this_process() : given.name, clock, given.link_timeout},
                                            front_end,
                                            window})),
        port(front_end, board, maxima, window, std::make_shared<verb_timing>()) {}

  const std::shared_ptr<const clock_source> clock = std::make_shared<system_clock_source>();
  caf::actor_system_config system_config;
  std::shared_ptr<mailbox_maxima> maxima = std::make_shared<mailbox_maxima>();
  std::shared_ptr<picture_board> board = std::make_shared<picture_board>(std::make_shared<read_model>());
  std::shared_ptr<module_window> window = std::make_shared<module_window>(clock, 0);
  bool is_stopped = false;
  caf::actor_system system{system_config};  // ends after all that follows has let go of its actors
  http_front_end_actor front_end;
  caf::io::middleman_actor middleman;
  replica_actor engine;
  http_front_end_port port;
};

front_end_node::front_end_node(front_end_config config) : parts_(std::make_unique<parts>(std::move(config))) {}

front_end_node::~front_end_node() { stop(); }

front_end_port& front_end_node::port() { return parts_->port; }

void front_end_node::stop() {
  if (std::exchange(parts_->is_stopped, true)) return;
  caf::anon_send(parts_->front_end, shutdown_atom_v);
  caf::anon_send_exit(parts_->engine, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(parts_->middleman, caf::exit_reason::kill);
  parts_->engine = replica_actor{};
  parts_->middleman = caf::io::middleman_actor{};
}

}  // namespace deckhand
