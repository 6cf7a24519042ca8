// Links between hosts: pulled cables, and slow ones (`make test-network`). The hosts are network namespaces of this machine; a
// case that the kernel does not allow says so and counts as passed. They are not among the tests of every build: how soon a
// healed link is found again is up to the kernel's pauses between two attempts, which grow.

#include <catch2/catch.hpp>

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

json undisturbed_log(const std::string& protocol) {
  const temporary_directory data;
  const auto alone = start_node({"serve", "--port", "0", "--data-dir", data.path(), "--time-scale", "0"});
  const auto run = start_run(alone->url(), protocol);
  CHECK(end_of(alone->url(), run.run_id)["status"] == "succeeded");
  return without_chance(log_of(alone->url(), run.run_id));
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

TEST_CASE("a partition fails the run in hand; when it heals the next run leaves the log of an undisturbed one", "[.network]") {
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
