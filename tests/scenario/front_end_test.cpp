// Front ends on nodes of their own: each shows what its engine shows, byte for byte, whatever was lost meanwhile.

#include <catch2/catch.hpp>
#include <csignal>

#include "http/command_line/robot_client.hpp"
#include "tests/scenario/nodes.hpp"
#include "tests/scenario/served_robot.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/protocols.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

struct client : api_client {
  explicit client(const node_process& node) { connect("127.0.0.1", std::stoi(node->url().substr(node->url().rfind(':') + 1))); }
};

node_process start_published_engine(const temporary_directory& data, double time_scale,
                                    const std::string& listen = "127.0.0.1:0") {
  return start_engine("emulated", data, time_scale, {"--listen-nodes", listen});
}

std::vector<std::string> pages_about(const started_run& run) {
  const auto of_run = "/runs/" + run.run_id;
  return {"/runs",
          of_run,
          of_run + "/commands?cursor=0&pageLength=100000",
          of_run + "/commands?pageLength=7",
          of_run + "/commandErrors",
          of_run + "/currentState",
          "/protocols",
          "/protocols/" + run.protocol_id,
          "/protocols/" + run.protocol_id + "/analyses",
          "/commands?pageLength=100",
          "/maintenance_runs/current_run",
          "/instruments",
          "/robot/door/status"};
}

// What is told by events is there as soon as the run's end is; the rest is looked at once a second.
void check_same_pages(const node_process& engine, const node_process& front_end, const started_run& run) {
  client there{engine}, here{front_end};
  for (const auto& path : pages_about(run)) {
    CAPTURE(path);
    const auto original = there.get(path);
    const auto look = [&] { return here.get(path).text == original.text ? std::optional{true} : std::nullopt; };
    if (path == "/instruments") ask_until(look, path);
    const auto copy = here.get(path);
    CHECK(copy.status == original.status);
    CHECK(copy.text == original.text);
  }
}

