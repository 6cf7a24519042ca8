// `deckhand emulate`: the emulated motor board behind a TCP port.

#include <cstdio>

#include "hardware/board_server.hpp"
#include "http/command_line/command_line.hpp"
#include "http/command_line/signals.hpp"

namespace deckhand {

int emulate_board(const emulate_options& options) {
  const auto what_it_has = load_robot_config(options.robot_config);
  if (!what_it_has) return 2;
  board_server_config config{.board = board_of(*what_it_has), .time_scale = options.time_scale};
  for (const auto& text : options.faults) {
    const auto fault = read_board_fault(text);
    if (!fault) {
      std::fprintf(stderr, "deckhand: %s\n", fault.error().c_str());
      return 2;
    }
    config.faults.push_back(*fault);
  }
  board_server server{std::move(config)};
  const auto port = server.listen(options.host, options.port);
  if (!port) {
    std::fprintf(stderr, "deckhand: %s\n", port.error().c_str());
    return 2;
  }
  std::printf("deckhand board ready on tcp://%s:%d\n", options.host.c_str(), *port);
  std::fflush(stdout);
  wait_for_stop_signal();
  return 0;
}

}  // namespace deckhand
