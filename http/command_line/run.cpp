// `deckhand run`: everything goes over HTTP, to a server elsewhere or to a node of our own.

#include <cstdio>
#include <utility>

#include "actors/node.hpp"
#include "actors/session_priority.hpp"
#include "http/command_line/command_line.hpp"
#include "http/command_line/enter_key.hpp"
#include "http/command_line/robot_client.hpp"
#include "http/command_line/run_printer.hpp"
#include "http/command_line/signals.hpp"
#include "http/server.hpp"

namespace deckhand {
namespace {

constexpr std::chrono::milliseconds poll_interval{100};
constexpr int link_attempts = 50;
constexpr int log_page_length = 500;

int fail(const client_error& error) {
  for (const auto& detail : error.details) std::fprintf(stderr, "deckhand: %s\n", detail.c_str());
  return error.status == 0 ? 2 : 1;
}

/// A node with its server on a free port, for one run.
struct own_node {
  explicit own_node(node_config config) : robot(std::move(config)), server(make_server_config(), robot.port()) {}

  static http_server::config make_server_config() {
    http_server::config config;
    config.host = "127.0.0.1";
    config.port = 0;
    config.allow_native_scripts = true;  // its user has it in hand
    return config;
  }

  session_priority first_of_all;
  node robot;
  http_server server;
};

// A robot on another node is there within moments, or not at all.
bool wait_for_link(front_end_port& port) {
  for (int attempt = 0; attempt < link_attempts; ++attempt) {
    if (port.link().trouble.empty()) return true;
    if (stop_signal_within(poll_interval)) return false;
  }
  std::fprintf(stderr, "deckhand: the robot at %s: %s\n", port.link().node.c_str(), port.link().trouble.c_str());
  return false;
}

bool is_over(const nlohmann::json& run) {
  const auto status = run.value("status", "");
  return status == "succeeded" || status == "failed" || status == "stopped";
}

class protocol_run {
 public:
  protocol_run(robot_client& client, std::string run_id, std::size_t expected_commands)
      : client_(client), path_("/runs/" + std::move(run_id)), printer_(expected_commands) {}

  int play_to_the_end() {
    if (auto played = client_.post(path_ + "/actions", {{"actionType", "play"}}); !played) return fail(played.error());
    for (;;) {
      auto run = client_.get(path_);
      if (!run) return fail(run.error());
      const auto& data = (*run)["data"];
      if (auto read = read_log(); !read) return fail(read.error());
      printer_.doing(data.value("status", ""));
      if (is_over(data)) return finish(data);
      if (auto heard = attend_to_pause(data["status"] == "paused"); !heard) return fail(heard.error());
      if (stop_signal_within(poll_interval)) stop();
    }
  }

 private:
  // Takes over what has finished since the last look, page by page.
  tl::expected<void, client_error> read_log() {
    for (;;) {
      auto page = client_.get(path_ + "/commands?cursor=" + std::to_string(log_.size()) +
                              "&pageLength=" + std::to_string(log_page_length));
      if (!page) return tl::unexpected{page.error()};
      const std::size_t cursor = (*page)["meta"]["cursor"];
      std::size_t index = cursor;
      const auto before = log_.size();
      for (auto& summary : (*page)["data"]) {
        if (index++ < log_.size()) continue;
        const auto status = summary.value("status", "");
        if (status != "succeeded" && status != "failed") return {};
        printer_.finished(log_.size(), summary);
        log_.push_back(std::move(summary));
      }
      if (log_.size() == before) return {};
    }
  }

  // Says once that the run is paused, and goes on when somebody at a terminal presses Enter.
  tl::expected<void, client_error> attend_to_pause(bool is_paused) {
    if (is_paused && !was_paused_) {
      auto message = pause_message();
      if (!message) return tl::unexpected{message.error()};
      enter_.forget_earlier();
      printer_.paused(*message, enter_.is_there());
    }
    was_paused_ = is_paused;
    if (!is_paused || !enter_.was_pressed()) return {};
    was_paused_ = false;
    auto played = client_.post(path_ + "/actions", {{"actionType", "play"}});
    constexpr int not_paused_any_more = 409;
    if (!played && played.error().status != not_paused_any_more) return tl::unexpected{played.error()};
    return {};
  }

