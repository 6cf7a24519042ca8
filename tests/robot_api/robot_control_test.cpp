// HTTP_API 2.8: lights, homing, moves, motors, and what hangs on the robot.

#include <catch2/catch.hpp>

#include "tests/robot_api/contract_robot.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

TEST_CASE("2.8: the lights are switched and told with a bare body") {
  contract_robot robot;
  CHECK(robot.get("/robot/lights").body == json{{"on", false}});
  const auto on = robot.send("POST", "/robot/lights", {{"on", true}});
  CHECK(on.status == 200);
  CHECK(on.body == json{{"on", true}});
  CHECK(robot.get("/robot/lights").body == json{{"on", true}});
  CHECK(robot.robot().port().robot().lights_on);
  robot.command("/commands", "setRailLights", {{"on", false}});
  CHECK(robot.get("/robot/lights").body == json{{"on", false}});
}

TEST_CASE("2.8: lights without a value are a legacy error") {
  contract_robot robot;
  for (const auto& body : {json::object(), json{{"on", "maybe"}}, json::array()}) {
    const auto got = robot.send("POST", "/robot/lights", body);
    CHECK(got.status == 422);
    CHECK(got.is_legacy_error());
  }
}

TEST_CASE("2.8: lights are switched while a run goes on") {
  contract_robot robot;
  robot.waiting_run();
  CHECK(robot.send("POST", "/robot/lights", {{"on", true}}).status == 200);
  CHECK(robot.get("/robot/lights").body["on"] == true);
}

TEST_CASE("2.8: identify blinks and says so: it needs to know how long") {
  contract_robot robot;
  const auto got = robot.send("POST", "/identify?seconds=1");
  CHECK(got.status == 200);
  CHECK(got.body["message"] == "identifying");
  const auto missing = robot.send("POST", "/identify");
  CHECK(missing.status == 422);
  CHECK(missing.is_legacy_error());
  CHECK(robot.send("POST", "/identify?seconds=soon").status == 422);
}

TEST_CASE("2.8: homing the robot") {
  contract_robot robot;
  const auto got = robot.send("POST", "/robot/home", {{"target", "robot"}});
  CHECK(got.status == 200);
  CHECK(got.body["message"] == "Homing robot.");
  const auto facts = robot.robot().port().robot();
  for (const auto axis : {motor_axis::x, motor_axis::y, motor_axis::left_z, motor_axis::right_z})
    CHECK(facts.homed[index_of(axis)]);
}

TEST_CASE("2.8: homing one pipette") {
  contract_robot robot;
  CHECK(robot.send("POST", "/robot/home", {{"target", "pipette"}, {"mount", "left"}}).status == 200);
  const auto facts = robot.robot().port().robot();
  CHECK(facts.homed[index_of(motor_axis::left_z)]);
  CHECK_FALSE(facts.homed[index_of(motor_axis::x)]);
}

TEST_CASE("2.8: a bad target is refused") {
  contract_robot robot;
  for (const auto& body :
       {json{{"target", "deck"}}, json{{"target", "pipette"}}, json{{"target", "pipette"}, {"mount", "top"}}, json::object()}) {
    CAPTURE(body.dump());
    const auto got = robot.send("POST", "/robot/home", body);
    CHECK(got.status == 422);
    CHECK(got.is_legacy_error());
  }
}

TEST_CASE("2.8: a robot that a run moves is not homed, moved or let go") {
  contract_robot robot;
  robot.waiting_run();
  CHECK(robot.send("POST", "/robot/home", {{"target", "robot"}}).status == 403);
  CHECK(robot.send("POST", "/robot/home", {{"target", "robot"}}).is_legacy_error());
  CHECK(robot.send("POST", "/motors/disengage", {{"axes", {"x"}}}).status == 403);
}

TEST_CASE("2.8: the fixed positions") {
  contract_robot robot;
  const auto got = robot.get("/robot/positions");
  CHECK(got.body == json::parse(R"({"positions": {
    "change_pipette": {"target": "mount", "left": [300, 40, 30], "right": [95, 40, 30]},
    "attach_tip": {"target": "pipette", "point": [200, 90, 150]}}})"));
}

