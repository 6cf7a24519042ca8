#include <catch2/catch.hpp>

#include "tests/runtime/planning_bench.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

TEST_CASE("a tip is picked up from the top of its well") {
  planning_bench bench;
  bench.set_up();
  const auto plan = bench.plan("pickUpTip", in_well("left", "rack", "A1"));
  REQUIRE(plan);
  REQUIRE(plan->operations.size() == 2);
  check_point(operation_at<move_operation>(*plan, 0).target, 14.38, 74.24, 64.69);
  const auto& pick_up = operation_at<pick_up_tip_operation>(*plan, 1);
  CHECK(pick_up.on == mount::left);
  CHECK(pick_up.rack_uri == "opentrons/opentrons_96_tiprack_300ul/1");
  CHECK(pick_up.tip_length_mm == 59.3);
  CHECK(pick_up.tip_volume_ul == 300);
  CHECK(pick_up.tip_diameter_mm == 5.23);
}

TEST_CASE("the result of a pick-up is the tip that the robot has, and where it was taken") {
  planning_bench bench;
  bench.set_up();
  CHECK(bench.run("pickUpTip", in_well("left", "rack", "A1")) == json{{"tipVolume", 300.0},
                                                                      {"tipLength", 51.83},
                                                                      {"tipDiameter", 5.23},
                                                                      {"position", {{"x", 14.38}, {"y", 74.24}, {"z", 64.69}}}});
  CHECK(bench.error_of("pickUpTip", in_well("left", "rack", "B1")) == "TipAttachedError 3012");
}

TEST_CASE("tips are what the robot says, whatever was commanded before") {
  planning_bench bench;
  bench.set_up();
  bench.run("pickUpTip", in_well("left", "rack", "A1"));
  bench.facts.at(mount::left).pipette->tip.reset();  // somebody took it off
  CHECK(bench.error_of("dropTip", in_well("left", "rack", "A1")) == "TipNotAttachedError 3005");
  CHECK(bench.error_of("pickUpTip", in_well("left", "rack", "B1")) == "");
}

TEST_CASE("a tip goes back into a rack by a part of its length, and into the trash from its top") {
  planning_bench bench;
  bench.set_up();
  bench.run("pickUpTip", in_well("left", "rack", "A1"));
  bench.run("pickUpTip", in_well("right", "rack", "A2"));
  const auto target_of = [&](const char* pipette, const char* labware, json more = {}) {
    const auto plan = bench.plan("dropTip", in_well(pipette, labware, "A1", std::move(more)));
    REQUIRE(plan);
    return operation_at<move_operation>(*plan, 0).target;
  };
  check_point(target_of("left", "rack"), 14.38, 74.24, 64.69 - 0.5 * 59.3);
  check_point(target_of("right", "rack"), 14.38, 74.24, 64.69 - 0.4 * 59.3);
  check_point(target_of("left", "rack", {{"wellLocation", {{"offset", {{"z", -1}}}}}}), 14.38, 74.24, 64.69 - 0.5 * 59.3 - 1);
  check_point(target_of("left", "rack", {{"wellLocation", {{"origin", "top"}}}}), 14.38, 74.24, 64.69);
  check_point(target_of("left", "fixedTrash"), 347.84, 351.5, 82);
}

TEST_CASE("a drop homes the plunger unless told otherwise, and leaves no tip") {
  planning_bench bench;
  bench.set_up();
  bench.run("pickUpTip", in_well("left", "rack", "A1"));
  CHECK(operation_at<drop_tip_operation>(*bench.plan("dropTip", in_well("left", "fixedTrash", "A1")), 1).home_after);
  CHECK_FALSE(
      operation_at<drop_tip_operation>(*bench.plan("dropTip", in_well("left", "fixedTrash", "A1", {{"homeAfter", false}})), 1)
          .home_after);
  CHECK_FALSE(operation_at<drop_tip_operation>(*bench.plan("dropTipInPlace", {{"pipetteId", "left"}, {"homeAfter", false}}), 0)
                  .home_after);
  CHECK(bench.run("dropTip", in_well("left", "fixedTrash", "A1")) ==
        json{{"position", {{"x", 347.84}, {"y", 351.5}, {"z", 82.0}}}});
  CHECK(bench.error_of("dropTipInPlace", {{"pipetteId", "left"}}) == "TipNotAttachedError 3005");
}

TEST_CASE("alternate drops change sides in the trash, right first, and stay in the middle of small wells") {
  planning_bench bench;
  bench.set_up();
  const auto x_of_next = [&](const char* labware) {
    bench.run("pickUpTip", in_well("left", "rack", "A1"));
    return bench.run("dropTip", in_well("left", labware, "A1", {{"alternateDropLocation", true}}))["position"]["x"].get<double>();
  };
  CHECK(x_of_next("fixedTrash") == Approx(363.895));
  CHECK(x_of_next("fixedTrash") == Approx(331.785));
  CHECK(x_of_next("rack") == Approx(14.38));
}
