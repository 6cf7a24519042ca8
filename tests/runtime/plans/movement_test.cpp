#include <catch2/catch.hpp>

#include "tests/runtime/planning_bench.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

json place(const char* origin, double x_mm = 0, double y_mm = 0, double z_mm = 0) {
  return {{"wellLocation", {{"origin", origin}, {"offset", {{"x", x_mm}, {"y", y_mm}, {"z", z_mm}}}}}};
}

move_operation first_move(const planning_bench& bench, const char* command_type, const json& params) {
  const auto plan = bench.plan(command_type, params);
  REQUIRE(plan);
  return operation_at<move_operation>(*plan, 0);
}

}  // namespace

TEST_CASE("well origins give the heights of the well") {
  planning_bench bench;
  bench.set_up();
  const std::tuple<const char*, double> origins[] = {{"top", 14.22}, {"bottom", 3.55}, {"center", 3.55 + 10.67 / 2}};
  for (const auto& [origin, z_mm] : origins) {
    CAPTURE(origin);
    const auto move = first_move(bench, "moveToWell", in_well("left", "plate", "A1", place(origin, 1, -2, 0.5)));
    check_point(move.target, 132.5 + 14.38 + 1, 74.24 - 2, z_mm + 0.5);
  }
}

TEST_CASE("a move's result is where it ended, without the noise of the arithmetic") {
  planning_bench bench;
  bench.set_up();
  const auto result = bench.run("moveToWell", in_well("left", "rack", "A1"));
  CHECK(result == json{{"position", {{"x", 14.38}, {"y", 74.24}, {"z", 64.69}}}});
}

TEST_CASE("options of a move go to the robot") {
  planning_bench bench;
  bench.set_up();
  const auto move = first_move(bench, "moveToWell",
                               in_well("left", "plate", "A1", {{"speed", 55}, {"minimumZHeight", 120}, {"forceDirect", true}}));
  CHECK(move.speed_mm_s == 55);
  CHECK(move.minimum_z_mm == 120);
  CHECK(move.path == path_kind::direct);
  CHECK_FALSE(first_move(bench, "moveToWell", in_well("left", "plate", "A1")).speed_mm_s);
}

TEST_CASE("the path depends on the well before") {
  planning_bench bench;
  bench.set_up();
  const auto path_to = [&](const char* pipette, const char* labware, const char* well) {
    return first_move(bench, "moveToWell", in_well(pipette, labware, well));
  };
  CHECK(path_to("left", "plate", "A1").path == path_kind::arc);
  CHECK(path_to("left", "plate", "A1").base_z_mm == 82);
  bench.run("moveToWell", in_well("left", "plate", "A1"));
  CHECK(path_to("left", "plate", "A1").path == path_kind::direct);
  CHECK(path_to("left", "plate", "B1").path == path_kind::in_labware_arc);
  CHECK(path_to("left", "plate", "B1").base_z_mm == Approx(14.22));
  CHECK(path_to("left", "rack", "A1").path == path_kind::arc);
  CHECK(path_to("right", "plate", "A1").path == path_kind::arc);

  SECTION("a home forgets it") {
    bench.run("home", {{"axes", {"leftPlunger"}}});
    CHECK(path_to("left", "plate", "A1").path == path_kind::arc);
  }
  SECTION("moves to elsewhere forget it") {
    bench.run("moveToCoordinates", {{"pipetteId", "left"}, {"coordinates", {{"x", 1}, {"y", 2}, {"z", 100}}}});
    CHECK(path_to("left", "plate", "A1").path == path_kind::arc);
  }
  SECTION("a step up keeps it, a step aside does not") {
    bench.run("moveRelative", {{"pipetteId", "left"}, {"axis", "z"}, {"distance", 20}});
    CHECK(path_to("left", "plate", "A1").path == path_kind::direct);
    bench.run("moveRelative", {{"pipetteId", "left"}, {"axis", "x"}, {"distance", 9}});
    CHECK(path_to("left", "plate", "A1").path == path_kind::arc);
  }
  SECTION("a robot that lost its position takes no short cut") {
    bench.facts.at(mount::left).position.reset();
    CHECK(path_to("left", "plate", "A1").path == path_kind::arc);
  }
}

