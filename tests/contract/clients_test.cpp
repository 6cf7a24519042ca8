// Section 2.9: what the desktop app asks for, again and again, is answered at once, whatever the run does.

#include <catch2/catch.hpp>

#include "tests/contract/contract_robot.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

struct poll {
  std::string path;
  int while_live = 200;
  int once_over = 200;
};

std::vector<poll> polls_of(const std::string& run_id, const std::string& protocol_id, const std::string& analysis_id) {
  const auto run = "/runs/" + run_id;
  const auto protocol = "/protocols/" + protocol_id;
  return {{run},
          {run + "/commands?pageLength=1"},
          {run + "/commands?cursor=0&pageLength=60"},
          {run + "/commands?pageLength=0"},
          {"/runs?pageLength=0"},
          {protocol},
          {protocol + "/analyses"},
          {protocol + "/analyses/" + analysis_id},
          {protocol + "/analyses/" + analysis_id + "/asDocument"},
          {"/health"},
          {"/modules"},
          {"/pipettes"},
          {"/instruments"},
          {"/robot/lights"},
          {"/robot/door/status"},
          {run + "/commandsAsPreSerializedList?cursor=0&pageLength=100000&includeFixitCommands=false", 503, 200},
          {run + "/commandErrors?cursor=0&pageLength=100"}};
}

}  // namespace

TEST_CASE("2.9 what the desktop app polls, while a run waits and once it is over") {
  contract_robot robot;
  const auto protocol_id = robot.upload_protocol(
      protocol_of(json::array({step("comment", {{"message", "x"}}), step("waitForResume", json::object())})));
  const std::string analysis_id = robot.analysis_of(protocol_id)["id"];
  const std::string run_id = robot.post("/runs", {{"protocolId", protocol_id}}).body["data"]["id"];
  robot.act(run_id, "play");
  robot.wait_for_status(run_id, "paused");
  const auto polls = polls_of(run_id, protocol_id, analysis_id);
  for (const auto& each : polls) {
    INFO(each.path);
    CHECK(robot.get(each.path).status == each.while_live);
  }
  robot.play_out(run_id);
  for (const auto& each : polls) {
    INFO(each.path);
    CHECK(robot.get(each.path).status == each.once_over);
  }
}

TEST_CASE("2.9 a run log is downloaded in two calls, and is the pre-serialised list") {
  contract_robot robot;
  const auto run_id = robot.create_run(comment_protocol(30));
  robot.play_out(run_id);
  const auto path = "/runs/" + run_id + "/commands?";
  const auto total = robot.get(path + "pageLength=0").body["meta"]["totalLength"].get<std::size_t>();
  REQUIRE(total == 31);
  const auto log = robot.get(path + "cursor=0&pageLength=" + std::to_string(total)).body["data"];
  const auto texts = robot.get("/runs/" + run_id + "/commandsAsPreSerializedList").body["data"];
  REQUIRE(log.size() == total);
  REQUIRE(texts.size() == total);
  for (std::size_t i = 0; i < total; ++i) {
    auto whole = json::parse(texts[i].get<std::string>());
    CHECK(whole.contains("result"));
    whole.erase("result");
    CHECK(whole == log[i]);
  }
}
