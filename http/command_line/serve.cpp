// `deckhand serve`: one node with everything.

#include <spdlog/spdlog.h>

#include <cstdio>

#include "actors/node.hpp"
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

}  // namespace

int serve(const serve_options& options) {
  http_server::config config;
  if (const auto secured = secure(options, config); !secured) {
    std::fprintf(stderr, "deckhand: %s\n", secured.error().c_str());
    return 2;
  }
  auto chosen = make_node_config(options);
  if (!chosen) return 2;
  chosen->data_dir = options.data_dir;
  chosen->allow_native_scripts = options.allow_native_scripts;
  node robot{std::move(*chosen)};
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
  std::printf("deckhand ready on %s://%s:%d\n", config.tls ? "https" : "http", options.host.c_str(), *port);
  std::fflush(stdout);
  wait_for_stop_signal();
  spdlog::info("stopping");
  robot.stop();
  server.stop();
  spdlog::info("stopped");
  return 0;
}

}  // namespace deckhand
