// `deckhand serve`: the HTTP API over one robot or several, each with an engine and a run store of its own, here or on other
// nodes.

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <deque>

#include "actors/front_end_node.hpp"
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
  std::deque<front_end_node> front_ends;
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
  if (!options.engines.empty() && !options.listen_nodes.empty()) return "--listen-nodes is for engines, and this node has none";
  if (robots.size() > 1 && !options.gcode_log.empty()) return "--gcode-log is for one robot only";
  if (robots.size() > 1 && !(options.modules.empty() && options.find_modules.empty()))
    return "--module and --find-modules are for one robot only";
  if (robots.size() > 1 && !options.gpio.empty()) return "--gpio is for one robot only";
  if (robots.size() > 1 && !options.calibration.empty()) return "--calibration is for one robot only";
  for (auto robot = robots.begin(); robot != robots.end(); ++robot) {
    if (robots.size() > 1 && robot->name.empty()) return "several robots need names, each: NAME=" + robot->url;
    if (robot->name.find_first_not_of(name_characters) != std::string::npos)
      return "a robot's name has letters, digits, \"-\", \"_\" and \".\" only, unlike \"" + robot->name + "\"";
    if (std::any_of(robots.begin(), robot, [&](const named_robot& other) { return other.name == robot->name; }))
      return "the name " + robot->name + " is taken by another robot";
  }
  return {};
}

// What a robot with a name keeps is found again by that name, wherever in the list it stands.
std::filesystem::path place_of(const named_robot& robot, const serve_options& options) {
  const bool is_in_root = options.data_dir.empty() || robot.name.empty();
  return is_in_root ? options.data_dir : options.data_dir / "robots" / robot.name;
}

std::string shown_name(const named_robot& robot) { return robot.name.empty() ? node_description{}.name : robot.name; }

// All of these: false where something is wrong, which is told.
bool open_front_end(fleet& robots, const named_robot& robot, const serve_options& options) {
  const auto engine = read_node_url(robot.url, "--engine");
  if (!engine) return false;
  auto identity = find_link_identity(*engine, options);
  if (!identity) return false;
  robots.front_ends.emplace_back(
      front_end_config{*engine, options.name, to_milliseconds(options.link_timeout_s), std::move(*identity)});
  return true;
}

bool open_engine(fleet& robots, const named_robot& robot, serve_options options) {
  options.robot = robot.url;
  auto config = make_node_config(options);
  if (!config) return false;
  config->data_dir = place_of(robot, options);
  config->allow_native_scripts = options.allow_native_scripts;
  if (options.listen_nodes.empty()) {
    robots.nodes.emplace_back(std::move(*config));
    return true;
  }
  auto listen = parse_node_address(options.listen_nodes);
  if (!listen) {
    std::fprintf(stderr, "deckhand: --listen-nodes: %s\n", listen.error().c_str());
    return false;
  }
  if (listen->port != 0) listen->port = static_cast<std::uint16_t>(listen->port + robots.nodes.size());
  auto identity = find_link_identity(*listen, options);
  if (!identity) return false;
  const auto name = shown_name(robot);
  config->published = published_engine{name, to_milliseconds(options.link_timeout_s), std::move(*identity)};
  const auto port = robots.nodes.emplace_back(std::move(*config)).publish(*listen);
  if (!port) {
    std::fprintf(stderr, "deckhand: %s\n", port.error().c_str());
    return false;
  }
  std::printf("deckhand engine %s ready on node://%s\n", name.c_str(), to_string(node_address{listen->host, *port}).c_str());
  return true;
}

bool open_robots(fleet& robots, const serve_options& options) {
  const bool is_front_end = !options.engines.empty();
  const auto named = name_robots(is_front_end ? options.engines : options.robots);
  if (const auto fault = fault_of(named, options); !fault.empty()) {
    std::fprintf(stderr, "deckhand: %s\n", fault.c_str());
    return false;
  }
  for (const auto& robot : named) {
    const bool is_open = is_front_end ? open_front_end(robots, robot, options) : open_engine(robots, robot, options);
    if (!is_open) return false;
    const auto place = place_of(robot, options);
    auto& port = is_front_end ? robots.front_ends.back().port() : robots.nodes.back().port();
    robots.served.push_back({shown_name(robot), &port, place.empty() ? place : place / "settings.json"});
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
  for (auto& front_end : robots.front_ends) front_end.stop();
  server.stop();
  spdlog::info("stopped");
  return 0;
}

}  // namespace deckhand
