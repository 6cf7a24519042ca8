#include "hardware/emulated_module.hpp"

#include <catch2/catch.hpp>

#include "hardware/module_bay.hpp"

using namespace deckhand;
using enum module_action;

namespace {

struct bench {
  explicit bench(const char* model) : module(*find_module_model(model), "S") {}

  double begin(module_action action, std::optional<double> value = {}) {
    return begin(module_operation{.serial_number = "S", .action = action, .value = value});
  }
  double begin(const module_operation& wanted) {
    const auto due_s = module.begin(wanted, now_s);
    if (!due_s) FAIL(due_s.error().detail);
    return *due_s;
  }
  bool is_refused(module_action action, std::optional<double> value = {}) {
    const auto due_s = module.begin({.serial_number = "S", .action = action, .value = value}, now_s);
    return !due_s && due_s.error().code == robot_error_code::module_refused;
  }
  module_facts at(double then_s) const { return module.facts(then_s); }

  emulated_module module;
  double now_s = 100;
};

}  // namespace

TEST_CASE("a temperature module ramps, and a wait is over when it is there") {
  bench b{"temperatureModuleV2"};
  CHECK(b.begin(set_temperature, 43) == 100);  // does not wait
  CHECK(b.begin(wait_for_temperature) == Approx(200));
  CHECK(b.at(100).plate.celsius == 23);
  CHECK(b.at(150).plate.celsius == Approx(33));
  CHECK(b.at(500).plate.celsius == 43);
  CHECK(b.at(150).plate.target_celsius == 43);
  b.now_s = 300;
  CHECK(b.begin(wait_for_temperature) == 300);
}

TEST_CASE("cooling is slow below the room's temperature") {
  bench b{"temperatureModuleV2"};
  b.begin(set_temperature, 4);
  CHECK(b.begin(wait_for_temperature) == Approx(100 + 19 / 0.025));
}

TEST_CASE("a wait may be for a temperature on the way, never for one beyond the target") {
  bench b{"temperatureModuleV2"};
  CHECK(b.is_refused(wait_for_temperature));
  b.begin(set_temperature, 43);
  CHECK(b.begin(wait_for_temperature, 33) == Approx(150));
  CHECK(b.begin(wait_for_temperature, 10) == 100);  // warmer than that already
  CHECK(b.is_refused(wait_for_temperature, 50));
}

TEST_CASE("what is switched off drifts to the room's temperature") {
  bench b{"temperatureModuleV2"};
  b.begin(set_temperature, 43);
  b.now_s = 1000;
  b.begin(stop_heating);
  CHECK_FALSE(b.at(1000).plate.target_celsius);
  CHECK(b.at(1100).plate.celsius == Approx(38));
  CHECK(b.at(9000).plate.celsius == room_celsius);
}

TEST_CASE("a new target starts from where the plate is") {
  bench b{"temperatureModuleV2"};
  b.begin(set_temperature, 43);
  b.now_s = 150;
  b.begin(set_temperature, 23);
  CHECK(b.at(150).plate.celsius == Approx(33));
  CHECK(b.begin(wait_for_temperature) == Approx(250));
}

TEST_CASE("a block's hold counts from when it is there") {
  bench b{"thermocyclerModuleV2"};
  b.begin({.serial_number = "S", .action = set_temperature, .value = 65.5, .hold_s = 30});
  CHECK(b.begin(wait_for_temperature) == Approx(100 + 10 + 30));
  CHECK(b.at(105).hold_left_s == Approx(30));
  CHECK(b.at(120).hold_left_s == Approx(20));
  CHECK(b.at(150).hold_left_s == 0);
}

TEST_CASE("a profile goes from step to step") {
  bench b{"thermocyclerModuleV2"};
  const double over_s = b.begin({.serial_number = "S", .action = run_profile, .profile = {{65.5, 30}, {45.5, 5}}});
  CHECK(over_s == Approx(100 + 10 + 30 + 10 + 5));
  CHECK(b.at(120).plate.celsius == 65.5);
  CHECK(b.at(120).profile->step == 1);
  CHECK(b.at(145).plate.celsius == Approx(55.5));
  CHECK(b.at(145).plate.target_celsius == 45.5);
  CHECK(b.at(145).profile->step == 2);
  CHECK(b.at(145).profile->steps == 2);
  CHECK_FALSE(b.at(156).profile);
  CHECK(b.at(156).plate.target_celsius == 45.5);
}

