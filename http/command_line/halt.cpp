// `deckhand halt`: breaks off all motion of a server's robot.

#include <cstdio>

#include "http/command_line/command_line.hpp"
#include "http/command_line/robot_client.hpp"

namespace deckhand {

int halt_robot(const halt_options& options) {
  robot_client client{options.url, options.token, options.authority.string()};
  if (const auto halted = client.post("/robot/halt", nlohmann::json::object()); !halted) {
    for (const auto& detail : halted.error().details) std::fprintf(stderr, "%s\n", detail.c_str());
    return 2;
  }
  std::printf("The robot stands. Home it before anything else moves.\n");
  return 0;
}

}  // namespace deckhand
