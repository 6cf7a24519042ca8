// `deckhand serve`: the HTTP API over one robot or several, each with an engine and a run store of its own.

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <deque>

#include "actors/node.hpp"
#include "actors/session_priority.hpp"
#include "http/access_tokens.hpp"
#include "http/command_line/command_line.hpp"
#include "http/command_line/signals.hpp"
#include "http/server.hpp"

namespace deckhand {
namespace {

// Who may reach the node, and how. The error is for whoever starts it.
tl::expected<void, std::string> secure(const serve_options& options, http_server::config& config) {
  const bool is_for_others = !is_loopback(options.host) && !options.insecure;
  if (options.tls_certificate.empty() != options.tls_key.empty())
    return tl::unexpected{std::string{"TLS needs both --tls-certificate and --tls-key."}};
  if (is_for_others && options.tls_certificate.empty())
    return tl::unexpected{"Other machines reach " + options.host +
                          " with TLS and a token only: give --tls-certificate and --tls-key, or --insecure to do without both."};
  if (!options.tls_certificate.empty()) {
    auto identity = tls_identity::load(options.tls_certificate, options.tls_key);
    if (!identity) return tl::unexpected{identity.error()};
    config.tls = std::move(*identity);
  }
  config.needs_token = is_for_others || options.require_tokens;
  config.token_file = token_file_of(options.data_dir);
  if (!options.data_dir.empty()) config.audit_file = options.data_dir / "audit.jsonl";
  if (!config.needs_token) return {};
  const auto tokens = read_access_tokens(config.token_file);
  if (!tokens) return tl::unexpected{tokens.error()};
  if (tokens->empty())
    return tl::unexpected{"Nobody has a token: make one with `deckhand tokens add NAME --role operate --data-dir " +
                          options.data_dir.string() + "`."};
  return {};
}

constexpr std::string_view name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

/// The nodes, and how the server shows them.
struct fleet {
  std::deque<node> nodes;
  std::vector<served_robot> served;
};

struct named_robot {
  std::string name;  ///< empty: it has none, and is the only one
  std::string url;
};

std::vector<named_robot> name_robots(const std::vector<std::string>& texts) {
  std::vector<named_robot> robots;
  for (const auto& text : texts) {
    const auto equals = text.find('=');
    const bool has_name = equals != std::string::npos;
    robots.push_back({has_name ? text.substr(0, equals) : std::string{}, has_name ? text.substr(equals + 1) : text});
  }
  return robots;
}

// Names tell several robots apart; empty where all is well.
std::string fault_of(const std::vector<named_robot>& robots, const serve_options& options) {
  if (robots.size() > 1 && !options.gcode_log.empty()) return "--gcode-log is for one robot only";
  for (auto robot = robots.begin(); robot != robots.end(); ++robot) {
    if (robots.size() > 1 && robot->name.empty()) return "several robots need names, each: --robot NAME=" + robot->url;
    if (robot->name.find_first_not_of(name_characters) != std::string::npos)
      return "a robot's name has letters, digits, \"-\", \"_\" and \".\" only, unlike \"" + robot->name + "\"";
    if (std::any_of(robots.begin(), robot, [&](const named_robot& other) { return other.name == robot->name; }))
      return "the name " + robot->name + " is taken by another robot";
  }
  return {};
}

// What a robot with a name keeps is found again by that name, wherever in the list it stands. False: something is wrong, and
// told.
bool open_robots(fleet& robots, serve_options options) {
  const auto named = name_robots(options.robots);
  if (const auto fault = fault_of(named, options); !fault.empty()) {
    std::fprintf(stderr, "deckhand: %s\n", fault.c_str());
    return false;
  }
  for (const auto& robot : named) {
    options.robot = robot.url;
    auto config = make_node_config(options);
    if (!config) return false;
    const bool is_in_root = options.data_dir.empty() || robot.name.empty();
    config->data_dir = is_in_root ? options.data_dir : options.data_dir / "robots" / robot.name;
    config->allow_native_scripts = options.allow_native_scripts;
    const auto settings = config->data_dir.empty() ? config->data_dir : config->data_dir / "settings.json";
    auto& opened = robots.nodes.emplace_back(std::move(*config));
    robots.served.push_back({robot.name.empty() ? node_description{}.name : robot.name, &opened.port(), settings});
  }
  return true;
}

}  // namespace

int serve(const serve_options& options) {
  const session_priority first_of_all;
  http_server::config config;
  if (const auto secured = secure(options, config); !secured) {
    std::fprintf(stderr, "deckhand: %s\n", secured.error().c_str());
    return 2;
  }
  config.host = options.host;
  config.port = options.port;
  config.max_connections = options.max_connections;
  config.thread_nice = options.http_nice;
  config.allow_native_scripts = options.allow_native_scripts;
  fleet robots;
  http_server server{config};
  const auto port = server.start();
  if (!port) {
    std::fprintf(stderr, "deckhand: %s\n", port.error().c_str());
    return 2;
  }
  if (!open_robots(robots, options)) return 2;
  server.show(robots.served);
  std::printf("deckhand ready on %s://%s:%d\n", config.tls ? "https" : "http", options.host.c_str(), *port);
  std::fflush(stdout);
  wait_for_stop_signal();
  spdlog::info("stopping");
  for (auto& robot : robots.nodes) robot.stop();
  server.stop();
  spdlog::info("stopped");
  return 0;
}

}  // namespace deckhand
