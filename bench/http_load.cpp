// How many requests a second does a node answer, and how soon? Keep-alive clients on the same machine get one path at a time, as
// fast as they can or with a pause: the list of runs, one run, and a page of its log.

#include <CLI/CLI.hpp>
#include <cstdio>

#include "bench/load.hpp"
#include "bench/machine.hpp"
#include "bench/runs.hpp"
#include "tests/support/protocols.hpp"
#include "tests/support/server_process.hpp"

namespace deckhand::bench {
namespace {

// What a mature server of a lab robot should do on two cores that the clients take their share of.
constexpr double wanted_requests_per_second = 8000;
constexpr double wanted_p99_ms = 10;

struct options {
  std::string program = DECKHAND_PROGRAM;
  int clients = 64;
  double seconds = 5;
  int pause_ms = 0;
  std::size_t runs = 20;
  std::size_t commands = 500;
};

std::string make_run(robot_client& client, const std::string& protocol_id) {
  const std::string run_id = value_of(client.post("/runs", {{"protocolId", protocol_id}}), "run")["id"];
  value_of(client.post("/runs/" + run_id + "/actions", {{"actionType", "play"}}), "play");
  while (value_of(client.get("/runs/" + run_id), "run")["status"] != "succeeded")
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  return run_id;
}

bool measure(const options& chosen, const std::string& url, const char* name, const std::string& path) {
  pollers load{url, {path}, chosen.clients, std::chrono::milliseconds{chosen.pause_ms}};
  std::this_thread::sleep_for(std::chrono::duration<double>(chosen.seconds));
  load.stop();
  const auto p50_ms = static_cast<double>(load.latencies_us().percentile_us(0.5)) / 1000;
  const auto p99_ms = static_cast<double>(load.latencies_us().percentile_us(0.99)) / 1000;
  const bool is_good =
      load.failures() == 0 && load.requests_per_second() >= wanted_requests_per_second && p99_ms <= wanted_p99_ms;
  std::printf("| %-22s | %8.0f | %7.2f | %7.2f | %8llu | %s |\n", name, load.requests_per_second(), p50_ms, p99_ms,
              static_cast<unsigned long long>(load.failures()), is_good ? "yes" : "no");
  return is_good;
}

int run(int argc, char** argv) {
  options chosen;
  CLI::App app{"requests a second of one node, by path"};
  app.add_option("--program", chosen.program, "the deckhand to measure");
  app.add_option("--clients", chosen.clients, "keep-alive clients");
  app.add_option("--seconds", chosen.seconds, "for each path");
  app.add_option("--pause-ms", chosen.pause_ms, "of each client between its requests; 0: as fast as it can");
  app.add_option("--runs", chosen.runs, "runs that the node holds");
  app.add_option("--commands", chosen.commands, "commands of each run");
  CLI11_PARSE(app, argc, argv);
  const testing::temporary_directory folder;
  testing::server_process server{chosen.program, folder.path(), 0};
  robot_client client{server.url()};
  const std::string protocol_id =
      value_of(client.upload("load.json", testing::comment_protocol(chosen.commands)), "upload")["id"];
  std::string run_id;
  for (std::size_t i = 0; i < chosen.runs; ++i) run_id = make_run(client, protocol_id);
  std::printf("%s\n\n%d clients, %d ms between their requests, %zu runs of %zu commands\n\n", describe_machine().c_str(),
              chosen.clients, chosen.pause_ms, chosen.runs, chosen.commands);
  std::printf("| path | requests/s | p50 ms | p99 ms | failures | >= %.0f/s and p99 <= %.0f ms |\n|---|---|---|---|---|---|\n",
              wanted_requests_per_second, wanted_p99_ms);
  bool is_good = measure(chosen, server.url(), "/runs", "/runs");
  is_good &= measure(chosen, server.url(), "/runs/{id}", "/runs/" + run_id);
  is_good &= measure(chosen, server.url(), "20 entries of the log", "/runs/" + run_id + "/commands?cursor=100&pageLength=20");
  std::printf("\nthe server's peak memory: %.0f MiB\n", server.peak_memory_mib());
  return is_good ? 0 : 1;
}

}  // namespace
}  // namespace deckhand::bench

int main(int argc, char** argv) {
  try {
    return deckhand::bench::run(argc, argv);
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "http_load: %s\n", trouble.what());
    return 2;
  }
}
