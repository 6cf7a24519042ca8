// How much do polling clients slow a robot down? Runs touch-tip protocols on a server process while clients poll the run and its
// log, and prints the robot's idle time between commands, the time a command takes, and what the clients got.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

#include "bench/load.hpp"
#include "bench/machine.hpp"
#include "bench/runs.hpp"
#include "tests/support/protocols.hpp"
#include "tests/support/server_process.hpp"

namespace deckhand::bench {
namespace {

using testing::comment_protocol;
using testing::server_process;
using testing::touch_tip_protocol;

struct options {
  std::string program = DECKHAND_PROGRAM;
  std::vector<std::size_t> commands{500};
  std::vector<std::size_t> commands_unscaled{500, 10'000};
  std::vector<int> clients{0, 1, 8, 32, 100};
  std::vector<int> paced_clients{32, 100};
  std::vector<double> time_scales{0, 1};
  double radius = 0.05;
  bool skip_pages = false;
};

double mean_command_ms(robot_client& client, const std::string& run_id, std::size_t commands) {
  return 1000 * seconds_of(log_of(client, run_id, commands), "touchTip") / static_cast<double>(commands);
}

struct scenario {
  double time_scale = 0;
  std::size_t commands = 0;
  int clients = 0;
  bool is_paced = false;
};

double measure(const options& chosen, const scenario& wanted, double idle_ms) {
  const testing::temporary_directory data_dir;
  server_process server{chosen.program, data_dir.path(), wanted.time_scale};
  robot_client client{server.url()};
  const auto run_id = prepare_run(client, "bench.json", touch_tip_protocol(wanted.commands, chosen.radius));
  const std::string path = "/runs/" + run_id;
  pollers load{server.url(),
               {path, path + "/commands?pageLength=20", path + "/commands?pageLength=1"},
               wanted.clients,
               std::chrono::milliseconds{wanted.is_paced ? 1000 : 0}};
  play_to_the_end(client, run_id);
  load.stop();
  const auto timing = value_of(client.get(path + "/timing"), "timing");
  const auto& gaps = timing["gaps"];
  const auto ms = mean_command_ms(client, run_id, wanted.commands);
  const auto lag = timing["reportingLag"];
  const auto software = timing["lines"]["software"];
  std::printf("%5g %8zu %7d %-6s %8ld %8ld %8ld %8ld %8ld %9.3f %6.3f %8ld %8ld %9.0f %8ld %8ld %8ld %8.1f", wanted.time_scale,
              wanted.commands, wanted.clients, wanted.clients == 0 ? "-" : (wanted.is_paced ? "1 Hz" : "full"),
              gaps["p50"].get<long>(), gaps["p90"].get<long>(), gaps["p99"].get<long>(), gaps["p99_9"].get<long>(),
              gaps["max"].get<long>(), ms, idle_ms > 0 ? ms / idle_ms : 1.0, software["p50"].get<long>(),
              software["p99"].get<long>(), wanted.clients == 0 ? 0.0 : load.requests_per_second(),
              static_cast<long>(load.latencies_us().percentile_us(0.5)),
              static_cast<long>(load.latencies_us().percentile_us(0.99)), lag["p99"].get<long>(), server.peak_memory_mib());
  std::printf(load.failures() == 0 ? "\n" : "  %lu failed requests\n", static_cast<unsigned long>(load.failures()));
  std::fflush(stdout);
  return ms;
}

void measure_gaps(const options& chosen) {
  std::printf(
      "gaps: robot idle time from one command's end to the next one's start, us; loaded: a command's time over the idle one;\n"
      "line: from the board's acknowledgement to the next line written, us, in the whole run with its homing;\n"
      "lag: event made to event readable, us; latency: of the clients' requests, us\n\n"
      "scale commands clients pace    gap p50      p90      p99    p99.9      max command/ms loaded line p50 line p99 requests/s "
      " lat p50  lat p99 "
      " lag p99  MiB peak\n");
  for (const double scale : chosen.time_scales) {
    for (const auto commands : scale == 0 ? chosen.commands_unscaled : chosen.commands) {
      double idle_ms = 0;
      for (const int clients : chosen.clients) {
        const auto ms = measure(chosen, {scale, commands, clients, false}, idle_ms);
        if (clients == 0) idle_ms = ms;
      }
      for (const int clients : chosen.paced_clients) measure(chosen, {scale, commands, clients, true}, idle_ms);
    }
  }
}

void measure_pages(const options& chosen) {
  std::printf(
      "\n100-entry pages of the run log, 8 keep-alive clients at full speed for 3 s\n\n  log length pages/s  lat p50  lat p99\n");
  std::map<std::size_t, double> rates;
  for (const std::size_t length : {2'000UL, 60'000UL}) {
    const testing::temporary_directory data_dir;
    server_process server{chosen.program, data_dir.path(), 0};
    robot_client client{server.url()};
    const auto run_id = prepare_run(client, "bench.json", comment_protocol(length));
    play_to_the_end(client, run_id);
    const auto path = "/runs/" + run_id + "/commands?pageLength=100&cursor=" + std::to_string(length / 2);
    pollers load{server.url(), {path}, 8, std::chrono::milliseconds{0}};
    std::this_thread::sleep_for(std::chrono::seconds{3});
    load.stop();
    rates[length] = load.requests_per_second();
    std::printf("%12zu %7.0f %8ld %8ld\n", length, rates[length], static_cast<long>(load.latencies_us().percentile_us(0.5)),
                static_cast<long>(load.latencies_us().percentile_us(0.99)));
  }
  std::printf("cost of a page, 60,000 over 2,000 entries: %.2f\n", rates[2'000] / rates[60'000]);
}

int run(int argc, char** argv) {
  options chosen;
  CLI::App app{"jank: the gaps between a robot's commands against the number of polling clients"};
  app.add_option("--program", chosen.program, "the deckhand program");
  app.add_option("--commands", chosen.commands, "touch-tips a run, at time scales above 0");
  app.add_option("--commands-unscaled", chosen.commands_unscaled, "touch-tips a run, at time scale 0");
  app.add_option("--clients", chosen.clients, "clients at full speed");
  app.add_option("--paced-clients", chosen.paced_clients, "clients that ask once a second");
  app.add_option("--time-scales", chosen.time_scales, "time scales");
  app.add_option("--radius", chosen.radius, "of the touch-tips: decides how long one takes at time scale 1");
  app.add_flag("--skip-pages", chosen.skip_pages, "leave out the log page figures");
  CLI11_PARSE(app, argc, argv);
  std::printf("%s\n", describe_machine().c_str());
  measure_gaps(chosen);
  if (!chosen.skip_pages) measure_pages(chosen);
  return 0;
}

}  // namespace
}  // namespace deckhand::bench

int main(int argc, char** argv) {
  try {
    return deckhand::bench::run(argc, argv);
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "jank: %s\n", trouble.what());
    return 1;
  }
}
