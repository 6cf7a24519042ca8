// "Cancellation shows up at the right place in the run log": every place a stop can meet a run.

#include <catch2/catch.hpp>
#include <mutex>

#include "hardware/emulated_transport.hpp"
#include "tests/scenario/live_robot.hpp"
#include "tests/support/protocols.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

constexpr double brisk = 0.05;  // twenty times real time: a home still takes long enough to be stopped in

node_config scaled(double time_scale) {
  return {.data_dir = {}, .time_scale = time_scale, .priorities = {}, .open_transport = {}};
}

bool has_cancellation(const json& entry) { return entry.contains("error") && entry["error"]["errorType"] == "RunStoppedError"; }

// The log of a run that was stopped in command `k`, against the promise's points; `before` is the log just before the stop.
void check_stopped_in(live_robot& robot, const std::string& run_id, std::size_t k, const json& before) {
  const auto run = robot.run(run_id);
  const auto log = robot.log(run_id);
  CHECK(run["status"] == "stopped");
  CHECK(run["errors"] == json::array());
  CHECK(run["actions"].back()["actionType"] == "stop");
  REQUIRE(log.size() > k);
  for (std::size_t i = 0; i < k; ++i) {
    CHECK(log[i]["status"] == "succeeded");
    CHECK(log[i] == before[i]);
  }
  const auto& stopped = log[k];
  const std::string stop_at = run["actions"].back()["createdAt"];
  CHECK(stopped["status"] == "failed");
  CHECK(stopped["error"]["detail"] == "Run was cancelled");
  CHECK(stopped["error"]["errorCode"] == "4000");
  CHECK(stopped["notes"] == json::array());
  CHECK(stopped["startedAt"].get<std::string>() <= stop_at);
  CHECK(stopped["completedAt"].get<std::string>() >= stop_at);
  CHECK(stopped["completedAt"].get<std::string>() <= run["completedAt"].get<std::string>());
  std::size_t cancellations = 0;
  for (const auto& entry : log) cancellations += has_cancellation(entry) ? 1 : 0;
  CHECK(cancellations == 1);
  for (std::size_t i = k + 1; i < log.size(); ++i) {
    CHECK(log[i]["status"] != "running");
    CHECK(log[i]["status"] != "succeeded");
    CHECK_FALSE(log[i].contains("startedAt"));
  }
}

void check_order(const json& log) {
  for (std::size_t i = 1; i < log.size(); ++i) {
    CHECK(log[i - 1]["createdAt"].get<std::string>() <= log[i]["createdAt"].get<std::string>());
    if (log[i].contains("startedAt")) CHECK(log[i - 1]["startedAt"].get<std::string>() <= log[i]["startedAt"].get<std::string>());
  }
}

// Plays a protocol, stops it while command `k` runs, and checks the log.
void stop_while_running(live_robot& robot, const std::string& protocol, std::size_t k) {
  const auto run_id = robot.create_run(protocol);
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, k);
  const auto before = robot.log(run_id);
  robot.act(run_id, "stop");
  robot.wait_for_end(run_id);
  check_stopped_in(robot, run_id, k, before);
  check_order(robot.log(run_id));
}

json comment(int number) { return step("comment", {{"message", "step " + std::to_string(number)}}); }

}  // namespace

TEST_CASE("a stop in a wait") {
  live_robot robot{scaled(brisk)};
  stop_while_running(robot, protocol_of(json::array({comment(1), step("waitForDuration", {{"seconds", 6000}}), comment(2)})), 2);
}

TEST_CASE("a stop in the first home") {
  live_robot robot{scaled(brisk)};
  stop_while_running(robot, protocol_of(json::array({comment(1)})), 0);
}

TEST_CASE("a stop in a move") {
  live_robot robot{scaled(brisk)};
  auto steps = loading_steps();
  steps.push_back(step("moveToWell", {{"pipetteId", "pipette"}, {"labwareId", "plate"}, {"wellName", "A1"}, {"speed", 1}}));
  steps.push_back(comment(1));
  stop_while_running(robot, protocol_of(steps), 4);
}

TEST_CASE("a stop in waitForResume") {
  live_robot robot;
  stop_while_running(
      robot, protocol_of(json::array({comment(1), step("waitForResume", {{"message", "fill the trough"}}), comment(2)})), 2);
}

TEST_CASE("a stop before play ends the run at once, without motion or failed commands") {
  live_robot robot;
  const auto run_id = robot.create_run(protocol_of(json::array({comment(1)})));
  robot.act(run_id, "stop");
  robot.wait_for_end(run_id);
  const auto run = robot.run(run_id);
  CHECK(run["status"] == "stopped");
  CHECK_FALSE(run.contains("startedAt"));
  const auto log = robot.log(run_id);
  REQUIRE(log.size() == 1);
  CHECK(log[0]["status"] == "queued");
}

TEST_CASE("a stop while paused between two commands fails nothing, and what is queued stays queued") {
  live_robot robot{scaled(brisk)};
  const std::string run_id = (*robot.client().post("/runs", json::object()))["data"]["id"];
  robot.post_command(run_id, {{"commandType", "waitForDuration"}, {"params", {{"seconds", 10}}}, {"intent", "protocol"}});
  for (int i = 0; i < 5; ++i) {
    auto data = comment(i);
    data["intent"] = "protocol";
    robot.post_command(run_id, data);
  }
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 0);
  robot.act(run_id, "pause");
  // The wait goes on under the pause, and ends as succeeded.
  robot.wait_for(run_id, [](const run_view& view) { return view.commands.at(0).status == command_status::succeeded; });
  CHECK(robot.status(run_id) == "paused");
  robot.act(run_id, "stop");
  robot.wait_for_end(run_id);
  const auto log = robot.log(run_id);
  CHECK(robot.status(run_id) == "stopped");
  CHECK(log[0]["status"] == "succeeded");
  for (std::size_t i = 1; i < log.size(); ++i) CHECK(log[i]["status"] == "queued");
}

