// A robot whose node is a process of its own: what a run leaves, and what is left of it when one of the two goes.

#include <catch2/catch.hpp>
#include <csignal>
#include <memory>

#include "http/command_line/robot_client.hpp"
#include "runtime/certificate_authority.hpp"
#include "tests/scenario/nodes.hpp"
#include "tests/scenario/served_robot.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/protocols.hpp"
#include "tests/support/server_process.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

json log_entry(const json& log, const char* status) {
  for (const auto& entry : log)
    if (entry["status"] == status) return entry;
  return nullptr;
}

// A long slow run, under way: some commands are done.
json begin_slow_run(const std::string& url, started_run& run) {
  run = start_run(url, touch_tip_protocol(500, 1));
  return log_with(url, run.run_id, 12);
}

void check_next_run_works(const std::string& url) {
  const auto run = start_run(url, touch_tip_protocol(5, 1));
  CHECK(end_of(url, run.run_id)["status"] == "succeeded");
}

}  // namespace

TEST_CASE("a run through a robot on another node leaves the same log as on one node") {
  const temporary_directory near_data, far_data;
  const auto near = start_node({"serve", "--port", "0", "--data-dir", near_data.path(), "--time-scale", "0"});
  const auto robot = start_hardware(0);
  const auto far = start_engine(robot->url(), far_data, 0);
  wait_for_health(far->url(), false);
  json logs[2];
  for (const auto* server : {near.get(), far.get()}) {
    const auto run = start_run(server->url(), touch_tip_protocol(200, 0.5));
    CHECK(end_of(server->url(), run.run_id)["status"] == "succeeded");
    logs[server == far.get()] = without_chance(log_of(server->url(), run.run_id));
  }
  CHECK(logs[0].size() > 200);
  CHECK(logs[0] == logs[1]);
  CHECK(get(near->url(), "/modules")["data"].size() == get(far->url(), "/modules")["data"].size());
  CHECK(get(near->url(), "/instruments")["data"].size() == get(far->url(), "/instruments")["data"].size());
}

TEST_CASE("the door of a robot on another node is told as it stands, and blocks runs here") {
  const temporary_directory data;
  const auto robot = start_hardware(0);
  const auto server = start_engine(robot->url(), data, 0);
  wait_for_health(server->url(), false);
  api_client client;
  client.connect("127.0.0.1", std::stoi(server->url().substr(server->url().rfind(':') + 1)));
  REQUIRE(client.post_text("/settings", R"({"id": "enableDoorSafetySwitch", "value": true})").status == 200);
  CHECK(client.put("/robot/door/status", {{"status", "open"}}).body["data"]["status"] == "open");
  const std::string run_id = client.post("/runs", json::object()).body["data"]["id"];
  const auto status = [&] { return client.get("/runs/" + run_id).body["data"]["status"]; };
  CHECK(client.post("/runs/" + run_id + "/actions", {{"actionType", "play"}}).status == 201);
  CHECK(status() == "blocked-by-open-door");
  CHECK(client.put("/robot/door/status", {{"status", "closed"}}).body["data"]["status"] == "closed");
  CHECK(status() == "paused");
}

TEST_CASE("a robot's node that is killed fails the run, whose log stays whole: once it is back the next run works") {
  const temporary_directory data;
  auto robot = start_hardware(slow_motion);
  const auto address = address_of(robot);
  const auto server = start_engine(robot->url(), data, slow_motion);
  wait_for_health(server->url(), false);
  started_run run;
  const auto before = begin_slow_run(server->url(), run);
  robot->end(SIGKILL);
  CHECK(end_of(server->url(), run.run_id)["status"] == "failed");
  check_broken_log(before, log_of(server->url(), run.run_id));
  wait_for_health(server->url(), true);
  const auto refused = start_run(server->url(), touch_tip_protocol(1, 1));
  CHECK(end_of(server->url(), refused.run_id)["status"] == "failed");
  CHECK(log_entry(log_of(server->url(), refused.run_id), "failed")["error"]["errorType"] == "HardwareNotAvailableError");
  robot = start_hardware(0, address);
  wait_for_health(server->url(), false);
  check_next_run_works(server->url());
}

