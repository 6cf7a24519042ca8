// What does it cost that a protocol is written in Python? Four figures: the time from play to a script's first command, the round
// trip of a command from the script through the executor and back, commands a second in a long run as fast as possible, and how
// much polling clients slow a Python run in real time.

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "bench/load.hpp"
#include "bench/machine.hpp"
#include "bench/runs.hpp"
#include "runtime/clock.hpp"
#include "tests/support/server_process.hpp"

namespace deckhand::bench {
namespace {

using testing::server_process;

constexpr double most_start_ms = 300;
constexpr double most_round_trip_us = 300;
constexpr double least_commands_per_second = 1500;
constexpr double most_slowing = 1.10;

struct options {
  std::string program = DECKHAND_PROGRAM;
  int commands = 10'000;
  int touch_tips = 60;
  int clients = 32;
};

// The script takes its own time, and tells it in its last comment.
constexpr const char* comments = R"(
import time
metadata = {"apiLevel": "2.15"}
def run(ctx):
    times = []
    for number in range(COUNT):
        began = time.perf_counter()
        ctx.comment("x")
        times.append(time.perf_counter() - began)
    times.sort()
    at = lambda share: round(times[int(share * (len(times) - 1))] * 1e6)
    ctx.comment(f"{at(0.5)} {at(0.9)} {at(0.99)}")
)";

constexpr const char* touch_tips = R"(
metadata = {"apiLevel": "2.15"}
def run(ctx):
    rack = ctx.load_labware("opentrons_96_tiprack_300ul", 1)
    plate = ctx.load_labware("corning_96_wellplate_360ul_flat", 2)
    pipette = ctx.load_instrument("p300_single_gen2", "left", [rack])
    pipette.pick_up_tip()
    for number in range(COUNT):
        pipette.touch_tip(plate.wells()[number % 96], radius=0.2)
    pipette.drop_tip()
)";

std::string with_count(std::string source, int count) { return source.replace(source.find("COUNT"), 5, std::to_string(count)); }

// From play to the start of what the script asks for first; the homing before that takes no time at time scale 0.
double start_ms_of(robot_client& client, const std::string& run_id, const nlohmann::json& log) {
  const auto played = value_of(client.get("/runs/" + run_id), "run")["startedAt"].get<std::string>();
  for (const auto& item : log)
    if (item["commandType"] == "comment")
      return std::chrono::duration<double, std::milli>(*parse_iso8601(item["startedAt"].get<std::string>()) -
                                                       *parse_iso8601(played))
          .count();
  throw std::runtime_error("the log has no comment");
}

bool measure_rate(const options& chosen) {
  const testing::temporary_directory folder;
  server_process server{chosen.program, folder.path(), 0};
  robot_client client{server.url()};
  const auto run_id = prepare_run(client, "bench.py", with_count(comments, chosen.commands));
  play_to_the_end(client, run_id);
  const auto log = log_of(client, run_id, static_cast<std::size_t>(chosen.commands));
  const auto told = log.back()["params"]["message"].get<std::string>();
  int p50_us = 0, p90_us = 0, p99_us = 0;
  std::sscanf(told.c_str(), "%d %d %d", &p50_us, &p90_us, &p99_us);
  const auto rate = chosen.commands / seconds_of(log, "comment");
  const auto start_ms = start_ms_of(client, run_id, log);
  const bool is_good = start_ms <= most_start_ms && p50_us <= most_round_trip_us && rate >= least_commands_per_second;
  std::printf("from play to the first command: %.0f ms (goal: <= %.0f)\n", start_ms, most_start_ms);
  std::printf("round trip of a command, us: p50 %d, p90 %d, p99 %d (goal: p50 <= %.0f)\n", p50_us, p90_us, p99_us,
              most_round_trip_us);
  std::printf("%d commands at time scale 0: %.0f a second (goal: >= %.0f)\n", chosen.commands, rate, least_commands_per_second);
  std::fflush(stdout);
  return is_good;
}

double seconds_of_touch_tips(const options& chosen, int clients, double& requests_per_second) {
  const testing::temporary_directory folder;
  server_process server{chosen.program, folder.path(), 1};
  robot_client client{server.url()};
  const auto run_id = prepare_run(client, "bench.py", with_count(touch_tips, chosen.touch_tips));
  const auto path = "/runs/" + run_id;
  pollers load{server.url(),
               {path, path + "/commands?pageLength=20", path + "/commands?pageLength=1"},
               clients,
               std::chrono::milliseconds{0}};
  play_to_the_end(client, run_id);
  load.stop();
  requests_per_second = clients == 0 ? 0 : load.requests_per_second();
  return seconds_of(log_of(client, run_id, static_cast<std::size_t>(chosen.touch_tips)), "touchTip");
}

bool measure_polled_run(const options& chosen) {
  double requests_per_second = 0;
  const auto idle_s = seconds_of_touch_tips(chosen, 0, requests_per_second);
  const auto loaded_s = seconds_of_touch_tips(chosen, chosen.clients, requests_per_second);
  const auto slowing = loaded_s / idle_s;
  std::printf(
      "%d touch-tips in real time: %.2f s alone, %.2f s with %d clients at full speed (%.0f requests/s): %.3f (goal: <= %.2f)\n",
      chosen.touch_tips, idle_s, loaded_s, chosen.clients, requests_per_second, slowing, most_slowing);
  return slowing <= most_slowing;
}

int run(int argc, char** argv) {
  options chosen;
  CLI::App app{"python_rate: what it costs that a protocol is written in Python"};
  app.add_option("--program", chosen.program, "the deckhand program");
  app.add_option("--commands", chosen.commands, "commands of the run at time scale 0");
  app.add_option("--touch-tips", chosen.touch_tips, "touch-tips of the runs in real time");
  app.add_option("--clients", chosen.clients, "clients that poll at full speed");
  CLI11_PARSE(app, argc, argv);
  std::printf("%s\n\n", describe_machine().c_str());
  const bool is_fast = measure_rate(chosen);
  return measure_polled_run(chosen) && is_fast ? 0 : 1;
}

}  // namespace
}  // namespace deckhand::bench

int main(int argc, char** argv) {
  try {
    return deckhand::bench::run(argc, argv);
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "python_rate: %s\n", trouble.what());
    return 2;
  }
}
