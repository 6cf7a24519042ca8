// Python protocols on a whole node: their log, a stop whatever they do, and what becomes of those that misbehave. The node
// outlives them all, and leaves no process behind.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/scenario/live_robot.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

node_config with_python() {
  node_config config{.time_scale = 0};
  config.script_process.program = DECKHAND_PROGRAM;
  return config;
}

/// A file of level 2.13 whose run does what `body` says, in a run but not in its analysis, after a comment.
std::string protocol_that(const std::string& body) {
  std::string text =
      "import ctypes, os, re, subprocess, sys, threading, time\n"
      "metadata = {'apiLevel': '2.13'}\n"
      "def run(ctx):\n"
      "    ctx.comment('begun')\n"
      "    if ctx.is_simulating():\n"
      "        return\n";
  std::size_t begin = 0;
  while (begin < body.size()) {
    const auto end = std::min(body.find('\n', begin), body.size());
    text += "    " + body.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  return text;
}

std::string create(live_robot& robot, const std::string& content) {
  auto uploaded = robot.client().upload("protocol.py", content);
  if (!uploaded) FAIL(uploaded.error().details.front());
  auto run = robot.client().post("/runs", {{"protocolId", (*uploaded)["data"]["id"]}});
  if (!run) FAIL(run.error().details.front());
  return (*run)["data"]["id"];
}

std::string play(live_robot& robot, const std::string& body) {
  const auto run_id = create(robot, protocol_that(body));
  robot.act(run_id, "play");
  return run_id;
}

std::vector<std::string> types_in(const json& log) {
  std::vector<std::string> types;
  for (const auto& entry : log) types.push_back(entry["commandType"]);
  return types;
}

std::size_t child_processes() {
  std::size_t count = 0;
  for (const auto& thread : std::filesystem::directory_iterator{"/proc/self/task"}) {
    std::ifstream children{thread.path() / "children"};
    count += static_cast<std::size_t>(std::distance(std::istream_iterator<std::string>{children}, {}));
  }
  return count;
}

}  // namespace

TEST_CASE("a Python run's log is empty until it is played, then begins with a home and has what the file does") {
  live_robot robot{with_python()};
  const auto run_id = create(robot, protocol_that("ctx.comment('more')"));
  CHECK(robot.log(run_id).empty());
  robot.act(run_id, "play");
  robot.wait_for_end(run_id);
  CHECK(robot.status(run_id) == "succeeded");
  CHECK(types_in(robot.log(run_id)) == std::vector<std::string>{"home", "comment", "comment"});
}

TEST_CASE("a stop ends a Python run whatever it does, and nothing of it is left") {
  {
    live_robot robot{with_python()};
    for (const auto* body :
         {"while True: pass",
          "while True:\n    try:\n        ctx.comment('x')\n        time.sleep(0.01)\n    except BaseException: pass",
          "time.sleep(1000)", "re.match('(a+)+$', 'a' * 60 + 'b')",
          "threading.Thread(target=lambda: time.sleep(1000)).start()\nctx.pause()\nctx.comment('never')"}) {
      INFO(body);
      const auto run_id = play(robot, body);
      robot.wait_for(run_id, [](const run_view& run) { return run.commands.size() >= 2 && !run.running_index; });
      robot.act(run_id, "stop");
      robot.wait_for_end(run_id);
      const auto run = robot.run(run_id);
      CHECK(run["status"] == "stopped");
      CHECK(run["errors"].empty());
      for (const auto& entry : robot.log(run_id)) CHECK(entry["status"] != "running");
    }
  }
  CHECK(child_processes() == 0);
}

TEST_CASE("a Python run that misbehaves fails with a clear error, and the next one runs") {
  struct trouble {
    const char* body;
    const char* error_type;
    const char* said;
  };
  {
    live_robot robot{with_python()};
    for (const auto& [body, error_type, said] :
         {trouble{"sys.exit(3)", "ExceptionInProtocolError", "SystemExit [line 7]"},
          trouble{"os._exit(3)", "ProtocolProcessError", "ended with code 3"},
          trouble{"ctypes.string_at(0)", "ProtocolProcessError", "signal 11"},
          trouble{"x = bytearray(10 << 30)", "ExceptionInProtocolError", "MemoryError [line 7]"},
          trouble{"os.fork()", "ExceptionInProtocolError", "[line 7]"},
          trouble{"subprocess.run(['/bin/true'])", "ExceptionInProtocolError", "[line 7]"},
          trouble{"open('/etc/passwd')", "ExceptionInProtocolError", "PermissionError [line 7]"},
          trouble{"open('/proc/1/environ')", "ExceptionInProtocolError", "[line 7]"},
          trouble{"ctx.load_labware('no_such_plate', 1)", "ExceptionInProtocolError", "FileNotFoundError [line 7]"}}) {
      INFO(body);
      const auto run_id = play(robot, body);
      robot.wait_for_end(run_id);
      const auto run = robot.run(run_id);
      CHECK(run["status"] == "failed");
      REQUIRE(run["errors"].size() == 1);
      CHECK(run["errors"][0]["errorType"] == error_type);
      CHECK_THAT(run["errors"][0]["detail"].get<std::string>(), Catch::Contains(said));
      CHECK(types_in(robot.log(run_id)) == std::vector<std::string>{"home", "comment"});
    }
    const auto noisy = play(robot, "for _ in range(100): print('x' * (1 << 20))\nctx.comment('quiet')");
    robot.wait_for_end(noisy);
    CHECK(robot.status(noisy) == "succeeded");
    CHECK(robot.log(noisy).size() == 3);
  }
  CHECK(child_processes() == 0);
}
