#include "http/command_line/run_printer.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "runtime/clock.hpp"

namespace deckhand {
namespace {

constexpr std::size_t bar_width = 40;

std::string seconds_taken(const nlohmann::json& summary) {
  const auto began = parse_iso8601(summary.value("startedAt", ""));
  const auto ended = parse_iso8601(summary.value("completedAt", ""));
  if (!began || !ended) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", std::chrono::duration<double>(*ended - *began).count());
  return text;
}

// What a person wants to see of a command besides its type.
std::string gist(const nlohmann::json& summary) {
  if (summary.contains("error")) return summary["error"].value("errorType", "") + ": " + summary["error"].value("detail", "");
  const auto& params = summary["params"];
  std::string text;
  for (const auto* name : {"loadName", "pipetteName", "wellName", "volume", "seconds", "message"}) {
    if (!params.contains(name)) continue;
    if (!text.empty()) text += ' ';
    text += params[name].is_string() ? params[name].get<std::string>() : params[name].dump();
    if (std::string_view{name} == "volume") text += " uL";
    if (std::string_view{name} == "seconds") text += " s";
  }
  return text;
}

}  // namespace

progress_printer::progress_printer(std::size_t expected_commands)
    : is_terminal_(isatty(STDOUT_FILENO) != 0), expected_commands_(expected_commands) {}

void progress_printer::finished(std::size_t index, const nlohmann::json& summary) {
  finished_commands_ = index + 1;
  expected_commands_ = std::max(expected_commands_, finished_commands_);
  if (is_terminal_)
    draw();
  else
    std::printf("%zu/%zu %s %s\n", finished_commands_, expected_commands_, summary.value("status", "").c_str(),
                summary.value("commandType", "").c_str());
}

void progress_printer::doing(const std::string& what) {
  if (doing_ == what) return;
  doing_ = what;
  if (is_terminal_) draw();
}

void progress_printer::paused(const std::string& message, bool can_be_played_on_here) {
  std::printf("%srun paused%s%s\n%s", is_terminal_ ? "\n" : "", message.empty() ? "" : ": ", message.c_str(),
              can_be_played_on_here ? "press Enter to go on\n" : "");
  std::fflush(stdout);
}

void progress_printer::end() {
  if (is_terminal_) std::printf("\n");
  std::fflush(stdout);
}

void progress_printer::draw() {
  const std::size_t filled = expected_commands_ == 0 ? 0 : bar_width * finished_commands_ / expected_commands_;
  std::printf("\r\x1b[K[%s%s] %zu/%zu %s", std::string(filled, '#').c_str(), std::string(bar_width - filled, '.').c_str(),
              finished_commands_, expected_commands_, doing_.c_str());
  std::fflush(stdout);
}

void print_run_log(const nlohmann::json& commands) {
  std::printf("\n%6s  %-34s %-10s %9s  %s\n", "#", "command", "status", "seconds", "what");
  std::size_t number = 0;
  for (const auto& summary : commands)
    std::printf("%6zu  %-34s %-10s %9s  %s\n", ++number, summary.value("commandType", "").c_str(),
                summary.value("status", "").c_str(), seconds_taken(summary).c_str(), gist(summary).c_str());
}

}  // namespace deckhand
