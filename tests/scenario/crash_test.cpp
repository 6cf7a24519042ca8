// What is left after kill -9, a full stop by signal, and a disk that refuses: a process of its own for each.

#include <httplib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "http/command_line/robot_client.hpp"
#include "tests/scenario/served_robot.hpp"
#include "tests/support/protocols.hpp"
#include "tests/support/server_process.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

TEST_CASE("after kill -9 the log is whole: what had finished is as it was, the command in hand has an unknown outcome") {
  const temporary_directory data;
  started_run run;
  json before;
  {
    server_process server{DECKHAND_PROGRAM, data.path(), 0.05};
    auto steps = json::array();
    for (int i = 0; i < 20; ++i) steps.push_back(step("comment", {{"message", "step " + std::to_string(i)}}));
    steps.push_back(step("waitForDuration", {{"seconds", 60000}}));
    run = start_run(server.url(), protocol_of(steps));
    for (;;) {
      before = log_with(server.url(), run.run_id, 21);
      if (before.size() == 22 && before.back()["status"] == "running") break;
    }
    // A new protocol is answered when it is in the journal, and with it all that came before; on a disk that stands still for a
    // quarter of a second it is answered all the same, hence several.
    robot_client writer{server.url()};
    for (int i = 0; i < 8; ++i) REQUIRE(writer.upload("later.json", comment_protocol(i + 1)));
    CHECK(server.end(SIGKILL) == -SIGKILL);
  }
  server_process server{DECKHAND_PROGRAM, data.path(), 0.05};
  const auto after = log_of(server.url(), run.run_id);
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i + 1 < before.size(); ++i) CHECK(after[i] == before[i]);
  CHECK(after.back()["status"] == "failed");
  CHECK(after.back()["error"]["errorType"] == "CommandOutcomeUnknownError");
  const auto restored = get(server.url(), "/runs/" + run.run_id)["data"];
  CHECK(restored["status"] == "failed");
  CHECK(restored["current"] == false);
  CHECK(get(server.url(), "/runs")["data"].size() == 1);
  CHECK(get(server.url(), "/protocols/" + run.protocol_id)["data"]["id"] == run.protocol_id);
  // The service goes on: the same protocol runs again.
  robot_client client{server.url()};
  CHECK(client.post("/runs", {{"protocolId", run.protocol_id}}));
}

TEST_CASE("kill -9 at many moments of a busy run never loses, doubles or reorders a finished command") {
  const temporary_directory data;
  std::vector<std::string> run_ids;
  for (const std::size_t moment : {1, 40, 300, 900}) {
    json before;
    started_run run;
    {
      server_process server{DECKHAND_PROGRAM, data.path(), 0};
      run = start_run(server.url(), comment_protocol(5'000));
      before = log_with(server.url(), run.run_id, moment);
      server.end(SIGKILL);
    }
    run_ids.push_back(run.run_id);
    server_process server{DECKHAND_PROGRAM, data.path(), 0};
    const auto after = log_of(server.url(), run.run_id);
    std::size_t out_of_place = 0, unknown = 0;
    for (std::size_t i = 1; i < after.size(); ++i) {
      out_of_place += after[i]["params"]["message"] != "step " + std::to_string(i - 1) ? 1 : 0;
      unknown += after[i]["status"] == "failed" && after[i].contains("error") ? 1 : 0;
      CHECK(after[i]["status"] != "running");
    }
    CHECK(out_of_place == 0);
    CHECK(unknown <= 1);
    const std::size_t comparable = std::min(before.size(), after.size());
    for (std::size_t i = 0; i < comparable; ++i)
      if (after[i]["status"] == "succeeded" && before[i]["status"] == "succeeded") CHECK(after[i] == before[i]);
    CHECK(get(server.url(), "/runs")["data"].size() == run_ids.size());
  }
}

TEST_CASE("SIGTERM stops the running run in order, and a restart shows it stopped") {
  const temporary_directory data;
  started_run run;
  {
    server_process server{DECKHAND_PROGRAM, data.path(), 1};
    run = start_run(server.url(), protocol_of(json::array({step("waitForDuration", {{"seconds", 60000}})})));
    const auto began = std::chrono::steady_clock::now();
    CHECK(server.end(SIGTERM) == 0);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{5});
  }
  server_process server{DECKHAND_PROGRAM, data.path(), 0};
  const auto restored = get(server.url(), "/runs/" + run.run_id)["data"];
  CHECK(restored["status"] == "stopped");
  const auto log = log_of(server.url(), run.run_id);
  REQUIRE_FALSE(log.empty());
  CHECK(log.back()["status"] == "failed");
  CHECK(log.back()["error"]["errorType"] == "RunStoppedError");
}

TEST_CASE("runs, protocols and logs read the same after a restart") {
  const temporary_directory data;
  json run_before, log_before, protocols_before;
  started_run run;
  {
    server_process server{DECKHAND_PROGRAM, data.path(), 0};
    run = start_run(server.url(), touch_tip_protocol(20, 0.5));
    while (get(server.url(), "/runs/" + run.run_id)["data"]["status"] != "succeeded") {
    }
    const auto analyses = "/protocols/" + run.protocol_id + "/analyses";
    while (get(server.url(), analyses)["data"].back()["status"] != "completed") {
    }
    httplib::Client plain{server.url()};
    const auto patched =
        plain.Patch("/runs/" + run.run_id, {{"Opentrons-Version", "3"}}, R"({"data": {"current": false}})", "application/json");
    REQUIRE(patched);
    run_before = get(server.url(), "/runs/" + run.run_id);
    log_before = log_of(server.url(), run.run_id);
    protocols_before = get(server.url(), "/protocols");
  }
  server_process server{DECKHAND_PROGRAM, data.path(), 0};
  CHECK(get(server.url(), "/runs/" + run.run_id) == run_before);
  CHECK(log_of(server.url(), run.run_id) == log_before);
  CHECK(get(server.url(), "/protocols") == protocols_before);
}

TEST_CASE("an unusable data directory degrades the node and stops nothing") {
  const temporary_directory data;
  const auto blocked = data.path() / "a-file-where-a-directory-should-be";
  std::ofstream{blocked} << "in the way";
  server_process server{DECKHAND_PROGRAM, blocked, 0};
  const auto health = get(server.url(), "/health");
  REQUIRE(health.contains("degraded"));
  CHECK(health["degraded"][0].get<std::string>().find("run store") == 0);
  const auto run = start_run(server.url(), comment_protocol(10));
  CHECK(log_with(server.url(), run.run_id, 11).size() == 11);
}