// A run that comes to a long wait.
std::string waiting_protocol() {
  auto steps = loading_steps();
  steps.push_back(step("waitForDuration", {{"seconds", 36'000}}));
  return protocol_of(steps);
}

// The log in which it waits, which the engine's journal has as well: what is uploaded is answered when it is written.
json log_that_waits(const node_process& engine, const node_process& front_end, const started_run& run) {
  const auto look = [&]() -> std::optional<json> {
    auto log = log_of(front_end->url(), run.run_id);
    return !log.empty() && log.back()["status"] == "running" && log.back()["commandType"] == "waitForDuration"
               ? std::optional{std::move(log)}
               : std::nullopt;
  };
  auto log = ask_until(look, "the wait");
  REQUIRE(deckhand::robot_client{engine->url()}.upload("protocol.json", touch_tip_protocol(1, 1)));
  return log;
}

void check_next_run_works(const std::string& url) {
  const auto run = start_run(url, touch_tip_protocol(3, 1));
  CHECK(end_of(url, run.run_id)["status"] == "succeeded");
}

}  // namespace

TEST_CASE("two front ends show the same as their engine, byte for byte, and take requests for it") {
  const temporary_directory data, first_data, second_data;
  const auto engine = start_published_engine(data, 0);
  const auto first = start_front_end(engine->engine_urls().at(0), "first", first_data);
  const auto second = start_front_end(engine->engine_urls().at(0), "second", second_data);
  for (const auto* front_end : {&first, &second}) wait_for_health((*front_end)->url(), false);
  const auto run = start_run(first->url(), touch_tip_protocol(100, 0.5));
  CHECK(end_of(first->url(), run.run_id)["status"] == "succeeded");
  CHECK(end_of(second->url(), run.run_id)["status"] == "succeeded");
  client at_first{first}, at_second{second};
  CHECK(at_first.post("/commands?waitUntilComplete=true", {{"commandType", "home"}, {"params", json::object()}}).status == 201);
  CHECK(at_first.post("/maintenance_runs", json::object()).status == 201);
  check_same_pages(engine, first, run);
  const auto has_upkeep = [&] {
    return at_second.get("/maintenance_runs/current_run").status == 200 ? std::optional{true} : std::nullopt;
  };
  ask_until(has_upkeep, "the maintenance run");
  check_same_pages(engine, second, run);
  CHECK(at_second.post_text("/robot/lights", R"({"on": true})").status == 200);
  CHECK(at_second.get("/robot/lights").body["on"] == true);
  CHECK(at_second.put("/robot/door/status", {{"status", "open"}}).body["data"]["status"] == "open");
}

TEST_CASE("a front end whose engine is lost shows what it knew and declines requests: it goes on when the engine is back") {
  const temporary_directory data, front_data;
  auto engine = start_published_engine(data, slow_motion);
  const auto address = engine->engine_urls().at(0);
  const auto front_end = start_front_end(address, "office", front_data);
  wait_for_health(front_end->url(), false);
  const auto run = start_run(front_end->url(), waiting_protocol());
  const auto before = log_that_waits(engine, front_end, run);
  engine->end(SIGKILL);
  wait_for_health(front_end->url(), true);
  CHECK(log_of(front_end->url(), run.run_id).size() >= before.size());
  client office{front_end};
  const auto declined = office.post("/runs/" + run.run_id + "/actions", {{"actionType", "pause"}});
  CHECK(declined.status == 503);
  CHECK(declined.error_id() == "ServiceUnavailable");
  engine = start_published_engine(data, slow_motion, address_of(address));
  wait_for_health(front_end->url(), false);
  CHECK(end_of(front_end->url(), run.run_id)["status"] == "failed");
  check_broken_log(before, log_of(front_end->url(), run.run_id));
  check_same_pages(engine, front_end, run);
  check_next_run_works(front_end->url());
}

TEST_CASE("an engine that lost its journal has its front ends begin anew") {
  const temporary_directory data, other_data, front_data;
  auto engine = start_published_engine(data, 0);
  const auto address = engine->engine_urls().at(0);
  const auto front_end = start_front_end(address, "office", front_data);
  wait_for_health(front_end->url(), false);
  check_next_run_works(front_end->url());
  engine->end(SIGKILL);
  wait_for_health(front_end->url(), true);
  engine = start_published_engine(other_data, 0, address_of(address));
  wait_for_health(front_end->url(), false);
  const auto run = start_run(front_end->url(), touch_tip_protocol(3, 1));
  CHECK(end_of(front_end->url(), run.run_id)["status"] == "succeeded");
  check_same_pages(engine, front_end, run);
}

TEST_CASE("a run goes on while its front ends are silent or gone, and they show all of it, once, when they are back") {
  const temporary_directory data, silent_data, gone_data;
  const auto engine = start_published_engine(data, slow_motion);
  auto silent = start_front_end(engine->engine_urls().at(0), "silent", silent_data);
  auto gone = start_front_end(engine->engine_urls().at(0), "gone", gone_data);
  for (const auto* front_end : {&silent, &gone}) wait_for_health((*front_end)->url(), false);
  const auto protocol = touch_tip_protocol(60, 1);
  const auto run = start_run(silent->url(), protocol);
  log_with(gone->url(), run.run_id, 12);
  silent->signal(SIGSTOP);
  gone->end(SIGKILL);
  log_with(engine->url(), run.run_id, 30);
  gone = start_front_end(engine->engine_urls().at(0), "gone", gone_data);
  CHECK(end_of(engine->url(), run.run_id)["status"] == "succeeded");
  silent->signal(SIGCONT);
  for (const auto* front_end : {&silent, &gone}) {
    CHECK(end_of((*front_end)->url(), run.run_id)["status"] == "succeeded");
    wait_for_health((*front_end)->url(), false);
    check_same_pages(engine, *front_end, run);
  }
  CHECK(without_chance(log_of(silent->url(), run.run_id)) == undisturbed_log(protocol));
}

TEST_CASE("a front end with a name that is taken is refused and says so") {
  const temporary_directory data, first_data, second_data;
  const auto engine = start_published_engine(data, 0);
  const auto first = start_front_end(engine->engine_urls().at(0), "office", first_data);
  wait_for_health(first->url(), false);
  const auto second = start_front_end(engine->engine_urls().at(0), "office", second_data);
  wait_for_trouble(second->url(), "the name office is taken");
}

TEST_CASE("several engines are shown by one front end, each below its name") {
  const temporary_directory data, front_data;
  const auto engines = start_engine("ada=emulated", data, 0, {"--robot", "grace=emulated", "--listen-nodes", "127.0.0.1:0"});
  const auto front_end = start_front_end("ada=" + engines->engine_urls().at(0), "office", front_data,
                                         {"--engine", "grace=" + engines->engine_urls().at(1)});
  for (const auto* name : {"ada", "grace"}) {
    const auto url = front_end->url() + "/robots/" + name;
    wait_for_health(url, false);
    check_next_run_works(url);
    CHECK(get(engines->url() + "/robots/" + name, "/runs") == get(url, "/runs"));
  }
}

TEST_CASE("engines are published, and followed, beyond this machine with certificates only") {
  const temporary_directory data;
  CHECK_THROWS(start_engine("emulated", data, 0, {"--listen-nodes", "0.0.0.0:0"}));
  CHECK_THROWS(start_front_end("node://192.0.2.1:31970", "office", data));
}
