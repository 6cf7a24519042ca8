/// The `deckhand` program's subcommands.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "hardware/robot_config.hpp"
#include "http/command_line/given_files.hpp"

namespace deckhand {

/// What `serve`, and `run` without a server, are told.
struct serve_options {
  std::string host = "127.0.0.1";
  int port = 31950;
  std::filesystem::path data_dir;  ///< empty: nothing is kept
  double time_scale = 1;
  bool real_time = false;
  int http_nice = 10;
  std::size_t max_connections = 1024;
  bool allow_native_scripts = false;
  std::filesystem::path tls_certificate;  ///< with `tls_key`: HTTPS instead of HTTP
  std::filesystem::path tls_key;
  bool require_tokens = false;         ///< on loopback, too
  bool insecure = false;               ///< other machines need neither TLS nor a token
  std::filesystem::path robot_config;  ///< empty: the usual emulated robot, which takes whatever a run asks for
};

struct run_options {
  given_arguments given;
  std::optional<std::string> url;   ///< a running server; otherwise the run gets a node of its own
  std::string token;                ///< for that server; empty: none
  std::filesystem::path authority;  ///< the certificate that signed that server's; empty: the system's authorities
  serve_options own_node;
};

struct analyze_options {
  given_arguments given;
  bool as_json = false;
};

/// `tokens add`, `tokens list` and `tokens remove`.
struct token_options {
  std::filesystem::path data_dir;
  std::string name;
  std::string role = "read";
};

/// Where a node keeps the hashes of its tokens.
std::filesystem::path token_file_of(const std::filesystem::path& data_dir);

/// Reads the robot's description; prints what is wrong with it. The usual robot where there is none.
std::optional<robot_config> load_robot_config(const std::filesystem::path& file);

/// Exit codes of all: 0 success, 1 the protocol or the run failed, 2 wrong usage or an unusable environment.
int serve(const serve_options& options);
int run_protocol(const run_options& options);
int analyze_protocol(const analyze_options& options);
int add_token(const token_options& options);
int list_tokens(const token_options& options);
int remove_token(const token_options& options);

/// Parses arguments, environment and configuration file, and runs the subcommand.
int run_command_line(int argc, char** argv);

}  // namespace deckhand
