// Links between hosts: pulled cables, and slow ones; clocks that differ; nodes that are killed (`make test-network`). The hosts
// are network namespaces of this machine; a case that the kernel does not allow says so and counts as passed. They are not among
// the tests of every build, since they take a minute or two.

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>

#include "tests/scenario/nodes.hpp"
#include "tests/scenario/served_robot.hpp"
#include "tests/support/network.hpp"
#include "tests/support/protocols.hpp"
#include "tests/support/slow_link.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

int skipped = 0;

bool is_skipped(const std::string& reason) {
  WARN("skipped (" << ++skipped << " in this run): " << reason);
  return true;
}

bool cannot_have_hosts() {
  const auto reason = test_host::reason_against();
  return reason && is_skipped(*reason);
}

bool is_all_done(const json& log) {
  return std::ranges::all_of(log, [](const json& entry) { return entry["status"] == "succeeded"; });
}

// Nothing is lost and nothing doubled over a link that is slow: the log is that of a robot next door.
void check_slow_run(const std::string& robot) {
  const temporary_directory data;
  const auto protocol = touch_tip_protocol(3, 0.5);
  const auto server = start_engine(robot, data, 0, {"--insecure-links", "--link-timeout", "5"});
  wait_for_health(server->url(), false);
  const auto run = start_run(server->url(), protocol);
  CHECK(end_of(server->url(), run.run_id)["status"] == "succeeded");
  CHECK(without_chance(log_of(server->url(), run.run_id)) == undisturbed_log(protocol));
}

}  // namespace

TEST_CASE("a partition fails the run in hand: when it heals the next run leaves the log of an undisturbed one", "[.network]") {
  if (cannot_have_hosts()) return;
  test_host far;
  const temporary_directory data;
  const auto robot = start_hardware(slow_motion, far.address() + ":0", {"--insecure-links"}, far.launcher());
  const auto server = start_engine(robot->url(), data, slow_motion, {"--insecure-links"});
  wait_for_health(server->url(), false);
  for (const auto length : {std::chrono::milliseconds{0}, std::chrono::milliseconds{4000}}) {
    const auto run = start_run(server->url(), touch_tip_protocol(500, 1));
    const auto before = log_with(server->url(), run.run_id, 12);
    far.pull_cable();
    CHECK(end_of(server->url(), run.run_id)["status"] == "failed");
    check_broken_log(before, log_of(server->url(), run.run_id));
    wait_for_health(server->url(), true);
    const auto healed_at = std::chrono::steady_clock::now() + length;
    while (std::chrono::steady_clock::now() < healed_at) CHECK(get(server->url(), "/health").contains("degraded"));
    far.plug_cable();
    wait_for_health(server->url(), false);
    const auto protocol = touch_tip_protocol(5, 1);
    const auto next = start_run(server->url(), protocol);
    CHECK(end_of(server->url(), next.run_id)["status"] == "succeeded");
    CHECK(without_chance(log_of(server->url(), next.run_id)) == undisturbed_log(protocol));
  }
}

TEST_CASE("a cable that is pulled for a moment is not noticed", "[.network]") {
  if (cannot_have_hosts()) return;
  test_host far;
  const temporary_directory data;
  const auto robot = start_hardware(slow_motion, far.address() + ":0", {"--insecure-links"}, far.launcher());
  const auto server = start_engine(robot->url(), data, slow_motion, {"--insecure-links"});
  wait_for_health(server->url(), false);
  const auto protocol = touch_tip_protocol(30, 1);
  const auto run = start_run(server->url(), protocol);
  log_with(server->url(), run.run_id, 12);
  far.pull_cable();
  far.plug_cable();
  CHECK(end_of(server->url(), run.run_id)["status"] == "succeeded");
  CHECK(without_chance(log_of(server->url(), run.run_id)) == undisturbed_log(protocol));
}

TEST_CASE("a link of 100 ms that loses one packet of a hundred leaves the log of an undisturbed run", "[.network]") {
  if (cannot_have_hosts()) return;
  test_host far;
  if (!far.slow_down(100, 1)) {
    is_skipped("this kernel has no netem");
    return;
  }
  const auto robot = start_hardware(0, far.address() + ":0", {"--insecure-links", "--link-timeout", "5"}, far.launcher());
  check_slow_run(robot->url());
}

TEST_CASE("a link that delays everything by 100 ms and stalls now and then leaves the log of an undisturbed run", "[.network]") {
  const auto robot = start_hardware(0, "127.0.0.1:0", {"--link-timeout", "5"});
  const auto port = std::stoi(robot->url().substr(robot->url().rfind(':') + 1));
  const slow_link cable{static_cast<std::uint16_t>(port), std::chrono::milliseconds{100}, std::chrono::milliseconds{300}};
  check_slow_run("node://127.0.0.1:" + std::to_string(cable.port()));
}

