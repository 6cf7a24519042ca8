#include <catch2/catch.hpp>

#include "tests/http/http_fixture.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

module_facts attached(const char* model, const char* serial_number) {
  module_facts module;
  module.model = model;
  module.serial_number = serial_number;
  module.plate.celsius = 23;
  module.lid_heater.celsius = 23;
  return module;
}

}  // namespace

TEST_CASE("a robot without modules has an empty list of them") {
  http_fixture robot;
  const auto got = robot.get("/modules");
  CHECK(got.status == 200);
  CHECK(got.body["data"] == nlohmann::json::array());
  CHECK(got.body["meta"]["totalLength"] == 0);
}

TEST_CASE("each module is there with what is true of it now") {
  http_fixture robot;
  auto temperature = attached("temperatureModuleV2", "T");
  temperature.plate = {30.127, 43};
  auto magnet = attached("magneticModuleV1", "M");
  magnet.magnet_height_mm = 6.5;
  auto cycler = attached("thermocyclerModuleV2", "C");
  cycler.plate = {95, 95};
  cycler.lid = lid_state::closed;
  cycler.lid_heater = {110, 105};
  cycler.profile = profile_facts{2, 6};
  auto shaker = attached("heaterShakerModuleV1", "H");
  shaker.latch = latch_state::closed;
  shaker.shake_rpm = 250;
  shaker.target_rpm = 500;
  robot_facts facts;
  facts.modules = {temperature, magnet, cycler, shaker};
  robot.port.facts = facts;

  const auto data = robot.get("/modules").body["data"];
  REQUIRE(data.size() == 4);
  CHECK(data[0]["serialNumber"] == "T");
  CHECK(data[0]["moduleType"] == "temperatureModuleType");
  CHECK(data[0]["moduleModel"] == "temperatureModuleV2");
  CHECK(data[0]["usbPort"]["port"] == 1);
  CHECK(data[3]["usbPort"]["port"] == 4);
  CHECK(data[0]["data"] == nlohmann::json{{"status", "heating"}, {"currentTemperature", 30.13}, {"targetTemperature", 43}});
  CHECK(data[1]["data"] == nlohmann::json{{"status", "engaged"}, {"engaged", true}, {"height", 13}});
  CHECK(data[2]["data"]["status"] == "holding at target");
  CHECK(data[2]["data"]["lidStatus"] == "closed");
  CHECK(data[2]["data"]["lidTemperatureStatus"] == "cooling");
  CHECK(data[2]["data"]["currentStepIndex"] == 2);
  CHECK(data[2]["data"]["totalStepCount"] == 6);
  CHECK(data[3]["data"]["labwareLatchStatus"] == "idle_closed");
  CHECK(data[3]["data"]["speedStatus"] == "speeding up");
  CHECK(data[3]["data"]["currentSpeed"] == 250);
  CHECK_FALSE(data[3]["data"].contains("targetTemperature"));
}

TEST_CASE("the oldest clients give a magnet's height in its own units") {
  http_fixture robot;
  robot_facts facts;
  facts.modules = {attached("magneticModuleV1", "M1"), attached("magneticModuleV2", "M2")};
  robot.port.facts = facts;
  const auto engage = [&](const char* serial_number, double height) {
    const auto path = std::string{"/modules/"} + serial_number;
    return robot.post_text(path, nlohmann::json{{"command_type", "engage"}, {"args", {height}}}.dump()).status;
  };
  const auto height_mm = [&] {
    const auto request = std::get<robot_request>(robot.port.requests().back());
    return std::get<module_operation>(request.operations.front()).value;
  };
  CHECK(engage("M1", 45) == 200);  // half millimetres
  CHECK(height_mm() == 22.5);
  CHECK(engage("M2", 20) == 200);
  CHECK(height_mm() == 20);
  CHECK(engage("M1", 45.5) == 400);
  CHECK(engage("M2", 25.5) == 400);
}
