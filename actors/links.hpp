/// What two nodes agree on before they speak: the version of what crosses, and when a silent link counts as lost.
#pragma once

#include <caf/fwd.hpp>
#include <chrono>
#include <cstdint>

namespace deckhand {

/// Raised whenever a type that crosses between nodes changes, or the order of the type ids does. Nodes with different ones do
/// not work together.
inline constexpr std::uint32_t link_version = 3;

inline constexpr std::chrono::milliseconds usual_link_timeout{3000};

/// Adds the network layer to an actor system that is about to start. A link that has been silent is given up between half of
/// `timeout` and all of it after its last sign of life.
void load_network(caf::actor_system_config& config, std::chrono::milliseconds timeout);

}  // namespace deckhand
