// `--robot node://HOST:PORT`: a robot that another node drives.

#include <cstdio>

#include "http/command_line/command_line.hpp"

namespace deckhand {
namespace {

constexpr std::string_view node_scheme = "node://";

}  // namespace

bool may_link(const node_address& address, bool insecure) {
  if (insecure || is_loopback(address.host)) return true;
  std::fprintf(
      stderr,
      "deckhand: %s is not on this machine, and links between nodes are not encrypted: whoever reaches that address could "
      "take the robot. Use an address of this machine, for example the end of an SSH tunnel, or --insecure-links in a network "
      "that you trust.\n",
      to_string(address).c_str());
  return false;
}

bool is_remote(std::string_view robot_url) { return robot_url.starts_with(node_scheme); }

std::optional<remote_robot> find_remote_robot(const serve_options& options) {
  const auto address = parse_node_address(std::string_view{options.robot}.substr(node_scheme.size()));
  if (!address) {
    std::fprintf(stderr, "deckhand: --robot: %s\n", address.error().c_str());
    return std::nullopt;
  }
  if (!may_link(*address, options.insecure_links)) return std::nullopt;
  return remote_robot{*address, to_milliseconds(options.link_timeout_s)};
}

}  // namespace deckhand