TEST_CASE("a halt keeps a profile in its step") {
  bench b{"thermocyclerModuleV2"};
  b.begin({.serial_number = "S", .action = run_profile, .profile = {{65.5, 30}, {45.5, 5}}});
  b.module.halt(105);
  CHECK_FALSE(b.at(106).profile);
  CHECK(b.at(200).plate.celsius == 65.5);
  CHECK(b.at(200).plate.target_celsius == 65.5);
}

TEST_CASE("a lid takes its time, and is nowhere in between") {
  bench b{"thermocyclerModuleV1"};
  CHECK(b.at(100).lid == lid_state::open);
  CHECK(b.begin(open_lid) == 100);
  CHECK(b.begin(close_lid) == 112);
  CHECK(b.at(111).lid == lid_state::between);
  CHECK(b.at(112).lid == lid_state::closed);
  b.begin(set_lid_temperature, 48);
  CHECK(b.begin(wait_for_lid_temperature) == Approx(200));
  CHECK(b.at(150).lid_heater.celsius == Approx(35.5));
}

TEST_CASE("magnets rise to where they are told and come back") {
  bench b{"magneticModuleV2"};
  CHECK(b.begin(engage, 20) == Approx(102));
  CHECK(b.at(101).magnet_height_mm == Approx(10));
  b.now_s = 110;
  CHECK(b.begin(disengage) == Approx(112));
  CHECK(b.at(112).magnet_height_mm == 0);
  CHECK(b.is_refused(engage, 25.1));
}

TEST_CASE("a heater-shaker minds its latch") {
  bench b{"heaterShakerModuleV1"};
  CHECK(b.at(100).latch == latch_state::unknown);
  CHECK(b.is_refused(shake, 500));
  CHECK(b.begin(close_latch) == 102.5);
  CHECK(b.at(101).latch == latch_state::closing);
  b.now_s = 103;
  CHECK(b.at(103).latch == latch_state::closed);
  CHECK(b.begin(shake, 1000) == Approx(105));
  CHECK(b.at(104).shake_rpm == Approx(500));
  b.now_s = 106;
  CHECK(b.is_refused(open_latch));
  CHECK(b.begin(stop_shaking) == Approx(107));
  b.now_s = 106.5;
  CHECK(b.is_refused(open_latch));  // still turning
  b.now_s = 107;
  CHECK(b.begin(open_latch) == 109.5);
}

TEST_CASE("a module refuses what its kind cannot do") {
  CHECK(bench{"magneticModuleV1"}.is_refused(set_temperature, 20));
  CHECK(bench{"temperatureModuleV1"}.is_refused(open_lid));
  CHECK(bench{"temperatureModuleV1"}.is_refused(engage, 5));
  CHECK(bench{"thermocyclerModuleV1"}.is_refused(shake, 500));
}

TEST_CASE("a bay that takes any module attaches what is asked for, and finds it again") {
  module_bay bay{robot_config{}};
  CHECK(bay.facts(0).empty());
  REQUIRE(bay.begin(load_module_operation{"temperatureModuleV1", {}}, 1));
  REQUIRE(bay.begin(load_module_operation{"temperatureModuleV2", {}}, 1));
  REQUIRE(bay.begin(load_module_operation{"temperatureModuleV2", {}}, 1));
  CHECK(bay.facts(1).size() == 2);
  REQUIRE(bay.begin(load_module_operation{"temperatureModuleV2", {bay.facts(1)[1].serial_number}}, 1));
  CHECK(bay.facts(1).size() == 3);
  CHECK(bay.facts(1)[2].serial_number != bay.facts(1)[1].serial_number);
}

TEST_CASE("a bay with a given set has those and no others") {
  robot_config config;
  config.takes_any_module = false;
  config.modules = {{"temperatureModuleV2", "T"}};
  module_bay bay{config};
  CHECK(bay.begin(load_module_operation{"temperatureModuleV1", {}}, 1).has_value());  // it stands in
  CHECK(bay.begin(load_module_operation{"temperatureModuleV2", {"T"}}, 1).error().code == robot_error_code::module_absent);
  CHECK(bay.begin(load_module_operation{"magneticModuleV2", {}}, 1).error().code == robot_error_code::module_absent);
  CHECK(bay.begin(module_operation{.serial_number = "M"}, 1).error().code == robot_error_code::module_absent);
  CHECK(bay.facts(1).size() == 1);
}
