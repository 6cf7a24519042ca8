/// What two nodes agree on before they speak: the version of what crosses, and when a silent link counts as lost.
#pragma once

#include <caf/fwd.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace deckhand {

/// Raised whenever a type that crosses between nodes changes, or the order of the type ids does. Nodes with different ones do
/// not work together.
inline constexpr std::uint32_t link_version = 7;

/// Why a gate refuses who comes with another link version, a clause for people; empty where the versions agree.
/// `who`: "the engine"; `here`: "the robot's node".
std::string version_trouble(std::string_view who, std::uint32_t version, const std::string& software, std::string_view here);

inline constexpr std::chrono::milliseconds usual_link_timeout{3000};

/// Adds the network layer to an actor system that is about to start. A link that has been silent is given up between half of
/// `timeout` and all of it after its last sign of life.
void load_network(caf::actor_system_config& config, std::chrono::milliseconds timeout);

}  // namespace deckhand
