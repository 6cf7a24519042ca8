#include <catch2/catch.hpp>

#include "tests/http/http_fixture.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

robot_facts measured() {
  robot_calibration calibration;
  calibration.deck = deck_calibration{{{{1, 0.001, 0}, {0, 1, 0}, {0, 0, 1}}}, "P3", {"2024-05-01", "user", "f1", "", false}};
  calibration.pipette_offsets = {{mount::left, "P3", {0.1, 0.2, 0.3}, {"", "user", "f1", "opentrons/rack/1", false}},
                                 {mount::right, "P2", {}, {}}};
  calibration.tip_lengths = {{"P3", 51.8, {"2024-05-02", "user", "f1", "opentrons/rack/1", true}}};
  robot_facts facts;
  facts.calibration = std::make_shared<const robot_calibration>(std::move(calibration));
  return facts;
}

}  // namespace

TEST_CASE("a robot that was not calibrated has a level deck") {
  http_fixture robot;
  const auto deck = robot.get("/calibration/status").body["deckCalibration"];
  CHECK(deck["status"] == "IDENTITY");
  CHECK(deck["data"]["source"] == "default");
  CHECK(deck["data"]["lastModified"].is_null());
  CHECK(robot.get("/calibration/pipette_offset").body["data"].empty());
  CHECK(robot.get("/calibration/tip_length").body["data"].empty());
}

TEST_CASE("what was measured of a robot is shown, all of it or by pipette, mount and rack") {
  http_fixture robot;
  robot.port.facts = measured();
  const auto deck = robot.get("/calibration/status").body["deckCalibration"];
  CHECK(deck["status"] == "OK");
  CHECK(deck["data"]["matrix"][0] == json{1.0, 0.001, 0.0});
  CHECK(deck["data"]["pipetteCalibratedWith"] == "P3");
  const auto offsets = robot.get("/calibration/pipette_offset").body;
  CHECK(offsets["meta"]["totalLength"] == 2);
  CHECK(offsets["data"][0]["offset"] == json{0.1, 0.2, 0.3});
  CHECK(offsets["data"][0]["tiprackUri"] == "opentrons/rack/1");
  CHECK(robot.get("/calibration/pipette_offset?pipette_id=P2&mount=right").body["data"][0]["id"] == "P2&right");
  CHECK(robot.get("/calibration/pipette_offset?pipette_id=P2&mount=left").body["data"].empty());
  const auto tip = robot.get("/calibration/tip_length?tiprack_hash=f1").body["data"][0];
  CHECK(tip["tipLength"] == 51.8);
  CHECK(tip["status"]["markedBad"] == true);
  CHECK(robot.get("/calibration/tip_length?tiprack_uri=opentrons/other/1").body["data"].empty());
}

TEST_CASE("a calibration is not deleted over HTTP") {
  http_fixture robot;
  robot.port.facts = measured();
  CHECK(robot.remove("/calibration/pipette_offset?pipette_id=P3&mount=left").status == 403);
  CHECK(robot.remove("/calibration/pipette_offset?pipette_id=P3&mount=right").status == 404);
  CHECK(robot.remove("/calibration/tip_length?pipette_id=P3&tiprack_hash=f1").status == 403);
}
