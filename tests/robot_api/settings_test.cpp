// HTTP_API 2.8: settings, what clients store, logs, and the machine around the robot.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "runtime/node_logs.hpp"
#include "tests/robot_api/contract_robot.hpp"
#include "tests/runtime/temporary_directory.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

json setting(contract_robot& robot, const std::string& id) {
  const auto settings = robot.get("/settings").body["settings"];
  for (const auto& each : settings)
    if (each["id"] == id) return each;
  return nullptr;
}

}  // namespace

TEST_CASE("2.8: settings are told, switched, and kept over a restart") {
  const temporary_directory folder;
  {
    contract_robot robot{folder.path()};
    const auto before = setting(robot, "shortFixedTrash");
    CHECK(before["old_id"] == "short-fixed-trash");
    CHECK(before["value"].is_null());
    for (const auto* name : {"title", "description", "restart_required"}) CHECK(before.contains(name));
    const auto got = robot.send("POST", "/settings", {{"id", "shortFixedTrash"}, {"value", true}});
    CHECK(got.status == 200);
    CHECK(got.body.contains("links"));
    CHECK(setting(robot, "shortFixedTrash")["value"] == true);
  }
  contract_robot robot{folder.path()};
  CHECK(setting(robot, "shortFixedTrash")["value"] == true);
}

TEST_CASE("2.8: an unknown setting is refused with 400") {
  contract_robot robot;
  const auto got = robot.send("POST", "/settings", {{"id", "nonsense"}, {"value", true}});
  CHECK(got.status == 400);
  CHECK(got.is_legacy_error());
  CHECK(robot.send("POST", "/settings", {{"value", true}}).status == 422);
  CHECK(robot.send("POST", "/settings", {{"id", "shortFixedTrash"}, {"value", 12}}).status == 422);
}

TEST_CASE("2.8: the log level") {
  contract_robot robot;
  const auto before = spdlog::get_level();
  CHECK(robot.send("POST", "/settings/log_level/local", {{"log_level", "error"}}).body["message"] == "log_level set to error");
  CHECK(spdlog::get_level() == spdlog::level::err);
  CHECK(robot.send("POST", "/settings/log_level/local", {{"log_level", "shouting"}}).status == 422);
  CHECK(robot.send("POST", "/settings/log_level/local", json::object()).status == 400);
  spdlog::set_level(before);
}

TEST_CASE("2.8: resets") {
  contract_robot robot;
  const auto options = robot.get("/settings/reset/options").body["options"];
  CHECK(std::any_of(options.begin(), options.end(), [](const json& option) { return option["id"] == "runsHistory"; }));
  CHECK(robot.send("POST", "/settings/reset", json::object()).status == 200);
  CHECK(robot.send("POST", "/settings/reset", {{"everything", true}}).status == 422);
  robot.post("/runs", json::object());
  robot.post("/runs", json::object());
  CHECK(robot.get("/runs").body["data"].size() == 2);
  CHECK(robot.send("POST", "/settings/reset", {{"runsHistory", true}}).status == 200);
  CHECK(robot.get("/runs").body["data"].empty());
}

TEST_CASE("2.8: the robot's and the pipettes' figures") {
  contract_robot robot;
  CHECK(robot.get("/settings/robot").status == 200);
  const auto all = robot.get("/settings/pipettes").body;
  REQUIRE(all.size() == 2);
  const auto id = all.begin().key();
  CHECK(robot.get("/settings/pipettes/" + id).body == all[id]);
  CHECK(robot.get("/settings/pipettes/nobody").status == 404);
}

TEST_CASE("2.8: an object a key, until it is forgotten") {
  contract_robot robot;
  const json stored{{"data", {{"deep", {1, 2, {{"x", nullptr}}}}}}};
  CHECK(robot.get("/clientData/my-key_1").status == 404);
  CHECK(robot.get("/clientData/my-key_1").error_id() == "ClientDataKeyDoesNotExist");
  const auto put = robot.send("PUT", "/clientData/my-key_1", stored);
  CHECK(put.status == 200);
  CHECK(put.body == stored);
  CHECK(robot.get("/clientData/my-key_1").body == stored);
  CHECK(robot.remove("/clientData/my-key_1").status == 200);
  CHECK(robot.get("/clientData/my-key_1").status == 404);
  CHECK(robot.remove("/clientData/my-key_1").status == 404);
  robot.send("PUT", "/clientData/a", stored);
  robot.send("PUT", "/clientData/b", stored);
  CHECK(robot.remove("/clientData").status == 200);
  CHECK(robot.get("/clientData/a").status == 404);
  CHECK(robot.send("PUT", "/clientData/no%20blanks", stored).status == 422);
  CHECK(robot.send("PUT", "/clientData/a", {{"data", "no object"}}).status == 422);
}