TEST_CASE("eight nozzles are centred where the labware wants it, and only there") {
  planning_bench bench;
  bench.set_up();
  const auto centred = first_move(bench, "moveToWell", in_well("right", "reservoir", "A1", place("bottom", 0, 0, 1)));
  CHECK(centred.centre_of_nozzles);
  check_point(centred.target, 265 + 63.88, 42.785, 5.82);
  CHECK_FALSE(first_move(bench, "moveToWell", in_well("left", "reservoir", "A1")).centre_of_nozzles);
  CHECK_FALSE(first_move(bench, "moveToWell", in_well("right", "plate", "A1")).centre_of_nozzles);
  CHECK(first_move(bench, "moveToWell", in_well("right", "fixedTrash", "A1")).centre_of_nozzles);
}

TEST_CASE("the nozzle that starts a layout goes to the well, or the middle of those in use") {
  planning_bench bench;
  bench.set_up();
  const auto configure = [&](json layout) {
    bench.run("configureNozzleLayout", {{"pipetteId", "right"}, {"configurationParams", std::move(layout)}});
  };
  const auto nozzle_at = [&](const char* labware) {
    const auto move = first_move(bench, "moveToWell", in_well("right", labware, "A1"));
    CHECK_FALSE(move.centre_of_nozzles);
    return move.nozzle_mm;
  };
  configure({{"style", "SINGLE"}, {"primaryNozzle", "H1"}});
  CHECK(nozzle_at("plate") == 63);
  CHECK(nozzle_at("reservoir") == 63);
  configure({{"style", "QUADRANT"}, {"primaryNozzle", "H1"}, {"backLeftNozzle", "F1"}, {"frontRightNozzle", "H1"}});
  CHECK(nozzle_at("plate") == 63);
  CHECK(nozzle_at("reservoir") == 54);
  configure({{"style", "QUADRANT"}, {"primaryNozzle", "A1"}, {"backLeftNozzle", "A1"}, {"frontRightNozzle", "C1"}});
  CHECK(nozzle_at("plate") == 0);
  CHECK(nozzle_at("reservoir") == 9);
  const json coordinates{{"pipetteId", "right"}, {"coordinates", {{"x", 100}, {"y", 100}, {"z", 100}}}};
  configure({{"style", "SINGLE"}, {"primaryNozzle", "H1"}});
  CHECK(first_move(bench, "moveToCoordinates", coordinates).nozzle_mm == 63);
  configure({{"style", "ALL"}});
  CHECK(nozzle_at("plate") == 0);
  CHECK(first_move(bench, "moveToWell", in_well("right", "reservoir", "A1")).centre_of_nozzles);
}

TEST_CASE("coordinates are reached by an arc over everything") {
  planning_bench bench;
  bench.set_up();
  const json params{{"pipetteId", "left"}, {"coordinates", {{"x", 100}, {"y", 101.5}, {"z", 12}}}, {"minimumZHeight", 90}};
  const auto move = first_move(bench, "moveToCoordinates", params);
  CHECK(move.path == path_kind::arc);
  CHECK(move.base_z_mm == 82);
  CHECK(move.minimum_z_mm == 90);
  CHECK(bench.run("moveToCoordinates", params) == json{{"position", {{"x", 100.0}, {"y", 101.5}, {"z", 12.0}}}});
}

TEST_CASE("relative moves and saved positions tell what the robot says") {
  planning_bench bench;
  bench.set_up();
  bench.run("moveToWell", in_well("left", "plate", "A1"));
  const json up{{"pipetteId", "left"}, {"axis", "z"}, {"distance", 5}};
  const auto plan = bench.plan("moveRelative", up);
  CHECK(operation_at<move_relative_operation>(*plan, 0).axis == 'z');
  CHECK(operation_at<move_relative_operation>(*plan, 0).distance_mm == 5);
  CHECK(bench.run("moveRelative", up)["position"]["z"] == 19.22);
  const auto saved = bench.run("savePosition", {{"pipetteId", "left"}, {"positionId", "here"}});
  CHECK(saved == json{{"positionId", "here"}, {"position", {{"x", 146.88}, {"y", 74.24}, {"z", 19.22}}}});
  CHECK(bench.run("savePosition", {{"pipetteId", "left"}})["positionId"].get<std::string>().size() == 36);
  bench.facts.at(mount::left).position.reset();
  CHECK(bench.error_of("savePosition", {{"pipetteId", "left"}}) == "MustHomeError 2013");
}

