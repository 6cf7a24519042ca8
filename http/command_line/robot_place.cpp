// `--robot node://HOST:PORT`: a robot that another node drives.

#include <cstdio>

#include "http/command_line/command_line.hpp"

namespace deckhand {
namespace {

constexpr std::string_view node_scheme = "node://";

}  // namespace

std::optional<link_identity_ptr> find_link_identity(const node_address& address, const serve_options& options) {
  if (!options.node_certificates.empty()) {
    auto identity = link_identity::load(options.node_certificates);
    if (identity) return std::move(*identity);
    std::fprintf(stderr, "deckhand: --node-certs: %s\n", identity.error().c_str());
    return std::nullopt;
  }
  if (options.insecure_links || is_loopback(address.host)) return link_identity_ptr{};
  std::fprintf(
      stderr,
      "deckhand: %s is not on this machine, and whoever reaches a link in the clear could take the robot. Give this node "
      "a certificate (--node-certs; `deckhand certs` makes them), or --insecure-links in a network that you trust.\n",
      to_string(address).c_str());
  return std::nullopt;
}

bool is_remote(std::string_view robot_url) { return robot_url.starts_with(node_scheme); }

std::optional<node_address> read_node_url(std::string_view url, const char* option) {
  auto address = is_remote(url) ? parse_node_address(url.substr(node_scheme.size()))
                                : tl::unexpected{"a node is \"node://HOST:PORT\", and not \"" + std::string{url} + "\""};
  if (address) return std::move(*address);
  std::fprintf(stderr, "deckhand: %s: %s\n", option, address.error().c_str());
  return std::nullopt;
}

std::optional<remote_robot> find_remote_robot(const serve_options& options) {
  const auto address = read_node_url(options.robot, "--robot");
  if (!address) return std::nullopt;
  auto identity = find_link_identity(*address, options);
  if (!identity) return std::nullopt;
  return remote_robot{*address, to_milliseconds(options.link_timeout_s), std::move(*identity)};
}

}  // namespace deckhand