  // Of the command that waits or, below API level 2.14, of the one that was done last.
  tl::expected<std::string, client_error> pause_message() {
    auto page = client_.get(path_ + "/commands?pageLength=1");
    if (!page) return tl::unexpected{page.error()};
    const auto& commands = (*page)["data"];
    return commands.empty() ? "" : commands[0]["params"].value("message", "");
  }

  int finish(const nlohmann::json& run) {
    printer_.end();
    // Commands that never started are in the log too.
    if (auto whole = client_.get(path_ + "/commands?cursor=0&pageLength=" + std::to_string(log_.size() + 100'000)))
      print_run_log((*whole)["data"]);
    std::printf("\nrun %s\n", run.value("status", "").c_str());
    for (const auto& error : run["errors"])
      std::printf("%s: %s\n", error.value("errorType", "").c_str(), error.value("detail", "").c_str());
    return run["status"] == "succeeded" ? 0 : 1;
  }

  void stop() {
    std::fprintf(stderr, "\ndeckhand: stopping the run\n");
    client_.post(path_ + "/actions", {{"actionType", "stop"}});
  }

  robot_client& client_;
  std::string path_;
  progress_printer printer_;
  enter_key enter_;
  bool was_paused_ = false;
  std::vector<nlohmann::json> log_;
};

// The dry run tells how many commands there will be; a run does not wait for it longer than a moment.
std::size_t expected_commands(robot_client& client, const std::string& protocol_id) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    auto analyses = client.get("/protocols/" + protocol_id + "/analyses");
    if (!analyses || (*analyses)["data"].empty()) return 0;
    const auto& last = (*analyses)["data"].back();
    if (last.value("status", "") == "completed") return last["commands"].size();
    if (stop_signal_within(poll_interval)) return 0;
  }
  return 0;
}

// The files of CSV parameters by the ids that the robot knows them under.
tl::expected<nlohmann::json, client_error> upload_parameter_files(robot_client& client, const given_files& given) {
  auto ids = nlohmann::json::object();
  for (const auto& [name, file] : given.parameter_files) {
    auto added = client.post_form("/dataFiles", {{"file", file.file_name, file.content}});
    if (!added) return tl::unexpected{added.error()};
    ids[name] = (*added)["data"]["id"];
  }
  return ids;
}

int upload_and_run(robot_client& client, const given_files& given) {
  const auto file_ids = upload_parameter_files(client, given);
  if (!file_ids) return fail(file_ids.error());
  auto form = given.protocol_files;
  form.push_back({"runTimeParameterValues", "", given.values.dump()});
  form.push_back({"runTimeParameterFiles", "", file_ids->dump()});
  auto protocol = client.post_form("/protocols", form);
  if (!protocol) return fail(protocol.error());
  const std::string protocol_id = (*protocol)["data"]["id"];
  const auto commands = expected_commands(client, protocol_id);
  auto run = client.post(
      "/runs", {{"protocolId", protocol_id}, {"runTimeParameterValues", given.values}, {"runTimeParameterFiles", *file_ids}});
  if (!run) return fail(run.error());
  return protocol_run{client, (*run)["data"]["id"], commands}.play_to_the_end();
}

int complain(const std::string& problem) {
  std::fprintf(stderr, "deckhand: %s\n", problem.c_str());
  return 2;
}

}  // namespace

int run_protocol(const run_options& options) {
  const auto given = read_given_files(options.given);
  if (!given) return complain(given.error());
  if (options.url) {
    robot_client client{*options.url, options.token, options.authority.string()};
    return upload_and_run(client, *given);
  }
  auto config = make_node_config(options.own_node);
  if (!config) return 2;
  own_node own{std::move(*config)};
  if (!wait_for_link(own.robot.port())) return 2;
  const auto port = own.server.start();
  if (!port) return complain(port.error());
  robot_client client{"http://127.0.0.1:" + std::to_string(*port)};
  const int code = upload_and_run(client, *given);
  own.robot.stop();
  own.server.stop();
  return code;
}

}  // namespace deckhand
