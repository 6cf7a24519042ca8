// `deckhand top`: the robots of a server, live in the terminal. All of it is read over HTTP, as any client could.

#include <unistd.h>

#include <cstdio>

#include "http/command_line/command_line.hpp"
#include "http/command_line/robot_client.hpp"
#include "http/command_line/signals.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

constexpr auto row_format = "%-16s %-7s %-14s %-9s %9s %17s %17s  %s\n";

std::string percentiles(const json& histogram) {
  return std::to_string(histogram.value("p50", 0)) + "/" + std::to_string(histogram.value("p99", 0)) + "/" +
         std::to_string(histogram.value("max", 0));
}

std::string text_of(const json& depths) {
  std::string text;
  for (const auto& [actor, depth] : depths.items()) text += (text.empty() ? "" : " ") + actor + " " + depth.dump();
  return text;
}

void print_robot(robot_client& client, const json& robot) {
  const std::string name = robot["name"];
  const std::string base = "/robots/" + name;
  std::string run = "-", commands = "-", gaps = "-", lag = "-", depths;
  if (robot.contains("currentRun")) {
    const std::string run_id = robot["currentRun"];
    run = run_id.substr(0, 8);
    if (const auto log = client.get(base + "/runs/" + run_id + "/commands?pageLength=0"))
      commands = (*log)["meta"]["totalLength"].dump();
    if (const auto timing = client.get(base + "/runs/" + run_id + "/timing")) {
      gaps = percentiles((*timing)["data"]["gaps"]);
      lag = percentiles((*timing)["data"]["reportingLag"]);
      depths = text_of((*timing)["data"]["mailboxDepths"]);
    }
  }
  const auto& link = robot["link"];
  std::printf(row_format, name.c_str(), link.value("status", "").c_str(), robot.value("state", "").c_str(), run.c_str(),
              commands.c_str(), gaps.c_str(), lag.c_str(), depths.c_str());
  if (link.contains("trouble"))
    std::printf("%-16s %s: %s\n", "", link.value("node", "").c_str(), link.value("trouble", "").c_str());
  for (const auto& reason : robot.value("degraded", json::array()))
    std::printf("%-16s %s\n", "", reason.get<std::string>().c_str());
}

// False: the server does not answer.
bool print_all(robot_client& client, const std::string& url, bool is_terminal) {
  const auto robots = client.get("/robots");
  if (is_terminal) std::printf("\x1b[H\x1b[2J");
  if (!robots) {
    std::printf("%s: %s\n", url.c_str(), robots.error().details.front().c_str());
    return false;
  }
  std::printf("%s: %zu robots; gap and lag in us (p50/p99/max), mailboxes at their deepest\n\n", url.c_str(),
              (*robots)["data"].size());
  std::printf(row_format, "ROBOT", "LINK", "STATE", "RUN", "COMMANDS", "GAP", "LAG", "MAILBOXES");
  for (const auto& robot : (*robots)["data"]) print_robot(client, robot);
  return true;
}

}  // namespace

int show_top(const top_options& options) {
  robot_client client{options.url};
  const bool is_terminal = isatty(STDOUT_FILENO) != 0 && !options.once;
  for (;;) {
    const bool is_answered = print_all(client, options.url, is_terminal);
    std::fflush(stdout);
    if (options.once) return is_answered ? 0 : 2;
    if (stop_signal_within(to_milliseconds(options.interval_s))) return 0;
  }
}

}  // namespace deckhand
