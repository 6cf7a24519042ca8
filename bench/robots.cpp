// What does one more robot cost? One server with 1, 5, 10, 20 emulated robots, all of which run while clients poll them all.

#include <CLI/CLI.hpp>
#include <cstdio>

#include "bench/load.hpp"
#include "bench/machine.hpp"
#include "bench/runs.hpp"
#include "tests/support/protocols.hpp"
#include "tests/support/server_process.hpp"

namespace deckhand::bench {
namespace {

struct options {
  std::string program = DECKHAND_PROGRAM;
  std::vector<int> robots{1, 5, 10, 20};
  int clients = 200;
  int pause_ms = 1000;
  std::size_t commands = 150;
  double time_scale = 1;
  bool is_split = false;
};

std::string name_of(int robot) { return "robot-" + std::to_string(robot + 1); }

/// A server with its robots, in its own process or in one each.
struct lab {
  lab(const options& chosen, int robots) {
    const auto scale = std::to_string(chosen.time_scale);
    std::vector<std::string> words{"serve", "--port", "0", "--data-dir", folder.path(), "--time-scale", scale};
    for (int robot = 0; robot < robots; ++robot) {
      std::string place = "emulated";
      if (chosen.is_split) {
        const std::vector<std::string> node{"hardware",     "--listen",     "127.0.0.1:0", "--name",
                                            name_of(robot), "--time-scale", scale};
        place = hardware.emplace_back(std::make_unique<testing::server_process>(chosen.program, node))->url();
      }
      words.insert(words.end(), {"--robot", name_of(robot) + "=" + place});
    }
    server = std::make_unique<testing::server_process>(chosen.program, words);
  }

  testing::temporary_directory folder;
  std::vector<std::unique_ptr<testing::server_process>> hardware;
  std::unique_ptr<testing::server_process> server;
};

void wait_for_links(robot_client& client) {
  for (;;) {
    bool all_there = true;
    for (const auto& robot : value_of(client.get("/robots"), "robots")) all_there &= robot["link"]["status"] != "lost";
    if (all_there) return;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
}

/// A run's path, not yet played.
std::string prepare_run_on(const std::string& url, int robot, const std::string& protocol) {
  const auto base = "/robots/" + name_of(robot);
  robot_client client{url + base};
  return base + "/runs/" + prepare_run(client, "bench.json", protocol);
}

bool is_over(robot_client& client, const std::string& run) {
  const auto status = value_of(client.get(run), "run")["status"];
  if (status == "failed" || status == "stopped") throw std::runtime_error(run + " ended as " + status.get<std::string>());
  return status == "succeeded";
}

void measure(const options& chosen, int robots) {
  lab under_test{chosen, robots};
  robot_client client{under_test.server->url()};
  wait_for_links(client);
  const auto idle_mib = under_test.server->peak_memory_mib();
  const auto protocol = testing::touch_tip_protocol(chosen.commands, 0.05);
  std::vector<std::string> runs, paths;
  for (int robot = 0; robot < robots; ++robot) runs.push_back(prepare_run_on(under_test.server->url(), robot, protocol));
  for (const auto& run : runs) paths.insert(paths.end(), {run, run + "/commands?pageLength=20"});
  const auto processor_before_s = under_test.server->processor_time_s();
  pollers load{under_test.server->url(), paths, chosen.clients, std::chrono::milliseconds{chosen.pause_ms}};
  const auto began = std::chrono::steady_clock::now();
  for (const auto& run : runs) value_of(client.post(run + "/actions", {{"actionType", "play"}}), "play");
  for (const auto& run : runs)
    while (!is_over(client, run)) std::this_thread::sleep_for(std::chrono::milliseconds{100});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  load.stop();
  const auto processor_s = under_test.server->processor_time_s() - processor_before_s;
  long gap_p50 = 0, gap_p99 = 0, gap_max = 0, lag_p99 = 0;
  std::size_t events = 0;
  for (const auto& run : runs) {
    const auto timing = value_of(client.get(run + "/timing"), "timing");
    gap_p50 = std::max(gap_p50, timing["gaps"]["p50"].get<long>());
    gap_p99 = std::max(gap_p99, timing["gaps"]["p99"].get<long>());
    gap_max = std::max(gap_max, timing["gaps"]["max"].get<long>());
    lag_p99 = std::max(lag_p99, timing["reportingLag"]["p99"].get<long>());
    events += timing["reportingLag"]["count"].get<std::size_t>();
  }
  std::printf("%6d %8ld %8ld %8ld %8ld %9.0f %10.0f %8ld %6.1f%% %9.1f %10.1f %s\n", robots, gap_p50, gap_p99, gap_max, lag_p99,
              static_cast<double>(events) / took.count(), load.requests_per_second(),
              static_cast<long>(load.latencies_us().percentile_us(0.99)), 100 * processor_s / took.count() / robots,
              idle_mib / robots, under_test.server->peak_memory_mib() / robots, load.failures() == 0 ? "" : "FAILED REQUESTS");
  std::fflush(stdout);
}

int run(int argc, char** argv) {
  options chosen;
  CLI::App app{"robots: what one more robot behind one server costs"};
  app.add_option("--program", chosen.program, "the deckhand program");
  app.add_option("--robots", chosen.robots, "how many robots, one row each");
  app.add_option("--clients", chosen.clients, "polling clients");
  app.add_option("--pause-ms", chosen.pause_ms, "of each client between its requests");
  app.add_option("--commands", chosen.commands, "touch-tips of each robot's run");
  app.add_option("--time-scale", chosen.time_scale, "of the robots");
  app.add_flag("--split", chosen.is_split, "each robot in a process of its own (deckhand hardware)");
  CLI11_PARSE(app, argc, argv);
  std::printf("%s\n\n%d clients, %d ms between their requests; %zu touch-tips a robot at time scale %g, %s\n",
              describe_machine().c_str(), chosen.clients, chosen.pause_ms, chosen.commands, chosen.time_scale,
              chosen.is_split ? "each robot in a process of its own" : "all in one process");
  std::printf(
      "gaps and lag in us, of the robot that fared worst; processor (of the server, percent of one core) and memory (MiB) for "
      "each robot\n\n"
      "robots  gap p50      p99      max  lag p99  events/s requests/s  lat p99    cpu  MiB idle   MiB peak\n");
  for (const int robots : chosen.robots) measure(chosen, robots);
  return 0;
}

}  // namespace
}  // namespace deckhand::bench

int main(int argc, char** argv) {
  try {
    return deckhand::bench::run(argc, argv);
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "robots: %s\n", trouble.what());
    return 1;
  }
}
