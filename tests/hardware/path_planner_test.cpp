#include "hardware/path_planner.hpp"

#include <catch2/catch.hpp>

using namespace deckhand;

namespace {

constexpr double reach_mm = 150;

move_operation legacy_move(path_kind path, double base_z_mm, double target_z_mm = 20) {
  move_operation move;
  move.is_legacy = true;
  move.path = path;
  move.base_z_mm = base_z_mm;
  move.target = {100, 100, target_z_mm};
  return move;
}

// The height at which it goes across.
double travel_mm(const move_operation& move, double origin_z_mm = 10) {
  const auto way = plan_path({10, 10, origin_z_mm}, move, reach_mm);
  REQUIRE(way);
  REQUIRE(way->size() >= 3);
  CHECK(way->back().z_mm == move.target.z_mm);
  return (*way)[1].z_mm;
}

}  // namespace

TEST_CASE("the older rules: as high as the margin asks for, the target, the origin or a minimum") {
  CHECK(travel_mm(legacy_move(path_kind::arc, 82)) == 92);
  CHECK(travel_mm(legacy_move(path_kind::in_labware_arc, 14)) == 19 + 1);  // the target is higher
  CHECK(travel_mm(legacy_move(path_kind::arc, 82), 120) == 120);
  auto with_minimum = legacy_move(path_kind::arc, 82);
  with_minimum.minimum_z_mm = 101;
  CHECK(travel_mm(with_minimum) == 101);
}

TEST_CASE("the older rules: less margin where the mount reaches no higher, refused where nothing is left") {
  CHECK(travel_mm(legacy_move(path_kind::arc, 145)) == reach_mm);
  CHECK(travel_mm(legacy_move(path_kind::in_labware_arc, 149.5)) == reach_mm);
  CHECK_FALSE(plan_path({10, 10, 10}, legacy_move(path_kind::arc, 149.5), reach_mm));
  // A target between the way's height and the mount's home is refused by the newer ones only.
  for (const auto path : {path_kind::arc, path_kind::direct}) {
    CHECK(plan_path({10, 10, 10}, legacy_move(path, 82, 152), reach_mm));
    CHECK_FALSE(plan_path({10, 10, 10}, legacy_move(path, 82, 152.1), reach_mm));
  }
  auto newer = legacy_move(path_kind::arc, 82, 149.5);
  newer.is_legacy = false;
  CHECK_FALSE(plan_path({10, 10, 10}, newer, reach_mm));
}

TEST_CASE("a move that keeps its height goes straight there") {
  auto move = legacy_move(path_kind::direct, 0);
  move.stay_at_height = true;
  const auto way = plan_path({10, 10, 240}, move, reach_mm);
  REQUIRE(way);
  REQUIRE(way->size() == 1);
  CHECK(way->front().z_mm == 240);
}
