#include "actors/links.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/io/middleman.hpp>

#include "runtime/version.hpp"

namespace deckhand {

std::string version_trouble(std::string_view who, std::uint32_t version, const std::string& software, std::string_view here) {
  if (version == link_version) return {};
  return std::string{who} + " is deckhand " + software + " and speaks link version " + std::to_string(version) + ", " +
         std::string{here} + " is " + version_text + " and speaks " + std::to_string(link_version) +
         ": both nodes need the same release";
}

// The framework looks for silent links at every heartbeat: the two together are the longest that a loss stays unnoticed.
void load_network(caf::actor_system_config& config, std::chrono::milliseconds timeout) {
  const caf::timespan whole = timeout;
  config.load<caf::io::middleman>();
  config.set("caf.middleman.heartbeat-interval", whole / 6);
  config.set("caf.middleman.connection-timeout", whole * 2 / 3);
  config.set("caf.middleman.workers", 0);  // messages are small: a second thread would cost more than it brings
}

}  // namespace deckhand
