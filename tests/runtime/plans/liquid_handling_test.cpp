#include <catch2/catch.hpp>

#include "tests/runtime/planning_bench.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

json liquid(double volume_ul, json more = json::object()) {
  more.update({{"volume", volume_ul}, {"flowRate", 50}});
  return more;
}
const json above_bottom{{"wellLocation", {{"origin", "bottom"}, {"offset", {{"z", 1}}}}}};

struct tip_bench : planning_bench {
  tip_bench() {
    set_up();
    run("pickUpTip", in_well("left", "rack", "A1"));
  }
  json aspirate(double volume_ul) { return run("aspirate", in_well("left", "plate", "A1", liquid(volume_ul, above_bottom))); }
  json dispense(double volume_ul) { return run("dispense", in_well("left", "plate", "B1", liquid(volume_ul, above_bottom))); }
  pipette_facts& pipette() { return *facts.at(mount::left).pipette; }
};

}  // namespace

TEST_CASE("a ready pipette goes straight to the liquid") {
  tip_bench bench;
  const auto plan = bench.plan("aspirate", in_well("left", "plate", "A1", liquid(100, above_bottom)));
  REQUIRE(plan);
  REQUIRE(plan->operations.size() == 2);
  check_point(operation_at<move_operation>(*plan, 0).target, 146.88, 74.24, 4.55);
  CHECK(operation_at<aspirate_operation>(*plan, 1).volume_ul == 100);
  CHECK(operation_at<aspirate_operation>(*plan, 1).flow_rate_ul_s == 50);
  CHECK(bench.aspirate(100) == json{{"volume", 100.0}, {"position", {{"x", 146.88}, {"y", 74.24}, {"z", 4.55}}}});
}

TEST_CASE("a pipette that is not ready prepares above the well first") {
  tip_bench bench;
  bench.run("blowout", in_well("left", "plate", "A1", {{"flowRate", 50}}));
  const auto plan = bench.plan("aspirate", in_well("left", "plate", "C1", liquid(100, above_bottom)));
  REQUIRE(plan);
  REQUIRE(plan->operations.size() == 4);
  check_point(operation_at<move_operation>(*plan, 0).target, 146.88, 74.24 - 18, 14.22);
  CHECK(operation_at<move_operation>(*plan, 0).path == path_kind::in_labware_arc);
  CHECK(operation_at<prepare_to_aspirate_operation>(*plan, 1).on == mount::left);
  check_point(operation_at<move_operation>(*plan, 2).target, 146.88, 74.24 - 18, 4.55);
  CHECK(operation_at<move_operation>(*plan, 2).path == path_kind::direct);
  CHECK(operation_at<aspirate_operation>(*plan, 3).volume_ul == 100);
}

TEST_CASE("held liquid is never pushed out to get ready") {
  tip_bench bench;
  bench.aspirate(100);
  REQUIRE_FALSE(bench.pipette().ready_to_aspirate);
  CHECK(bench.plan("aspirate", in_well("left", "plate", "A1", liquid(100)))->operations.size() == 2);
  CHECK(bench.plan("aspirateInPlace", liquid(100, {{"pipetteId", "left"}}))->operations.size() == 1);
}

TEST_CASE("in place nothing can be prepared") {
  tip_bench bench;
  bench.run("blowOutInPlace", {{"pipetteId", "left"}, {"flowRate", 50}});
  CHECK(bench.error_of("aspirateInPlace", liquid(10, {{"pipetteId", "left"}})) == "PipetteNotReadyToAspirateError 4000");
  bench.run("prepareToAspirate", {{"pipetteId", "left"}});
  CHECK(bench.run("aspirateInPlace", liquid(10, {{"pipetteId", "left"}})) == json{{"volume", 10.0}});
}

TEST_CASE("what fits is limited by pipette, tip and what is held") {
  tip_bench bench;
  const auto error_of_aspirate = [&](double volume_ul) {
    return bench.error_of("aspirate", in_well("left", "plate", "A1", liquid(volume_ul)));
  };
  CHECK(error_of_aspirate(300) == "");
  CHECK(error_of_aspirate(300.001) == "InvalidAspirateVolumeError 4000");
  bench.aspirate(200);
  CHECK(error_of_aspirate(100) == "");
  CHECK(error_of_aspirate(101) == "InvalidAspirateVolumeError 4000");
  bench.dispense(150);
  CHECK(error_of_aspirate(250) == "");
  bench.pipette().tip->volume_ul = 200;
  CHECK(error_of_aspirate(151) == "InvalidAspirateVolumeError 4000");
}