TEST_CASE("2.8: whether runs recover from errors, kept over a restart") {
  const temporary_directory folder;
  {
    contract_robot robot{folder.path()};
    CHECK(robot.get("/errorRecovery/settings").body == json{{"data", {{"enabled", true}}}});
    CHECK(robot.send("PATCH", "/errorRecovery/settings", {{"data", {{"enabled", false}}}}).body["data"]["enabled"] == false);
    CHECK(robot.send("PATCH", "/errorRecovery/settings", {{"data", {{"enabled", 7}}}}).status == 422);
  }
  contract_robot robot{folder.path()};
  CHECK(robot.get("/errorRecovery/settings").body["data"]["enabled"] == false);
  CHECK(robot.remove("/errorRecovery/settings").body["data"]["enabled"] == true);
}

TEST_CASE("2.8: settings that cannot be read are set aside") {
  const temporary_directory folder;
  std::ofstream{folder.path() / "settings.json"} << "{ not JSON";
  contract_robot robot{folder.path()};
  CHECK(setting(robot, "shortFixedTrash")["value"].is_null());
  CHECK(std::filesystem::exists(folder.path() / "settings.json.unreadable"));
}

TEST_CASE("2.8 and 1.1: logs, which need no version header") {
  contract_robot robot;
  robot.command("/commands", "home", json::object());
  for (const auto* name : {"api.log", "serial.log", "server.log", "update_server.log"}) {
    const auto got = robot.send_text("GET", "/logs/" + std::string{name}, "", {});
    CHECK(got.status == 200);
    CHECK(got.header("Content-Type").rfind("text/plain", 0) == 0);
    CHECK(got.header("Opentrons-Min-Version") == "2");
  }
  CHECK(robot.get("/logs/serial.log").text.find("G28.2") != std::string::npos);
  const auto as_json = robot.get("/logs/serial.log?format=json&records=3");
  CHECK(as_json.body.size() == 3);
  CHECK(as_json.body[0].contains("MESSAGE"));
  CHECK(robot.get("/logs/secret.log").status == 422);
  CHECK(robot.get("/logs/secret.log").is_legacy_error());
  CHECK(robot.get("/logs/api.log?format=xml").status == 422);
  CHECK(robot.get("/logs/api.log?records=0").status == 422);
}

TEST_CASE("2.8: the network is told, not changed") {
  contract_robot robot;
  const auto got = robot.get("/networking/status").body;
  CHECK(got["status"].is_string());
  for (const auto* name : {"wlan0", "eth0"})
    for (const auto* field : {"ipAddress", "macAddress", "gatewayAddress", "state", "type"})
      CHECK(got["interfaces"][name].contains(field));
  CHECK(robot.get("/wifi/list").body == json{{"list", json::array()}});
  CHECK(robot.get("/wifi/keys").body == json{{"keys", json::array()}});
  CHECK(robot.send("POST", "/wifi/configure", {{"ssid", "lab"}}).status == 400);
}

TEST_CASE("2.8: the machine's time") {
  contract_robot robot;
  const auto got = robot.get("/system/time").body;
  CHECK(got["data"]["id"] == "time");
  CHECK(got["data"]["systemTime"].is_string());
  CHECK(robot.send("PUT", "/system/time", {{"data", {{"systemTime", "2030-01-01T00:00:00.000000+00:00"}}}}).status == 403);
  CHECK(robot.send("PUT", "/system/time", {{"data", json::object()}}).status == 422);
}

TEST_CASE("2.8: calibration is the identity, the deck has one configuration") {
  contract_robot robot;
  CHECK(robot.get("/calibration/status").body["deckCalibration"]["status"] == "IDENTITY");
  CHECK(robot.get("/calibration/pipette_offset").body["data"].empty());
  CHECK(robot.get("/calibration/tip_length").body["data"].empty());
  const auto deck = robot.get("/deck_configuration");
  CHECK(deck.status == 200);
  CHECK(deck.body["data"]["cutoutFixtures"].size() == 12);
  CHECK(robot.send("PUT", "/deck_configuration", deck.body).status == 200);
  CHECK(robot.send("PUT", "/deck_configuration", {{"data", {{"cutoutFixtures", json::array()}}}}).status == 422);
}
