#include <catch2/catch.hpp>

#include "tests/http/http_fixture.hpp"

using namespace deckhand;
using namespace deckhand::testing;

TEST_CASE("health describes the robot, without an envelope") {
  http_server::config settings;
  settings.node.name = "Ada";
  http_fixture robot{settings};
  const auto got = robot.get("/health");
  CHECK(got.status == 200);
  CHECK(got.header("Content-Type") == "application/json");
  CHECK(got.body["name"] == "Ada");
  CHECK(got.body["robot_model"] == "OT-2 Standard");
  CHECK(got.body["api_version"] == "8.1.0");
  CHECK(got.body["board_revision"] == "2.1");
  CHECK(got.body["maximum_protocol_api_version"] == nlohmann::json{2, 21});
  CHECK(got.body["minimum_protocol_api_version"] == nlohmann::json{2, 0});
  CHECK(got.body["logs"].size() == 4);
  CHECK(got.body["links"]["apiSpec"] == "/openapi.json");
  CHECK_FALSE(got.body["fw_version"].get<std::string>().empty());
  CHECK_FALSE(got.body["system_version"].get<std::string>().empty());
  CHECK_FALSE(got.body.contains("robot_serial"));
  CHECK_FALSE(got.body.contains("degraded"));
}

TEST_CASE("health shows a serial number and what does not work, where there is any") {
  http_server::config settings;
  settings.node.robot_serial = "OT2-1234";
  http_fixture robot{settings};
  robot.port.set_degraded({"the store cannot write: disk \"full\""});
  robot_facts facts;
  facts.board = {"edge-66ec883", "B"};
  robot.port.facts = facts;
  robot.port.link_to_robot = robot_link{"lab:7000", "Ada", "it is gone"};
  const auto got = robot.get("/health");
  CHECK(got.body["robot_serial"] == "OT2-1234");
  CHECK(got.body["fw_version"] == "edge-66ec883");
  CHECK(got.body["board_revision"] == "B");
  CHECK(got.body["degraded"] == nlohmann::json{"the store cannot write: disk \"full\"", "robot: it is gone"});
}