TEST_CASE("a stop right after a pause cancels the command in hand") {
  live_robot robot{scaled(brisk)};
  const auto run_id = robot.create_run(protocol_of(json::array({step("waitForDuration", {{"seconds", 6000}}), comment(1)})));
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 1);
  const auto before = robot.log(run_id);
  robot.act(run_id, "pause");
  robot.act(run_id, "stop");
  robot.wait_for_end(run_id);
  check_stopped_in(robot, run_id, 1, before);
}

TEST_CASE("a second stop is accepted and changes nothing") {
  live_robot robot;
  const auto run_id = robot.create_run(protocol_of(json::array({step("waitForResume", json::object()), comment(1)})));
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 1);
  robot.act(run_id, "stop");
  robot.act(run_id, "stop");
  robot.wait_for_end(run_id);
  const auto log = robot.log(run_id);
  robot.act(run_id, "stop");
  CHECK(robot.log(run_id) == log);
  CHECK(robot.status(run_id) == "stopped");
  CHECK(robot.run(run_id)["actions"].size() == 4);
}

TEST_CASE("a stop with hundreds of commands queued gives them all up at the same moment") {
  live_robot robot{scaled(brisk)};
  const std::string run_id = (*robot.client().post("/runs", json::object()))["data"]["id"];
  robot.post_command(run_id, {{"commandType", "waitForDuration"}, {"params", {{"seconds", 6000}}}, {"intent", "protocol"}});
  for (int i = 0; i < 300; ++i) {
    auto data = comment(i);
    data["intent"] = "protocol";
    robot.post_command(run_id, data);
  }
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 0);
  const auto before = robot.log(run_id);
  robot.act(run_id, "stop");
  robot.wait_for_end(run_id);
  check_stopped_in(robot, run_id, 0, before);
  const auto log = robot.log(run_id);
  REQUIRE(log.size() == 301);
  for (std::size_t i = 1; i < log.size(); ++i) {
    CHECK(log[i]["status"] == "failed");
    CHECK_FALSE(log[i].contains("error"));
    CHECK(log[i]["completedAt"] == log[0]["completedAt"]);
  }
}

TEST_CASE("a stop at the last command ends as succeeded or stopped, and consistently") {
  live_robot robot;
  for (int round = 0; round < 20; ++round) {
    const auto run_id = robot.create_run(protocol_of(json::array({comment(1), comment(2), comment(3)})));
    robot.act(run_id, "play");
    const std::string stop_at = robot.act(run_id, "stop")["createdAt"];
    robot.wait_for_end(run_id);
    const auto run = robot.run(run_id);
    const auto log = robot.log(run_id);
    REQUIRE((run["status"] == "succeeded" || run["status"] == "stopped"));
    std::size_t cancellations = 0;
    for (const auto& entry : log) {
      CHECK(entry["status"] != "running");
      cancellations += has_cancellation(entry) ? 1 : 0;
      if (run["status"] == "stopped" && entry["status"] == "succeeded") CHECK(entry["completedAt"].get<std::string>() <= stop_at);
    }
    if (run["status"] == "succeeded") {
      CHECK(cancellations == 0);
      CHECK(log.size() == 4);
    } else {
      CHECK(cancellations <= 1);
    }
  }
}

TEST_CASE("a stop with a tip on brings the tip to the trash and the robot home, and the log shows neither") {
  std::mutex mutex;
  std::vector<std::string> lines;
  auto config = scaled(0);
  config.open_transport = [&] {
    emulated_transport_config board;
    board.time_scale = 0;
    board.on_line = [&](std::string_view line) {
      const std::lock_guard lock{mutex};
      lines.emplace_back(line);
    };
    return std::make_unique<emulated_transport>(std::move(board));
  };
  live_robot robot{std::move(config)};
  auto steps = loading_steps();
  steps.push_back(step("pickUpTip", {{"pipetteId", "pipette"}, {"labwareId", "rack"}, {"wellName", "A1"}}));
  steps.push_back(step("waitForResume", json::object()));
  const auto run_id = robot.create_run(protocol_of(steps));
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 5);
  std::size_t lines_before = 0;
  {
    const std::lock_guard lock{mutex};
    lines_before = lines.size();
  }
  robot.act(run_id, "stop");
  robot.wait_for_end(run_id);
  CHECK(robot.log(run_id).size() == 6);
  const std::lock_guard lock{mutex};
  const auto first = lines.begin() + static_cast<std::ptrdiff_t>(lines_before);
  const auto comes_after = [&](const char* text, auto from) {
    return std::find_if(from, lines.end(), [&](const std::string& line) { return line.find(text) != std::string::npos; });
  };
  const auto over_the_trash = comes_after("G0 X347.84 Y351.5", first);  // the right mount has no offset
  REQUIRE(over_the_trash != lines.end());
  const auto ejected = comes_after("G0 C-4.5", over_the_trash);
  REQUIRE(ejected != lines.end());
  CHECK(comes_after("G28.2 X", ejected) != lines.end());
}
