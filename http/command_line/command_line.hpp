/// The `deckhand` program's subcommands.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/node.hpp"
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
  bool require_tokens = false;     ///< on loopback, too
  bool insecure = false;           ///< other machines need neither TLS nor a token
  std::string robot = "emulated";  ///< or a URL: "node://HOST:PORT" (a robot that `deckhand hardware` drives there), or see
                                   ///< board_link.hpp
  std::vector<std::string> robots{"emulated"};  ///< of serve: what `robot` is for the others; or several, each "NAME=URL"
  std::vector<std::string> engines;             ///< of serve: engines on other nodes, "node://HOST:PORT" or "NAME=…", in the
                                                ///< robots' place
  std::string listen_nodes;                 ///< of serve, HOST:PORT: front ends on other nodes find the engine there; empty: none
  std::string name;                         ///< of serve: how other nodes call this one; empty: machine and process
  double link_timeout_s = 3;                ///< a link that is silent for longer is lost
  std::filesystem::path node_certificates;  ///< see link_identity.hpp; empty: links are in the clear
  bool insecure_links = false;              ///< nodes may be reached over the network, in the clear and by anybody
  std::string gpio;                         ///< device of a real robot's wires, see robot_wires.hpp; empty: none
  std::vector<std::string> modules;         ///< with links of their own, each "KIND=URL", see module_link.hpp
  std::string find_modules;                 ///< where such modules' ports are named; "off": nowhere; empty: see robot_files.cpp
  std::filesystem::path robot_config;       ///< empty: the usual emulated robot, which takes whatever a run asks for
  std::filesystem::path calibration;        ///< a folder, see robot_calibration.hpp; empty: none
  std::filesystem::path gcode_log;          ///< empty: none
};

/// What `hardware` is told.
struct hardware_options {
  std::string listen = "127.0.0.1:31960";
  std::string name;  ///< empty: the machine's
  double finish_within_s = 2;
  serve_options robot;  ///< what it says of robot and links counts
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
  std::filesystem::path robot_config;  ///< empty: the usual robot, which takes whatever the protocol asks for
  std::filesystem::path gcode_log;     ///< empty: none
  bool is_alone = false;               ///< without the home before the protocol and the tidy end after it
};

/// `tokens add`, `tokens list` and `tokens remove`.
struct token_options {
  std::filesystem::path data_dir;
  std::string name;
  std::string role = "read";
};

/// `certs init` and `certs issue`.
struct certificate_options {
  std::filesystem::path directory;
  std::string name;
};

/// Where a node keeps the hashes of its tokens.
std::filesystem::path token_file_of(const std::filesystem::path& data_dir);

/// `deckhand emulate`.
struct emulate_options {
  std::string host = "127.0.0.1";
  int port = 9996;
  double time_scale = 1;
  std::filesystem::path robot_config;
  std::vector<std::string> modules;  ///< "MODEL[:PORT]" each; 0 or none: any free port
  std::vector<std::string> faults;   ///< see emulated_device.hpp; with "MODEL/" in front: of the modules of that model
};

/// What a node is opened with, as far as its robot goes; prints what is wrong.
std::optional<node_config> make_node_config(const serve_options& options);

/// Reads the robot's description; prints what is wrong with it. The usual robot where there is none.
std::optional<robot_config> load_robot_config(const std::filesystem::path& file);

/// Whoever is told the robot's lines: they go to the file. An empty function where there is none; nothing, and a message printed,
/// where it cannot be written.
std::optional<std::function<void(std::string_view)>> open_gcode_log(const std::filesystem::path& file);

inline std::chrono::milliseconds to_milliseconds(double seconds) {
  return std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

/// `deckhand halt`.
struct halt_options {
  std::string url = "http://127.0.0.1:31950";  ///< with "/robots/NAME" behind it for one of several robots
  std::string token;                           ///< for that server; empty: none
  std::filesystem::path authority;             ///< as of run_options
};

struct top_options {
  std::string url = "http://127.0.0.1:31950";
  double interval_s = 1;
  bool once = false;  ///< print once and end
};

/// Whether a robot's URL names one that another node drives.
bool is_remote(std::string_view robot_url);
/// The node that a URL such as "node://HOST:PORT" names; prints what is wrong with it, and with which `option`.
std::optional<node_address> read_node_url(std::string_view url, const char* option);
/// That node; prints what is wrong with the URL, or with the certificate for its link.
std::optional<remote_robot> find_remote_robot(const serve_options& options);
/// What this node shows others, nullptr where links are in the clear: only on this machine, or where the user insists. Nothing
/// where it may not be, or the certificate cannot be used; prints why.
std::optional<link_identity_ptr> find_link_identity(const node_address& address, const serve_options& options);

/// Exit codes of all: 0 success, 1 the protocol or the run failed, 2 wrong usage or an unusable environment.
int serve(const serve_options& options);
int drive_hardware(const hardware_options& options);
int halt_robot(const halt_options& options);
int show_top(const top_options& options);
int run_protocol(const run_options& options);
int analyze_protocol(const analyze_options& options);
int add_token(const token_options& options);
int list_tokens(const token_options& options);
int remove_token(const token_options& options);
int make_authority(const certificate_options& options);
int issue_certificate(const certificate_options& options);
int emulate_robot(const emulate_options& options);

/// Parses arguments, environment and configuration file, and runs the subcommand.
int run_command_line(int argc, char** argv);

}  // namespace deckhand
