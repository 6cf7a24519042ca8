// `deckhand serve`: one node with everything.

#include <spdlog/spdlog.h>

#include <cstdio>

#include "actors/node.hpp"
#include "http/command_line/command_line.hpp"
#include "http/command_line/signals.hpp"
#include "http/server.hpp"

namespace deckhand {

int serve(const serve_options& options) {
  const auto what_it_has = load_robot_config(options.robot_config);
  if (!what_it_has) return 2;
  node robot{{.data_dir = options.data_dir,
              .time_scale = options.time_scale,
              .priorities = {options.real_time, options.http_nice},
              .robot = *what_it_has,
              .allow_native_scripts = options.allow_native_scripts}};
  http_server::config config;
  config.host = options.host;
  config.port = options.port;
  config.max_connections = options.max_connections;
  config.thread_nice = options.http_nice;
  if (!options.data_dir.empty()) config.settings_file = options.data_dir / "settings.json";
  config.allow_native_scripts = options.allow_native_scripts;
  http_server server{config, robot.port()};
  const auto port = server.start();
  if (!port) {
    std::fprintf(stderr, "deckhand: %s\n", port.error().c_str());
    return 2;
  }
  std::printf("deckhand ready on http://%s:%d\n", options.host.c_str(), *port);
  std::fflush(stdout);
  wait_for_stop_signal();
  spdlog::info("stopping");
  robot.stop();
  server.stop();
  spdlog::info("stopped");
  return 0;
}

}  // namespace deckhand