TEST_CASE("a robot's node that falls silent is given up within the link's timeout, and found again") {
  const temporary_directory data;
  const auto robot = start_hardware(slow_motion);
  const auto server = start_engine(robot->url(), data, slow_motion);
  wait_for_health(server->url(), false);
  started_run run;
  const auto before = begin_slow_run(server->url(), run);
  robot->signal(SIGSTOP);
  const auto silent_since = std::chrono::steady_clock::now();
  CHECK(end_of(server->url(), run.run_id)["status"] == "failed");
  CHECK(std::chrono::steady_clock::now() - silent_since < std::chrono::seconds{3});
  check_broken_log(before, log_of(server->url(), run.run_id));
  wait_for_health(server->url(), true);
  robot->signal(SIGCONT);
  wait_for_health(server->url(), false);
  check_next_run_works(server->url());
}

TEST_CASE("when the engine is killed its robot comes to rest, and the next engine has it with the log in order") {
  const temporary_directory data;
  const auto robot = start_hardware(slow_motion);
  auto server = start_engine(robot->url(), data, slow_motion);
  wait_for_health(server->url(), false);
  started_run run;
  const auto before = begin_slow_run(server->url(), run);
  server->end(SIGKILL);
  server = start_engine(robot->url(), data, slow_motion);
  check_broken_log(before, log_of(server->url(), run.run_id));
  wait_for_health(server->url(), false);
  check_next_run_works(server->url());
}

TEST_CASE("a second engine is refused and says whose the robot is") {
  const temporary_directory first_data, second_data;
  const auto robot = start_hardware(0);
  const auto first = start_engine(robot->url(), first_data, 0);
  wait_for_health(first->url(), false);
  const auto second = start_engine(robot->url(), second_data, 0);
  wait_for_trouble(second->url(), "belongs to the engine");
}

TEST_CASE("a robot with a certificate works for an engine of its lab, and tells all others in /health why not for them") {
  const temporary_directory folder, data, strange_data, silent_data;
  const auto certificate = [&](const char* lab, const char* name) -> std::string {
    if (!std::filesystem::exists(folder.path() / lab)) REQUIRE(make_certificate_authority(folder.path() / lab));
    return issue_node_certificate(folder.path() / lab, name).value();
  };
  const auto robot = start_hardware(0, "127.0.0.1:0", {"--node-certs", certificate("lab", "ada")});
  const auto server = start_engine(robot->url(), data, 0, {"--node-certs", certificate("lab", "office")});
  const auto stranger = start_engine(robot->url(), strange_data, 0, {"--node-certs", certificate("other", "office")});
  const auto silent = start_engine(robot->url(), silent_data, 0);
  wait_for_health(server->url(), false);
  check_next_run_works(server->url());
  wait_for_trouble(stranger->url(), "certificate is not of this lab's authority");
  wait_for_trouble(silent->url(), "a node with certificates answers none without");
}

TEST_CASE("addresses beyond this machine are refused without certificates and without --insecure-links") {
  const temporary_directory data;
  CHECK_THROWS(start_hardware(0, "0.0.0.0:0"));
  CHECK_THROWS(start_engine("node://192.0.2.1:31960", data, 0));
  CHECK_THROWS(start_engine("node://127.0.0.1", data, 0));
}

TEST_CASE("several robots behind one server run at the same time, and the loss of one leaves the others alone") {
  const temporary_directory data;
  const auto ada = start_hardware(slow_motion);
  auto grace = start_hardware(slow_motion);
  const auto server = start_engine("ada=" + ada->url(), data, slow_motion, {"--robot", "grace=" + grace->url()});
  for (const auto* name : {"ada", "grace"}) wait_for_health(server->url() + "/robots/" + name, false);
  started_run run_of_ada, run_of_grace;
  begin_slow_run(server->url() + "/robots/grace", run_of_grace);
  run_of_ada = start_run(server->url() + "/robots/ada", touch_tip_protocol(20, 1));
  grace->end(SIGKILL);
  CHECK(end_of(server->url() + "/robots/grace", run_of_grace.run_id)["status"] == "failed");
  CHECK(end_of(server->url(), run_of_ada.run_id)["status"] == "succeeded");  // the first one's paths are the plain ones, too
  const auto robots = get(server->url(), "/robots")["data"];
  REQUIRE(robots.size() == 2);
  CHECK(robots[0]["link"]["status"] == "linked");
  CHECK(robots[1]["link"]["status"] == "lost");
  CHECK(std::filesystem::exists(data.path() / "robots" / "grace" / "deckhand.sqlite"));
}

TEST_CASE("several robots need names of their own") {
  const temporary_directory data;
  CHECK_THROWS(start_engine("emulated", data, 0, {"--robot", "ada=emulated"}));
  CHECK_THROWS(start_engine("ada=emulated", data, 0, {"--robot", "ada=emulated"}));
  CHECK_THROWS(start_engine("a/b=emulated", data, 0));
}
