/// Where a node listens for other nodes, and how the link to one stands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deckhand {

struct node_address {
  std::string host;
  std::uint16_t port = 0;  ///< 0: any free one, where somebody is to listen
};

/// Reads "HOST:PORT", "[HOST]:PORT" for IPv6. The error is a sentence.
tl::expected<node_address, std::string> parse_node_address(std::string_view text);
/// As parse_node_address reads it.
std::string to_string(const node_address& address);
/// Whether what is said to this host stays on this machine: "localhost", 127.0.0.0/8 and ::1. No name is looked up.
bool is_loopback(std::string_view host);

/// The link from an engine to its robot.
struct robot_link {
  std::string node;        ///< the address of the robot's node; empty: the robot is on the engine's own
  std::string robot_name;  ///< as its node calls it; empty before the first link
  std::string trouble;     ///< a sentence for people; empty while all is well
};

}  // namespace deckhand
