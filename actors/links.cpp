#include "actors/links.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/io/middleman.hpp>

namespace deckhand {

// The framework looks for silent links at every heartbeat: the two together are the longest that a loss stays unnoticed.
void load_network(caf::actor_system_config& config, std::chrono::milliseconds timeout) {
  const caf::timespan whole = timeout;
  config.load<caf::io::middleman>();
  config.set("caf.middleman.heartbeat-interval", whole / 6);
  config.set("caf.middleman.connection-timeout", whole * 2 / 3);
  config.set("caf.middleman.workers", 0);  // messages are small: a second thread would cost more than it brings
}

}  // namespace deckhand