TEST_CASE("2.8: a mount and a pipette are moved where they are sent") {
  contract_robot robot;
  robot.command("/commands", "home", json::object());
  const auto moved = robot.send("POST", "/robot/move", {{"target", "pipette"}, {"point", {200, 90, 150}}, {"mount", "right"}});
  CHECK(moved.status == 200);
  CHECK(moved.body.contains("message"));
  CHECK(robot.robot().port().robot().at(mount::right).position == point{200, 90, 150});
  CHECK(robot.send("POST", "/robot/move", {{"target", "mount"}, {"point", {95, 40, 30}}, {"mount", "right"}}).status == 200);
  // The mount itself goes there; the nozzle of the pipette on it hangs five millimetres lower than a bare mount's point.
  CHECK(robot.robot().port().robot().at(mount::right).position == point{95, 40, 25});
}

TEST_CASE("2.8: bad moves are refused") {
  contract_robot robot;
  for (const auto& body :
       {json{{"target", "mount"}, {"point", {100, 40, 29}}, {"mount", "left"}},
        json{{"target", "mount"}, {"point", {100, 40}}, {"mount", "left"}},
        json{{"target", "mount"}, {"point", {100, 40, 50}}, {"mount", "middle"}},
        json{{"target", "trash"}, {"point", {100, 40, 50}}, {"mount", "left"}}, json{{"target", "mount"}, {"mount", "left"}},
        json{{"target", "mount"}, {"point", {100, 40, 5000}}, {"mount", "left"}}}) {
    CAPTURE(body.dump());
    const auto got = robot.send("POST", "/robot/move", body);
    CHECK(got.status == 422);
    CHECK(got.is_legacy_error());
  }
}

TEST_CASE("2.8: motors that hold, and those that were let go") {
  contract_robot robot;
  robot.send("POST", "/robot/home", {{"target", "robot"}});
  auto motors = robot.get("/motors/engaged").body;
  for (const auto* name : {"x", "y", "z_l", "z_r"}) CHECK(motors[name] == json{{"enabled", true}});
  CHECK(motors["q"].is_null());
  CHECK(motors["g"].is_null());
  const auto got = robot.send("POST", "/motors/disengage", {{"axes", {"x", "Z_L"}}});
  CHECK(got.status == 200);
  CHECK(got.body["message"] == "Disengaged axes: x, z_l");
  motors = robot.get("/motors/engaged").body;
  CHECK(motors["x"]["enabled"] == false);
  CHECK(motors["z_l"]["enabled"] == false);
  CHECK(motors["y"]["enabled"] == true);
  CHECK_FALSE(robot.robot().port().robot().homed[index_of(motor_axis::x)]);
  CHECK(robot.send("POST", "/motors/disengage", {{"axes", {"w"}}}).status == 422);
  CHECK(robot.send("POST", "/motors/disengage", json::object()).status == 422);
}

TEST_CASE("2.8: the pipettes on the mounts, loaded or not") {
  contract_robot robot;
  for (const auto* path : {"/pipettes", "/pipettes?refresh=true"}) {
    const auto got = robot.get(path).body;
    CHECK(got["left"]["name"] == "p10_single");
    CHECK(got["left"]["mount_axis"] == "z");
    CHECK(got["left"]["plunger_axis"] == "b");
    CHECK(got["right"]["name"] == "p300_single");
    CHECK(got["right"]["model"].get<std::string>().rfind("p300_single_v1", 0) == 0);
    CHECK(got["right"]["mount_axis"] == "a");
    CHECK(got["right"]["plunger_axis"] == "c");
    CHECK(got["right"]["tip_length"] == 51.7);
    CHECK(got["right"]["id"].is_string());
  }
}

TEST_CASE("2.8: the same as instruments") {
  contract_robot robot;
  const auto got = robot.get("/instruments").body;
  CHECK(got["meta"] == json{{"cursor", 0}, {"totalLength", 2}});
  const auto& right = got["data"][1];
  CHECK(right["mount"] == "right");
  CHECK(right["instrumentType"] == "pipette");
  CHECK(right["instrumentName"] == "p300_single");
  CHECK(right["ok"] == true);
  CHECK(right["data"] == json{{"channels", 1}, {"min_volume", 30.0}, {"max_volume", 300.0}});
}