TEST_CASE("no more than what is held can be dispensed") {
  tip_bench bench;
  bench.aspirate(100);
  CHECK(bench.error_of("dispense", in_well("left", "plate", "A1", liquid(100.1))) == "InvalidDispenseVolumeError 4000");
  CHECK(bench.error_of("dispenseInPlace", liquid(100.1, {{"pipetteId", "left"}})) == "InvalidDispenseVolumeError 4000");
  CHECK(bench.dispense(60)["volume"] == 60.0);
  CHECK(bench.run("dispenseInPlace", liquid(40, {{"pipetteId", "left"}})) == json{{"volume", 40.0}});
  CHECK(bench.error_of("dispense", in_well("left", "plate", "A1", liquid(1))) == "InvalidDispenseVolumeError 4000");
}

TEST_CASE("an overshoot within the tolerance is clamped, with a note") {
  tip_bench bench;
  const auto aspirate = bench.plan("aspirate", in_well("left", "plate", "A1", liquid(300 + 5e-10)));
  REQUIRE(aspirate);
  CHECK(operation_at<aspirate_operation>(*aspirate, 1).volume_ul == 300);
  REQUIRE(aspirate->notes.size() == 1);
  CHECK(aspirate->notes[0]["noteKind"] == "warning");
  for (const auto* name : {"shortMessage", "longMessage", "source"}) CHECK(aspirate->notes[0][name].is_string());
  bench.aspirate(100);
  const auto dispense = bench.plan("dispense", in_well("left", "plate", "A1", liquid(100 + 5e-10)));
  REQUIRE(dispense);
  CHECK(operation_at<dispense_operation>(*dispense, 1).volume_ul == 100);
  CHECK(dispense->notes.size() == 1);
  CHECK(bench.plan("dispense", in_well("left", "plate", "A1", liquid(100)))->notes == json::array());
}

TEST_CASE("the push-out is what was asked for, never negative") {
  tip_bench bench;
  bench.aspirate(100);
  const auto push_out_of = [&](json more) {
    const auto plan = bench.plan("dispense", in_well("left", "plate", "A1", liquid(100, std::move(more))));
    REQUIRE(plan);
    return operation_at<dispense_operation>(*plan, 1).push_out_ul;
  };
  CHECK(push_out_of({{"pushOut", 2.5}}) == 2.5);
  CHECK(push_out_of(json::object()) == 0);
  CHECK(bench.error_of("dispense", in_well("left", "plate", "A1", liquid(100, {{"pushOut", -1}}))) ==
        "InvalidPushOutVolumeError 4000");
}

TEST_CASE("the one pipette with a push-out of its own uses it for the last of the liquid") {
  planning_bench bench;
  bench.load("opentrons_96_tiprack_300ul", {{"slotName", "1"}}, "rack");
  bench.load_pipette("p50_multi", "left");
  bench.run("home", json::object());
  bench.run("pickUpTip", in_well("left", "rack", "A1"));
  bench.facts.at(mount::left).pipette->tip->volume_ul = 50;
  bench.run("aspirateInPlace", liquid(50, {{"pipetteId", "left"}}));
  const auto push_out_of = [&](double volume_ul) {
    return operation_at<dispense_operation>(*bench.plan("dispenseInPlace", liquid(volume_ul, {{"pipetteId", "left"}})), 0)
        .push_out_ul;
  };
  CHECK(push_out_of(20) == 0);
  CHECK(push_out_of(50) == 2);
}

TEST_CASE("a blow-out goes where it was asked to") {
  tip_bench bench;
  const auto plan = bench.plan("blowout", in_well("left", "fixedTrash", "A1", {{"flowRate", 7}}));
  REQUIRE(plan);
  check_point(operation_at<move_operation>(*plan, 0).target, 347.84, 351.5, 82);
  CHECK(operation_at<blow_out_operation>(*plan, 1).flow_rate_ul_s == 7);
  CHECK(bench.run("blowOutInPlace", {{"pipetteId", "left"}, {"flowRate", 7}}) == json::object());
  CHECK(bench.run("blowout", in_well("left", "plate", "A1", {{"flowRate", 7}}))["position"]["z"] == 14.22);
}
