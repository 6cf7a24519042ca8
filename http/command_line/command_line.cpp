#include "http/command_line/command_line.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>

#include "http/command_line/robot_flags.hpp"
#include "http/command_line/signals.hpp"
#include "runtime/node_logs.hpp"
#include "runtime/version.hpp"

namespace deckhand {
namespace {

std::filesystem::path default_data_dir() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state && *state) return std::filesystem::path{state} / "deckhand";
  if (const char* home = std::getenv("HOME"); home && *home) return std::filesystem::path{home} / ".local/state/deckhand";
  return "deckhand-data";
}

void add_hardware(CLI::App& app, hardware_options& options) {
  auto* command = app.add_subcommand("hardware", "drives one robot for an engine on another node (serve --robot node://…)");
  command->add_option("--listen", options.listen, "HOST:PORT to listen on for an engine; port 0 takes any free one")
      ->envname("DECKHAND_LISTEN")
      ->capture_default_str();
  command->add_option("--name", options.name, "the robot's name; default: the machine's")->envname("DECKHAND_NAME");
  command
      ->add_option("--finish-within", options.finish_within_s,
                   "seconds that a move may go on after its engine was lost; then the robot is halted")
      ->envname("DECKHAND_FINISH_WITHIN")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  add_node_flags(*command, options.robot);
  add_robot_flag(*command, options.robot.robot);
  add_link_flags(*command, options.robot);
}

void add_serve(CLI::App& app, serve_options& options) {
  auto* command = app.add_subcommand("serve", "one node with everything, or all but the robot, behind the HTTP API");
  command->add_option("--host", options.host, "address to listen on")->envname("DECKHAND_HOST")->capture_default_str();
  command->add_option("--port", options.port, "port to listen on; 0 takes any free one")
      ->envname("DECKHAND_PORT")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command->add_option("--data-dir", options.data_dir, "where runs and protocols are kept")
      ->envname("DECKHAND_DATA_DIR")
      ->capture_default_str();
  command->add_option("--http-nice", options.http_nice, "niceness of the HTTP server's threads")
      ->envname("DECKHAND_HTTP_NICE")
      ->check(CLI::Range(0, 19))
      ->capture_default_str();
  command->add_option("--max-connections", options.max_connections, "HTTP connections served at a time")
      ->envname("DECKHAND_MAX_CONNECTIONS")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command
      ->add_flag("--allow-native-scripts", options.allow_native_scripts,
                 "take C++ scripts (shared objects) as protocols; they run sandboxed, but are machine code all the same")
      ->envname("DECKHAND_ALLOW_NATIVE_SCRIPTS");
  command->add_option("--tls-certificate", options.tls_certificate, "PEM file: serve HTTPS with this certificate")
      ->envname("DECKHAND_TLS_CERTIFICATE")
      ->check(CLI::ExistingFile);
  command->add_option("--tls-key", options.tls_key, "PEM file: the certificate's private key")
      ->envname("DECKHAND_TLS_KEY")
      ->check(CLI::ExistingFile);
  command->add_flag("--require-tokens", options.require_tokens, "clients on this machine need a token, too")
      ->envname("DECKHAND_REQUIRE_TOKENS");
  command->add_flag("--insecure", options.insecure, "let other machines in without TLS and without a token")
      ->envname("DECKHAND_INSECURE");
  auto* robots = command
                     ->add_option("--robot", options.robots,
                                  std::string{about_robot} +
                                      "; several, each as NAME=…, are at /robots/NAME/…, the first at the plain paths, too")
                     ->envname("DECKHAND_ROBOT")
                     ->delimiter(',')
                     ->capture_default_str();
  command
      ->add_option(
          "--engine", options.engines,
          "in the robots' place: show an engine on another node, node://HOST:PORT (its --listen-nodes); several, each as "
          "NAME=…")
      ->envname("DECKHAND_ENGINE")
      ->delimiter(',')
      ->excludes(robots);
  command
      ->add_option("--listen-nodes", options.listen_nodes,
                   "HOST:PORT where front ends on other nodes find the engine; of several robots, each has the next port")
      ->envname("DECKHAND_LISTEN_NODES");
  command->add_option("--name", options.name, "how other nodes call this one; default: the machine's name and the process")
      ->envname("DECKHAND_NAME");
  add_node_flags(*command, options);
  add_link_flags(*command, options);
}

