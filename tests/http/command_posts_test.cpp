#include <catch2/catch.hpp>
#include <thread>

#include "tests/http/http_fixture.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

// A robot whose run "run" takes every command as "new".
struct posting_robot : http_fixture {
  posting_robot() {
    run_script{port, "run"}.create();
    port.on_request = [this](const control_request& request) -> control_reply {
      run_script{port, "run"}.queue("new", std::get<post_command_request>(request).intent);
      return control_success{"new", {}, true};
    };
  }
  post_command_request asked() const { return std::get<post_command_request>(port.requests().at(0)); }
};

const nlohmann::json a_comment{{"commandType", "comment"}, {"params", {{"message", "hello"}}}};

nlohmann::json a_comment_with(const char* name, const nlohmann::json& value) {
  auto data = a_comment;
  data[name] = value;
  return data;
}

std::vector<std::string> pointers_of(const answer& got) {
  std::vector<std::string> pointers;
  for (const auto& error : got.body["errors"])
    pointers.push_back(error["source"].value("pointer", error["source"].value("parameter", "")));
  return pointers;
}

}  // namespace

TEST_CASE("a command is queued, as a setup command unless it says otherwise") {
  posting_robot robot;
  const auto got = robot.post("/runs/run/commands", a_comment);
  CHECK(got.status == 201);
  CHECK(got.body["data"]["id"] == "new");
  CHECK(got.body["data"]["status"] == "queued");
  CHECK(got.body["data"]["intent"] == "setup");
  CHECK_FALSE(got.body["data"].contains("result"));
  CHECK(robot.asked().run_id == "run");
  CHECK(robot.asked().command_type == "comment");
  CHECK(nlohmann::json::parse(robot.asked().params_json) == nlohmann::json{{"message", "hello"}});
  CHECK_FALSE(robot.asked().key.has_value());
  CHECK_FALSE(robot.asked().failed_command_id.has_value());
}

TEST_CASE("intent and key are passed on") {
  posting_robot robot;
  auto data = a_comment_with("intent", "protocol");
  data["key"] = "my key";
  CHECK(robot.post("/runs/run/commands", data).status == 201);
  CHECK(robot.asked().intent == command_intent::protocol);
  CHECK(robot.asked().key == "my key");
}

TEST_CASE("failedCommandId is passed on") {
  posting_robot robot;
  CHECK(robot.post("/runs/run/commands?failedCommandId=c1", a_comment_with("intent", "fixit")).status == 201);
  CHECK(robot.asked().failed_command_id == "c1");
}

TEST_CASE("everything wrong with a command is told, with its place") {
  posting_robot robot;
  struct row {
    const char* body;
    std::vector<std::string> pointers;
  };
  const auto expected = GENERATE(values<row>({
      {R"({"data":{}})", {"/data/commandType", "/data/params"}},
      {R"({"data":{"commandType":"fly","params":{}}})", {"/data/commandType"}},
      {R"({"data":{"commandType":"comment","params":[]}})", {"/data/params"}},
      {R"({"data":{"commandType":"comment","params":{"message":"m"},"intent":"whim","key":3}})", {"/data/intent", "/data/key"}},
      {R"({"data":{"commandType":"comment","params":{"message":"m"},"intent":""}})", {"/data/intent"}},
      {R"({"data":[]})", {"/data"}},
      {R"({"datum":{}})", {"/data"}},
      {R"([])", {"/"}},
      {"", {"/"}},
  }));
  CAPTURE(expected.body);
  const auto got = robot.post_text("/runs/run/commands", expected.body);
  CHECK(got.status == 422);
  CHECK(pointers_of(got) == expected.pointers);
  CHECK(robot.port.requests().empty());
}

TEST_CASE("parameters are checked one by one") {
  posting_robot robot;
  const auto got =
      robot.post("/runs/run/commands",
                 {{"commandType", "aspirate"},
                  {"params", {{"pipetteId", "p"}, {"labwareId", "l"}, {"wellName", "A1"}, {"volume", "much"}, {"flowRate", 0}}}});
  CHECK(got.status == 422);
  CHECK_THAT(pointers_of(got), Catch::UnorderedEquals(std::vector<std::string>{"/data/params/flowRate", "/data/params/volume"}));
  for (const auto& error : got.body["errors"]) CHECK(error["id"] == "InvalidRequest");
}

TEST_CASE("a timeout must be a positive number") {
  posting_robot robot;
  const auto value = GENERATE(as<std::string>{}, "0", "-5", "soon");
  const auto got = robot.post("/runs/run/commands?waitUntilComplete=true&timeout=" + value, a_comment);
  CHECK(got.status == 422);
  CHECK(got.body["errors"][0]["source"]["parameter"] == "timeout");
}

TEST_CASE("waitUntilComplete waits for the command's end") {
  posting_robot robot;
  answer got;
  std::thread client{[&] { got = robot.post("/runs/run/commands?waitUntilComplete=true", a_comment); }};
  CHECK(robot.port.wait_for_waiters(1));
  run_script run{robot.port, "run"};
  run.start("new");
  SECTION("in success") {
    run.succeed("new");
    client.join();
    CHECK(got.body["data"]["result"]["answer"] == 42);
  }
  SECTION("in failure") {
    run.fail("new");
    client.join();
    CHECK(got.body["data"]["status"] == "failed");
  }
  CHECK(got.status == 201);
}

TEST_CASE("waitUntilComplete ends for a queued command when its run does") {
  posting_robot robot;
  answer got;
  std::thread client{
      [&] { got = robot.post("/runs/run/commands?waitUntilComplete=yes&timeout=99999999999999999999", a_comment); }};
  CHECK(robot.port.wait_for_waiters(1));
  robot.port.apply("run", run_ending{run_result::stopped, std::nullopt});
  client.join();
  CHECK(got.status == 201);
  CHECK(got.body["data"]["status"] == "queued");
}

TEST_CASE("waitUntilComplete ends at its timeout with the command as it is") {
  posting_robot robot;
  const auto got = robot.post("/runs/run/commands?waitUntilComplete=true&timeout=30", a_comment);
  CHECK(got.status == 201);
  CHECK(got.body["data"]["status"] == "queued");
}

TEST_CASE("a node that stops ends all waiting") {
  posting_robot robot;
  answer got;
  std::thread client{[&] { got = robot.post("/runs/run/commands?waitUntilComplete=true", a_comment); }};
  CHECK(robot.port.wait_for_waiters(1));
  robot.port.close();
  client.join();
  CHECK(got.status == 201);
}
