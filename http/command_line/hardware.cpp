// `deckhand hardware`: one robot, for an engine on another node.

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "actors/hardware_node.hpp"
#include "actors/session_priority.hpp"
#include "http/command_line/command_line.hpp"
#include "http/command_line/signals.hpp"

namespace deckhand {
namespace {

std::string machine_name() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

}  // namespace

int drive_hardware(const hardware_options& options) {
  const session_priority first_of_all;
  if (is_remote(options.robot.robot)) {
    std::fprintf(stderr, "deckhand: a robot that another node drives cannot be driven from here\n");
    return 2;
  }
  auto here = make_node_config(options.robot);
  if (!here) return 2;
  const auto listen = parse_node_address(options.listen);
  if (!listen) {
    std::fprintf(stderr, "deckhand: --listen: %s\n", listen.error().c_str());
    return 2;
  }
  auto identity = find_link_identity(*listen, options.robot);
  if (!identity) return 2;
  const auto name = options.name.empty() ? machine_name() : options.name;
  hardware_node robot{{.listen = *listen,
                       .robot_name = name,
                       .robot = take_local_robot(*here),
                       .finish_within = to_milliseconds(options.finish_within_s),
                       .link_timeout = to_milliseconds(options.robot.link_timeout_s),
                       .identity = std::move(*identity)}};
  const auto port = robot.start();
  if (!port) {
    std::fprintf(stderr, "deckhand: %s\n", port.error().c_str());
    return 2;
  }
  std::printf("deckhand hardware %s ready on node://%s\n", name.c_str(), to_string(node_address{listen->host, *port}).c_str());
  std::fflush(stdout);
  wait_for_stop_signal();
  spdlog::info("stopping");
  robot.stop();
  return 0;
}

}  // namespace deckhand
