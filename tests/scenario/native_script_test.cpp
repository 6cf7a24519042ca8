// C++ scripts on a whole node: what they may do, what becomes of those that fail, and that the node outlives them all. One shared
// object does what the name that it is uploaded under says (tests/native/trouble.cpp).

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "tests/scenario/live_robot.hpp"
#include "tests/support/server_process.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

std::string script_bytes() {
  std::ifstream file{DECKHAND_TROUBLE, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

node_config with_scripts(double time_scale = 0) {
  node_config config{.time_scale = time_scale};
  config.script_process.program = DECKHAND_PROGRAM;
  config.allow_native_scripts = true;
  return config;
}

robot_client::reply upload(live_robot& robot, const std::string& name) {
  return robot.client().upload(name + ".so", script_bytes());
}

std::string play(live_robot& robot, const std::string& name) {
  auto uploaded = upload(robot, name);
  if (!uploaded) FAIL(uploaded.error().details.front());
  auto run = robot.client().post("/runs", {{"protocolId", (*uploaded)["data"]["id"]}});
  REQUIRE(run);
  const std::string run_id = (*run)["data"]["id"];
  robot.act(run_id, "play");
  return run_id;
}

std::vector<std::string> comments(live_robot& robot, const std::string& run_id) {
  std::vector<std::string> texts;
  for (const auto& entry : robot.log(run_id))
    if (entry["commandType"] == "comment" && entry["status"] == "succeeded")
      texts.push_back(entry["params"]["message"].get<std::string>());
  return texts;
}

struct ended_run {
  std::string status;
  std::string error_type, detail;  // of the first error
  std::vector<std::string> comments;
};

ended_run run_to_the_end(live_robot& robot, const std::string& name) {
  const auto run_id = play(robot, name);
  robot.wait_for_end(run_id);
  const auto run = robot.run(run_id);
  ended_run ended{run["status"], {}, {}, comments(robot, run_id)};
  if (!run["errors"].empty()) {
    ended.error_type = run["errors"][0]["errorType"].get<std::string>();
    ended.detail = run["errors"][0]["detail"].get<std::string>();
  }
  return ended;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a script's failure is the run's, in its own words, and gets nothing more done") {
  live_robot robot{with_scripts()};
  const auto thrown = run_to_the_end(robot, "throws");
  CHECK(thrown.status == "failed");
  CHECK(thrown.error_type == "ScriptFailedError");
  CHECK(thrown.detail == "std::logic_error: the vial is upside down");
  CHECK(thrown.comments == texts{"begins"});
  const auto given_up = run_to_the_end(robot, "gives_up");
  CHECK(given_up.error_type == "ScriptFailedError");
  CHECK(given_up.detail == "no more vials");
  CHECK(given_up.comments == texts{"begins"});
}

TEST_CASE("a script that crashes, exits or spins ends its run with a clear error: the node goes on") {
  live_robot robot{with_scripts()};
  const auto crashed = run_to_the_end(robot, "crashes");
  CHECK(crashed.status == "failed");
  CHECK(crashed.error_type == "ProtocolProcessError");
  CHECK(crashed.detail == "The protocol's process was ended by signal 11 (Segmentation fault).");
  const auto exited = run_to_the_end(robot, "exits");
  CHECK(exited.detail == "The protocol's process ended with code 3.");
  const auto spun = run_to_the_end(robot, "spins");
  CHECK(spun.status == "failed");
  CHECK(spun.error_type == "ScriptTimeLimitError");
  CHECK(spun.detail == "A handler of the script ran for longer than 3000 ms.");
  CHECK(run_to_the_end(robot, "ticks").status == "succeeded");
}

TEST_CASE("a run is stopped while its script spins, and while it floods the robot with commands") {
  live_robot robot{with_scripts()};
  for (const char* name : {"spins", "floods"}) {
    const auto run_id = play(robot, name);
    robot.wait_for(run_id, [](const run_view& run) { return run.commands.size() > 1; });
    robot.act(run_id, "stop");
    robot.wait_for_end(run_id);
    const auto run = robot.run(run_id);
    CHECK(run["status"] == "stopped");
    CHECK(run["errors"].empty());
  }
}

TEST_CASE("timers go by the run's time, refusals and pauses are told") {
  live_robot robot{with_scripts()};
  CHECK(run_to_the_end(robot, "ticks").comments == texts{"begins", "tick 7"});
  CHECK(run_to_the_end(robot, "asks_nonsense").comments == texts{"begins", "1 juggle InvalidScriptRequestError"});
  CHECK(run_to_the_end(robot, "misses_a_module").comments == texts{"begins", "3 moduleState ModuleNotLoadedError"});
  const auto run_id = play(robot, "pauses");
  robot.wait_for(run_id, [](const run_view& run) { return run.status == run_status::paused; });
  robot.act(run_id, "play");
  robot.wait_for_end(run_id);
  CHECK(comments(robot, run_id) == texts{"begins", "paused", "played on"});
}

TEST_CASE("a server takes scripts only where its operator said so, and tells what is wrong with a file") {
  live_robot careful;
  const auto refused = upload(careful, "ticks");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == 422);
  CHECK(refused.error().details.front().find("--allow-native-scripts") != std::string::npos);
  live_robot robot{with_scripts()};
  const auto no_library = robot.client().upload("text.so", "this is no shared object");
  REQUIRE_FALSE(no_library);
  CHECK(no_library.error().status == 422);
  CHECK(no_library.error().details.front().find("text.so") != std::string::npos);
  CHECK(no_library.error().details.front().find("cannot be loaded") != std::string::npos);
  auto taken = upload(robot, "ticks");
  REQUIRE(taken);
  CHECK((*taken)["data"]["protocolType"] == "native");
  CHECK((*taken)["data"]["metadata"]["protocolName"] == "Trouble");
}

TEST_CASE("a stored script runs after a restart, unless the node may not run scripts any more") {
  const temporary_directory data;
  auto config = with_scripts();
  config.data_dir = data.path();
  std::string protocol_id;
  {
    live_robot robot{config};
    protocol_id = (*upload(robot, "ticks"))["data"]["id"].get<std::string>();
  }
  {
    live_robot robot{config};
    auto run = robot.client().post("/runs", {{"protocolId", protocol_id}});
    REQUIRE(run);
    const std::string run_id = (*run)["data"]["id"];
    robot.act(run_id, "play");
    robot.wait_for_end(run_id);
    CHECK(comments(robot, run_id) == texts{"begins", "tick 7"});
  }
  config.allow_native_scripts = false;
  live_robot careful{config};
  const auto refused = careful.client().post("/runs", {{"protocolId", protocol_id}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == 409);
  CHECK(refused.error().details.front().find("--allow-native-scripts") != std::string::npos);
}