TEST_CASE("2.8: modules, in the form of the newer versions") {
  contract_robot robot;
  const auto got = robot.get("/modules");
  CHECK(got.body["meta"] == json{{"cursor", 0}, {"totalLength", 4}});
  for (const auto& module : got.body["data"]) {
    for (const auto* name : {"id", "serialNumber", "firmwareVersion", "hardwareRevision", "hasAvailableUpdate", "moduleType",
                             "moduleModel", "compatibleWithRobot", "data", "usbPort"})
      CHECK(module.contains(name));
    for (const auto& [name, value] : module["data"].items()) CHECK_FALSE(value.is_null());
    for (const auto* name : {"port", "portGroup", "hub", "path"}) CHECK(module["usbPort"].contains(name));
  }
}

TEST_CASE("2.8: modules, in the form of version 2") {
  contract_robot robot;
  const auto got = robot.send("GET", "/modules", nullptr, "2");
  REQUIRE(got.body["modules"].size() == 4);
  CHECK_FALSE(got.body.contains("data"));
  for (const auto& module : got.body["modules"])
    for (const auto* name : {"displayName", "moduleModel", "port", "serial", "model", "revision", "fwVersion",
                             "hasAvailableUpdate", "status", "data"})
      CHECK(module.contains(name));
}

TEST_CASE("2.8: commands of the oldest clients to a module") {
  contract_robot robot;
  const auto path = "/modules/" + robot.serial_of("temperatureModuleV2");
  const auto got = robot.send("POST", path, {{"command_type", "set_temperature"}, {"args", {42}}});
  CHECK(got.status == 200);
  CHECK(got.body["message"] == "Success");
  CHECK(robot.module_data("temperatureModuleV2")["targetTemperature"] == 42);
  CHECK(robot.send("POST", path, {{"command_type", "fly"}}).status == 400);
  CHECK(robot.send("POST", path, {{"command_type", "set_temperature"}, {"args", {4200}}}).status == 400);
  CHECK(robot.send("POST", path, json::object()).status == 422);
  CHECK(robot.send("POST", "/modules/nobody", {{"command_type", "deactivate"}}).status == 404);
  CHECK(robot.send("POST", "/modules/nobody", {{"command_type", "deactivate"}}).is_legacy_error());
}

TEST_CASE("2.8: what only the newer robot has") {
  contract_robot robot;
  for (const auto* path : {"/robot/control/estopStatus", "/subsystems/status", "/subsystems/updates/current"}) {
    CHECK(robot.get(path).status == 403);
    CHECK(robot.get(path).error_id() == "NotSupportedOnOT2");
  }
}

TEST_CASE("beyond 2.8: a halt, and an emulated robot's emergency stop") {
  contract_robot robot;
  CHECK(robot.post("/robot/halt", json::object()).body == json{{"data", {{"halted", true}}}});
  CHECK(robot.send("POST", "/robot/home", {{"target", "robot"}}).status == 200);
  CHECK(robot.get("/robot/estop").body == json{{"data", {{"status", "disengaged"}}}});
  const auto press = [&](const char* status) { return robot.send("PUT", "/robot/estop", {{"data", {{"status", status}}}}); };
  CHECK(press("engaged").body == json{{"data", {{"status", "engaged"}}}});
  CHECK(robot.get("/robot/estop").body["data"]["status"] == "engaged");
  const auto home = robot.send("POST", "/robot/home", {{"target", "robot"}});
  CHECK(home.status == 500);
  CHECK(home.body["message"].get<std::string>().find("emergency stop") != std::string::npos);
  const std::string run_id = robot.post("/runs", json::object()).body["data"]["id"];
  robot.post("/runs/" + run_id + "/actions", {{"actionType", "play"}});
  robot.wait_for_end(run_id);
  const auto run = robot.get("/runs/" + run_id).body["data"];
  CHECK(run["status"] == "failed");
  CHECK(run["errors"][0]["errorType"] == "EStopActivatedError");
  CHECK(run["errors"][0]["errorCode"] == "3008");
  CHECK(press("disengaged").body["data"]["status"] == "disengaged");
  CHECK(robot.send("POST", "/robot/home", {{"target", "robot"}}).status == 200);
  CHECK(press("perhaps").status == 422);
  CHECK(robot.get("/robot/control/estopStatus").status == 403);
}
