/// The framework's way to other nodes, with what it lacks: an attempt to connect ends in time, and where the node has a
/// certificate links are encrypted, and both ends told why one is refused.
///
/// It is one of the framework's own middleman actors, with other sockets, as its openssl module has one. That module
/// blocks for as long as the system tries to connect, and keeps to itself what a handshake failed of.
#pragma once

#include <caf/io/middleman_actor.hpp>
#include <chrono>
#include <string>
#include <tl/expected.hpp>

#include "actors/link_identity.hpp"
#include "actors/links.hpp"
#include "runtime/node_address.hpp"

namespace deckhand {

struct link_setup {
  link_identity_ptr identity;  ///< nullptr: links are in the clear
  /// In which a link is to stand, encryption included.
  std::chrono::milliseconds connect_within = usual_link_timeout;
};

/// One for each link, since it waits for the other node. Its system has the network loaded. End it by `exit_reason::kill`: all
/// other exits it passes over, like the framework's own.
caf::io::middleman_actor spawn_link_middleman(caf::actor_system& system, link_setup setup);

/// Lets other nodes find an actor at an address; the port. The error is a sentence. Waits for it: for a node's start.
tl::expected<std::uint16_t, std::string> publish_at(const node_address& address, const caf::io::middleman_actor& middleman,
                                                    const caf::strong_actor_ptr& whom);

/// What an error of the network says to people.
std::string explain(const caf::error& reason);

}  // namespace deckhand