TEST_CASE("a run goes on through a partition from its front end, which then shows all of it", "[.network]") {
  if (cannot_have_hosts()) return;
  test_host far;
  const temporary_directory data, front_data;
  const auto engine = start_node({"serve", "--port", "0", "--insecure-links", "--link-timeout", "1.5", "--time-scale", "0.1",
                                  "--listen-nodes", far.address() + ":0", "--data-dir", data.path()},
                                 far.launcher());
  const auto front_end = start_front_end(engine->engine_urls().at(0), "office", front_data, {"--insecure-links"});
  wait_for_health(front_end->url(), false);
  const auto protocol = touch_tip_protocol(60, 1);
  const auto run = start_run(front_end->url(), protocol);
  log_with(front_end->url(), run.run_id, 12);
  far.pull_cable();
  wait_for_health(front_end->url(), true);
  far.plug_cable();
  wait_for_health(front_end->url(), false);
  CHECK(end_of(front_end->url(), run.run_id)["status"] == "succeeded");
  CHECK(without_chance(log_of(front_end->url(), run.run_id)) == undisturbed_log(protocol));
}

TEST_CASE("a front end behind a slow link shows the log of an undisturbed run", "[.network]") {
  const temporary_directory data, front_data;
  const auto engine = start_engine("emulated", data, 0, {"--listen-nodes", "127.0.0.1:0", "--link-timeout", "5"});
  const auto& url = engine->engine_urls().at(0);
  const slow_link cable{static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))), std::chrono::milliseconds{100},
                        std::chrono::milliseconds{300}};
  const auto front_end =
      start_front_end("node://127.0.0.1:" + std::to_string(cable.port()), "office", front_data, {"--link-timeout", "5"});
  wait_for_health(front_end->url(), false);
  const auto protocol = touch_tip_protocol(100, 0.5);
  const auto run = start_run(front_end->url(), protocol);
  CHECK(end_of(front_end->url(), run.run_id)["status"] == "succeeded");
  CHECK(without_chance(log_of(front_end->url(), run.run_id)) == undisturbed_log(protocol));
}

TEST_CASE("a robot whose clock is weeks off leaves the log and the gaps of an undisturbed run", "[.network]") {
  const words weeks_later{
      "sh", "-c", R"(unshare --time --monotonic 3000000 --fork --kill-child "$@" & trap "kill -KILL $!" TERM; wait)", "sh"};
  if (std::system("unshare --time --monotonic 3000000 --fork true >/dev/null 2>&1") != 0) {
    is_skipped("only root may give a process another clock, or this kernel cannot");
    return;
  }
  const temporary_directory data;
  const auto robot = start_hardware(0, "127.0.0.1:0", {}, weeks_later);
  const auto server = start_engine(robot->url(), data, 0);
  wait_for_health(server->url(), false);
  const auto protocol = touch_tip_protocol(30, 0.5);
  const auto run = start_run(server->url(), protocol);
  CHECK(end_of(server->url(), run.run_id)["status"] == "succeeded");
  CHECK(without_chance(log_of(server->url(), run.run_id)) == undisturbed_log(protocol));
  CHECK(get(server->url(), "/runs/" + run.run_id + "/timing")["data"]["gaps"]["max"] < 10'000'000);
}

// Robot, engine and front end, each in a process of its own; one of them is killed and started again.
TEST_CASE("whichever node is killed, and whenever, the log is whole and the next run works", "[.network]") {
  const auto killed = GENERATE(as<std::string>{}, "robot", "engine", "front end");
  const auto moment = GENERATE(1, 9, 25);
  CAPTURE(killed, moment);
  const temporary_directory data, front_data;
  auto robot = start_hardware(slow_motion);
  const auto place_of_robot = address_of(robot);
  const auto start_server = [&](const std::string& listen) {
    return start_engine("node://" + place_of_robot, data, slow_motion, {"--listen-nodes", listen});
  };
  auto engine = start_server("127.0.0.1:0");
  const auto place_of_engine = engine->engine_urls().at(0);
  auto front_end = start_front_end(place_of_engine, "office", front_data);
  wait_for_health(front_end->url(), false);
  const auto protocol = touch_tip_protocol(30, 1);
  const auto run = start_run(front_end->url(), protocol);
  const auto before = log_with(front_end->url(), run.run_id, static_cast<std::size_t>(moment));
  if (killed == "robot") {
    robot->end(SIGKILL);
    CHECK(end_of(front_end->url(), run.run_id)["status"] == "failed");
    robot = start_hardware(slow_motion, place_of_robot);
  } else if (killed == "engine") {
    engine->end(SIGKILL);
    engine = start_server(address_of(place_of_engine));
  } else {
    front_end->end(SIGKILL);
    front_end = start_front_end(place_of_engine, "office", front_data);
  }
  wait_for_health(engine->url(), false);
  wait_for_health(front_end->url(), false);
  const bool is_undisturbed = killed == "front end";
  CHECK(end_of(front_end->url(), run.run_id)["status"] == (is_undisturbed ? "succeeded" : "failed"));
  const auto log = log_of(front_end->url(), run.run_id);
  CHECK(log == log_of(engine->url(), run.run_id));
  if (is_undisturbed)
    CHECK(without_chance(log) == undisturbed_log(protocol));
  else if (killed == "engine" && is_all_done(log))  // killed between two commands: nothing is unknown
    CHECK(log.size() >= static_cast<std::size_t>(moment));
  else
    check_broken_log(before, log);
  const auto next = start_run(front_end->url(), touch_tip_protocol(3, 1));
  CHECK(end_of(front_end->url(), next.run_id)["status"] == "succeeded");
}