// What is done is decided by the subcommand that was given.
void add_tokens(CLI::App& app, token_options& options) {
  auto* command = app.add_subcommand("tokens", "who may use a node over HTTP");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* description) {
    auto* subcommand = command->add_subcommand(name, description);
    subcommand->add_option("--data-dir", options.data_dir, "the node's data directory")
        ->envname("DECKHAND_DATA_DIR")
        ->capture_default_str();
    return subcommand;
  };
  auto* adding = add("add", "make a token and print it; it is shown this once");
  adding->add_option("NAME", options.name, "who holds it, for the audit log")->required();
  adding->add_option("--role", options.role, "read: look; operate: run protocols and move the robot; admin: settings, too")
      ->check(CLI::IsMember({"read", "operate", "admin"}))
      ->capture_default_str();
  add("list", "names, roles and ages");
  add("remove", "a node that runs refuses it within a second")->add_option("NAME", options.name)->required();
}

void add_certificates(CLI::App& app, certificate_options& options) {
  auto* command = app.add_subcommand("certs", "certificates for the links between a lab's nodes");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* description) {
    auto* subcommand = command->add_subcommand(name, description);
    subcommand->add_option("DIR", options.directory, "the authority's directory; keep it where nobody else reads it")->required();
    return subcommand;
  };
  add("init", "make the lab's authority, once");
  add("issue", "make DIR/NAME, which a node gets as its --node-certs")
      ->add_option("NAME", options.name, "the node's name, for logs")
      ->required();
}

