#include <catch2/catch.hpp>

#include "tests/http/http_fixture.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

std::vector<std::string> ids_of(const nlohmann::json& list) {
  std::vector<std::string> ids;
  for (const auto& item : list) ids.push_back(item["id"]);
  return ids;
}

// Ten commands, c0 to c9, of which the first `finished` succeeded.
run_script ten_commands(fake_port& port, int finished) {
  run_script run{port, "run"};
  run.create().play();
  for (int i = 0; i < 10; ++i) run.queue("c" + std::to_string(i));
  for (int i = 0; i < finished; ++i) run.start("c" + std::to_string(i)).succeed("c" + std::to_string(i));
  return run;
}

struct page_row {
  const char* query;
  std::size_t cursor;
  std::size_t count;
};

void check_page(http_fixture& robot, const page_row& expected) {
  CAPTURE(expected.query);
  const auto got = robot.get(std::string{"/runs/run/commands"} + expected.query);
  CHECK(got.status == 200);
  CHECK(got.body["meta"]["cursor"] == expected.cursor);
  CHECK(got.body["meta"]["totalLength"] == 10);
  REQUIRE(got.body["data"].size() == expected.count);
  if (expected.count > 0) CHECK(got.body["data"][0]["id"] == "c" + std::to_string(expected.cursor));
}

}  // namespace

TEST_CASE("the log's default page begins at the running command") {
  http_fixture robot;
  ten_commands(robot.port, 4).start("c4");
  const auto expected = GENERATE(values<page_row>({
      {"", 4, 6},
      {"?pageLength=1", 4, 1},
      {"?pageLength=0", 4, 0},
      {"?pageLength=-1", 4, 0},
      {"?cursor=0", 0, 10},
      {"?cursor=7&pageLength=2", 7, 2},
      {"?cursor=-5&pageLength=2", 0, 2},
      {"?cursor=500&pageLength=2", 9, 1},
      {"?cursor=0&pageLength=100000", 0, 10},
      {"?cursor=99999999999999999999&pageLength=99999999999999999999", 9, 1},
      {"?includeFixitCommands=false", 4, 6},
  }));
  check_page(robot, expected);
}

TEST_CASE("the running command comes first even where it is the last one") {
  http_fixture robot;
  ten_commands(robot.port, 9).start("c9");
  check_page(robot, {"?pageLength=3", 9, 1});
}

TEST_CASE("with nothing running it begins one before the first queued protocol command") {
  http_fixture robot;
  ten_commands(robot.port, 4);
  check_page(robot, GENERATE(values<page_row>({{"", 3, 7}, {"?pageLength=2", 3, 2}})));
}

TEST_CASE("with nothing done yet it begins at the first command") {
  http_fixture robot;
  ten_commands(robot.port, 0);
  check_page(robot, {"?pageLength=3", 0, 3});
}

TEST_CASE("after a failed run it begins at the command that failed") {
  http_fixture robot;
  auto run = ten_commands(robot.port, 6);
  run.start("c6").fail("c6");
  for (int i = 7; i < 10; ++i) run.fail("c" + std::to_string(i), false);
  run.finish(run_result::failed);
  SECTION("while it is current") { check_page(robot, GENERATE(values<page_row>({{"", 6, 4}, {"?pageLength=2", 6, 2}}))); }
  SECTION("but not once it is archived") {
    run.archive();
    check_page(robot, GENERATE(values<page_row>({{"?pageLength=2", 8, 2}, {"", 0, 10}})));
  }
}

TEST_CASE("after a stopped or successful run it is the last page") {
  http_fixture robot;
  auto run = ten_commands(robot.port, 10);
  run.finish(GENERATE(run_result::stopped, run_result::succeeded));
  check_page(robot, GENERATE(values<page_row>({{"?pageLength=3", 7, 3}, {"", 0, 10}, {"?pageLength=0", 9, 0}})));
}

TEST_CASE("a stopped run's queued commands keep the page at themselves: archiving ends that") {
  http_fixture robot;
  auto run = ten_commands(robot.port, 4);
  run.finish(run_result::stopped);
  check_page(robot, {"?pageLength=2", 3, 2});
  run.archive();
  check_page(robot, {"?pageLength=2", 8, 2});
}

TEST_CASE("an empty log") {
  http_fixture robot;
  run_script{robot.port, "run"}.create();
  CHECK(robot.get("/runs/run/commands?cursor=3").body ==
        R"({"data": [], "meta": {"cursor": 0, "totalLength": 0}, "links": {}})"_json);
}

TEST_CASE("a summary has no result, and no field that is not there yet") {
  http_fixture robot;
  auto run = ten_commands(robot.port, 1);
  run.start("c1");
  const auto got = robot.get("/runs/run/commands?cursor=0&pageLength=3").body["data"];
  CHECK(got[0]["status"] == "succeeded");
  CHECK(got[0]["key"] == "key of c0");
  CHECK(got[0]["params"] == nlohmann::json{{"message", "hello \"you\""}});
  for (const auto* name : {"startedAt", "completedAt", "notes"}) CHECK(got[0].contains(name));
  for (const auto* name : {"result", "error", "failedCommandId", "intent"}) CHECK_FALSE(got[0].contains(name));
  CHECK(got[1]["status"] == "running");
  CHECK_FALSE(got[1].contains("completedAt"));
  CHECK(got[2]["status"] == "queued");
  for (const auto* name : {"startedAt", "completedAt", "result", "error", "notes"}) CHECK_FALSE(got[2].contains(name));
}