TEST_CASE("addressable areas are reached at the middle of their top") {
  planning_bench bench;
  bench.set_up();
  const auto move_to = [&](const char* area, json more = json::object()) {
    more.update({{"pipetteId", "right"}, {"addressableAreaName", area}});
    return first_move(bench, "moveToAddressableArea", more);
  };
  check_point(move_to("1").target, 64, 43, 0);
  check_point(move_to("6", {{"offset", {{"x", 1}, {"y", 2}, {"z", 3}}}}).target, 265 + 64 + 1, 90.5 + 43 + 2, 3);
  check_point(move_to("fixedTrash").target, 347.84, 351.5, 82);
  CHECK(move_to("fixedTrash").centre_of_nozzles);
  CHECK_FALSE(move_to("1").stay_at_travel_height);
  CHECK(move_to("1", {{"stayAtHighestPossibleZ", true}}).stay_at_travel_height);
}

TEST_CASE("drops into the trash area change sides, right first") {
  planning_bench bench;
  bench.set_up();
  const json params{{"pipetteId", "left"}, {"addressableAreaName", "fixedTrash"}, {"alternateDropLocation", true}};
  const auto x_of_next = [&] { return bench.run("moveToAddressableAreaForDropTip", params)["position"]["x"].get<double>(); };
  CHECK(x_of_next() == Approx(347.84 + 16.055));
  CHECK(x_of_next() == Approx(347.84 - 16.055));
  CHECK(x_of_next() == Approx(347.84 + 16.055));
  const json middle{{"pipetteId", "left"}, {"addressableAreaName", "fixedTrash"}};
  CHECK(bench.run("moveToAddressableAreaForDropTip", middle)["position"]["x"] == 347.84);
}

TEST_CASE("touchTip goes to the four sides through the middle") {
  planning_bench bench;
  bench.set_up();
  const auto plan = bench.plan("touchTip", in_well("left", "plate", "A1", {{"radius", 0.5}, {"speed", 60}}));
  REQUIRE(plan);
  const double x = 146.88, y = 74.24, reach = 6.86 / 4;
  const std::pair<double, double> expected[] = {{x, y},         {x + reach, y}, {x - reach, y}, {x, y},
                                                {x, y + reach}, {x, y - reach}, {x, y}};
  REQUIRE(plan->operations.size() == std::size(expected));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    const auto& move = operation_at<move_operation>(*plan, i);
    check_point(move.target, expected[i].first, expected[i].second, 14.22);
    CHECK(move.path == (i == 0 ? path_kind::arc : path_kind::direct));
    CHECK(move.speed_mm_s == (i == 0 ? std::nullopt : std::optional{60.0}));
  }
  CHECK(plan->complete(bench.model, bench.facts)["position"] == json{{"x", 146.88}, {"y", 74.24}, {"z", 14.22}});
}

TEST_CASE("in the right-hand slots the right mount touches no right wall of the first column") {
  planning_bench bench;
  bench.set_up();
  bench.load("corning_96_wellplate_360ul_flat", {{"slotName", "6"}}, "plate in 6");
  const auto moves = [&](const char* pipette, const char* labware, const char* well) {
    return bench.plan("touchTip", in_well(pipette, labware, well))->operations.size();
  };
  CHECK(moves("right", "plate in 6", "C1") == 6);
  CHECK(moves("left", "plate in 6", "C1") == 7);
  CHECK(moves("right", "plate in 6", "C2") == 7);
  CHECK(moves("right", "plate", "C1") == 7);
  const auto plan = bench.plan("touchTip", in_well("right", "plate in 6", "C1"));
  CHECK(operation_at<move_operation>(*plan, 1).target.x_mm < operation_at<move_operation>(*plan, 0).target.x_mm);
}