void add_protocol_arguments(CLI::App& command, given_arguments& given) {
  command.add_option("FILE", given.file, "a protocol: JSON, Python or a C++ script (.so)")->required();
  command
      .add_option("--with", given.with,
                  "a file beside it: custom labware, data that it reads, a CSV parameter's file; repeatable")
      ->type_name("FILE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command
      .add_option("--parameter", given.parameters,
                  "a runtime parameter's value, or the name of a file given by --with; repeatable")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_run(CLI::App& app, run_options& options) {
  auto* command =
      app.add_subcommand("run", "run a protocol file, show its progress and its run log; exit code 0 only on success");
  add_protocol_arguments(*command, options.given);
  command->add_option("--url", options.url, "run it on this server instead of a node of its own");
  command->add_option("--token", options.token, "a token of that server")->envname("DECKHAND_TOKEN");
  command->add_option("--authority", options.authority, "PEM file: who signed that server's certificate")
      ->envname("DECKHAND_AUTHORITY")
      ->check(CLI::ExistingFile);
  add_node_flags(*command, options.own_node);
  add_robot_flag(*command, options.own_node.robot);
  add_link_flags(*command, options.own_node);
}

void add_top(CLI::App& app, top_options& options) {
  auto* command = app.add_subcommand("top", "the robots of a server, their runs, gaps, lag and mailboxes, live in the terminal");
  command->add_option("--url", options.url, "the server")->envname("DECKHAND_URL")->capture_default_str();
  command->add_option("--interval", options.interval_s, "seconds from one look to the next")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  command->add_flag("--once", options.once, "look once and end; exit code 0 only if the server answered");
}

void add_halt(CLI::App& app, halt_options& options) {
  auto* command = app.add_subcommand("halt", "break off all motion of a server's robot; nothing moves before it is homed");
  command->add_option("--url", options.url, "the server, with /robots/NAME behind it for one of several robots")
      ->envname("DECKHAND_URL")
      ->capture_default_str();
  command->add_option("--token", options.token, "a token of that server")->envname("DECKHAND_TOKEN");
  command->add_option("--authority", options.authority, "PEM file: who signed that server's certificate")
      ->envname("DECKHAND_AUTHORITY")
      ->check(CLI::ExistingFile);
}

void add_analyze(CLI::App& app, analyze_options& options) {
  auto* command = app.add_subcommand("analyze", "dry run of a protocol file: problems, commands by type, time estimate");
  add_protocol_arguments(*command, options.given);
  command->add_flag("--json", options.as_json, "print the whole analysis as JSON");
  command->add_option("--robot-config", options.robot_config, "JSON file that tells which pipettes and modules the robot has")
      ->envname("DECKHAND_ROBOT_CONFIG");
  add_gcode_log(*command, options.gcode_log);
  command->add_flag("--alone", options.is_alone,
                    "the protocol's own commands only: without the home before them and the tidy end after them");
}

void add_emulate(CLI::App& app, emulate_options& options) {
  auto* command = app.add_subcommand("emulate", "the emulated motor board, and modules, as TCP servers for --robot and --module");
  command->add_option("--host", options.host, "address to listen on")->capture_default_str();
  command->add_option("--port", options.port, "the board's port; 0 takes any free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command->add_option("--time-scale", options.time_scale, "1 moves in real time, 0 as fast as possible")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--robot-config", options.robot_config, "JSON file that tells which pipettes are on the mounts");
  command->add_option("--module", options.modules,
                      "MODEL[:PORT], such as temperatureModuleV2:9997: a module behind a port of its own; 0 or none takes any "
                      "free one; may be given several times");
  command->add_option(
      "--fault", options.faults,
      "[MODEL/]KIND[@TEXT][#COUNT][:SECONDS], once, at the COUNTth line that contains TEXT, to the board or to each module of "
      "that model; KIND is one of lost-ack, garbage, silence, disconnect and slow, of a board also alarm and limit, of a module "
      "error and async; may be given several times");
}

// Logs go to standard error: standard output is for what was asked.
void set_up_logging(const std::string& level) {
  auto logger = spdlog::stderr_color_mt("deckhand");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%f %^%l%$ %v");
  spdlog::set_default_logger(std::move(logger));
  spdlog::set_level(spdlog::level::from_str(level));
  set_up_node_logs();
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app{"deckhand: a runtime for lab robots in which motion never waits for reporting", "deckhand"};
  serve_options served;
  served.data_dir = default_data_dir();
  hardware_options hardware;
  halt_options halt;
  top_options top;
  run_options run;
  analyze_options analyze;
  emulate_options emulated;
  std::string log_level = "info";
  app.set_version_flag("--version", std::string{"deckhand "} + version_text);
  app.set_config("--config", "", "read flags from a TOML file")->envname("DECKHAND_CONFIG");
  app.add_option("--log-level", log_level, "how much to log")
      ->envname("DECKHAND_LOG_LEVEL")
      ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))
      ->capture_default_str();
  app.require_subcommand(1);
  app.fallthrough();
  token_options tokens;
  tokens.data_dir = served.data_dir;
  certificate_options certificates;
  add_serve(app, served);
  add_certificates(app, certificates);
  add_tokens(app, tokens);
  add_hardware(app, hardware);
  add_halt(app, halt);
  add_top(app, top);
  add_run(app, run);
  add_analyze(app, analyze);
  add_emulate(app, emulated);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    return app.exit(stop) == 0 ? 0 : 2;
  }
  set_up_logging(log_level);
  block_stop_signals();
  if (app.got_subcommand("serve")) return serve(served);
  if (app.got_subcommand("emulate")) return emulate_robot(emulated);
  if (app.got_subcommand("hardware")) return drive_hardware(hardware);
  if (app.got_subcommand("halt")) return halt_robot(halt);
  if (app.got_subcommand("top")) return show_top(top);
  if (app.got_subcommand("run")) return run_protocol(run);
  if (auto* command = app.get_subcommand("certs"); app.got_subcommand(command))
    return command->got_subcommand("init") ? make_authority(certificates) : issue_certificate(certificates);
  if (auto* command = app.get_subcommand("tokens"); app.got_subcommand(command)) {
    if (command->got_subcommand("add")) return add_token(tokens);
    return command->got_subcommand("list") ? list_tokens(tokens) : remove_token(tokens);
  }
  return analyze_protocol(analyze);
}

}  // namespace deckhand