TEST_CASE("the link to the current command: the running one, else the one finished last") {
  http_fixture robot;
  auto run = ten_commands(robot.port, 3);
  const auto done = robot.get("/runs/run/commands?pageLength=0").body["links"];
  CHECK(done["current"]["href"] == "/runs/run/commands/c2");
  CHECK(done["current"]["meta"]["index"] == 2);
  CHECK(done["current"]["meta"]["key"] == "key of c2");
  CHECK(done["current"]["meta"]["runId"] == "run");
  CHECK(done["current"]["meta"]["commandId"] == "c2");
  CHECK(done["current"]["meta"].contains("createdAt"));
  CHECK_FALSE(done.contains("currentlyRecoveringFrom"));
  run.start("c3");
  CHECK(robot.get("/runs/run/commands?pageLength=0").body["links"]["current"]["meta"]["index"] == 3);
}

TEST_CASE("one command, with its result") {
  http_fixture robot;
  ten_commands(robot.port, 1);
  const auto got = robot.get("/runs/run/commands/c0");
  CHECK(got.status == 200);
  CHECK(got.body["data"]["result"] == nlohmann::json{{"answer", 42}});
  CHECK_FALSE(robot.get("/runs/run/commands/c1").body["data"].contains("result"));
  CHECK(robot.get("/runs/run/commands/c77").status == 404);
  CHECK(robot.get("/runs/run/commands/c77").error_id() == "CommandNotFound");
  CHECK(robot.get("/runs/nobody/commands/c0").error_id() == "RunNotFound");
  CHECK(robot.get("/runs/nobody/commands").error_id() == "RunNotFound");
}

TEST_CASE("the errors of a run's commands, while it is current") {
  http_fixture robot;
  auto run = ten_commands(robot.port, 0);
  for (int i = 0; i < 3; ++i) run.start("c" + std::to_string(i)).fail("c" + std::to_string(i));
  const auto got = robot.get("/runs/run/commandErrors?cursor=0&pageLength=100");
  CHECK(got.status == 200);
  CHECK(ids_of(got.body["data"]) == std::vector<std::string>{"error of c0", "error of c1", "error of c2"});
  CHECK(got.body["meta"] == nlohmann::json{{"cursor", 0}, {"totalLength", 3}});
  CHECK_FALSE(got.body.contains("links"));
  CHECK(ids_of(robot.get("/runs/run/commandErrors?pageLength=1").body["data"]) == std::vector<std::string>{"error of c2"});
  run.finish(run_result::failed).archive();
  CHECK(robot.get("/runs/run/commandErrors").status == 409);
  CHECK(robot.get("/runs/run/commandErrors").error_id() == "RunStopped");
  CHECK(robot.get("/runs/nobody/commandErrors").error_id() == "RunStopped");
}

TEST_CASE("the whole log as strings, once it is final") {
  http_fixture robot;
  auto run = ten_commands(robot.port, 10);
  CHECK(robot.get("/runs/nobody/commandsAsPreSerializedList").error_id() == "RunNotFound");
  const auto early = robot.get("/runs/run/commandsAsPreSerializedList");
  CHECK(early.status == 503);
  CHECK(early.error_id() == "PreSerializedCommandsNotAvailable");
  robot.port.apply("run", run_ending{run_result::succeeded, std::nullopt});
  CHECK(robot.get("/runs/run/commandsAsPreSerializedList").status == 503);
  robot.port.apply("run", run_finished{});
  const auto got = robot.get("/runs/run/commandsAsPreSerializedList?cursor=0&pageLength=100000&includeFixitCommands=false");
  CHECK(got.status == 200);
  CHECK(got.body["meta"] == nlohmann::json{{"cursor", 0}, {"totalLength", 10}});
  REQUIRE(got.body["data"].size() == 10);
  for (int i = 0; i < 10; ++i) {
    const auto command = nlohmann::json::parse(got.body["data"][static_cast<std::size_t>(i)].get<std::string>());
    CHECK(command == robot.get("/runs/run/commands/c" + std::to_string(i)).body["data"]);
    CHECK(command["result"]["answer"] == 42);
  }
}

TEST_CASE("query values of the wrong type are all told") {
  http_fixture robot;
  run_script{robot.port, "run"}.create();
  const auto got = robot.get("/runs/run/commands?cursor=a&pageLength=1.5&includeFixitCommands=perhaps");
  CHECK(got.status == 422);
  std::vector<std::string> names;
  for (const auto& error : got.body["errors"]) names.push_back(error["source"]["parameter"]);
  CHECK(names == std::vector<std::string>{"cursor", "pageLength", "includeFixitCommands"});
}
