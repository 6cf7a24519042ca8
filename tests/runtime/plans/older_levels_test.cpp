// What API levels below 2.14 do in another way.

#include <catch2/catch.hpp>

#include "tests/runtime/planning_bench.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

// A deck as planning_bench::set_up makes it, of a Python file.
struct python_bench : planning_bench {
  explicit python_bench(const char* api_level) {
    auto protocol = protocol_with_trash();
    protocol.schema_version = 0;
    protocol.python = python_source{.file_name = "protocol.py", .text = "", .api_level = api_level, .data_files = {}};
    model = run_model{protocol};
    set_up();
  }
};

json at_bottom() { return {{"wellLocation", {{"origin", "bottom"}, {"offset", {{"x", 0}, {"y", 0}, {"z", 1}}}}}}; }

json of_liquid(const char* pipette, const char* labware, const char* well) {
  auto params = in_well(pipette, labware, well, at_bottom());
  params.update({{"volume", 50}, {"flowRate", 10}});
  return params;
}

std::size_t operations_of(const planning_bench& bench, const char* command_type, const json& params) {
  const auto planned = bench.plan(command_type, params);
  REQUIRE(planned);
  return planned->operations.size();
}

}  // namespace

TEST_CASE("the level that a protocol moves by") {
  json_protocol protocol;
  for (const auto& [schema, minor] :
       {std::pair{3, 13}, {5, 13}, {6, newest_api_minor}, {8, newest_api_minor}, {0, newest_api_minor}}) {
    protocol.schema_version = schema;
    CHECK(protocol.api_minor() == minor);
  }
  protocol.python = python_source{.file_name = "", .text = "", .api_level = "2.7", .data_files = {}};
  CHECK(protocol.api_minor() == 7);
  CHECK(run_model{protocol}.is_legacy());
}

TEST_CASE("an arc within a labware clears its wells below 2.14, and its top from there on") {
  for (const auto& [level, base_mm] : {std::pair{"2.13", 64.69}, {"2.14", 64.49}}) {
    python_bench bench{level};
    bench.run("moveToWell", in_well("left", "rack", "A1"));
    const auto planned = bench.plan("moveToWell", in_well("left", "rack", "B1"));
    const auto move = operation_at<move_operation>(*planned, 0);
    CHECK(move.path == path_kind::in_labware_arc);
    CHECK(move.base_z_mm == Approx(base_mm));
    CHECK(move.is_legacy == (move.base_z_mm > 64.6));
  }
}

TEST_CASE("below 2.10 a mount goes on from where the other one went") {
  for (const auto& [level, path] : {std::pair{"2.9", path_kind::in_labware_arc}, {"2.10", path_kind::arc}}) {
    python_bench bench{level};
    bench.run("moveToWell", in_well("left", "plate", "A1"));
    CHECK(operation_at<move_operation>(*bench.plan("moveToWell", in_well("right", "plate", "A2")), 0).path == path);
  }
}

TEST_CASE("below 2.14 a minimum height makes even a move within a well an arc") {
  for (const auto& [level, path] : {std::pair{"2.13", path_kind::in_labware_arc}, {"2.14", path_kind::direct}}) {
    python_bench bench{level};
    bench.run("moveToWell", in_well("left", "plate", "A1"));
    const auto params = in_well("left", "plate", "A1", {{"minimumZHeight", 50}});
    CHECK(operation_at<move_operation>(*bench.plan("moveToWell", params), 0).path == path);
  }
}

TEST_CASE("below 2.3 every aspirate into an empty pipette begins above the well") {
  for (const auto& [level, operations] : {std::pair{"2.2", 4}, {"2.3", 2}}) {
    python_bench bench{level};
    bench.run("pickUpTip", in_well("left", "rack", "A1"));
    bench.run("prepareToAspirate", {{"pipetteId", "left"}});
    CHECK(operations_of(bench, "aspirate", of_liquid("left", "plate", "A1")) == static_cast<std::size_t>(operations));
  }
}

TEST_CASE("a Python file below 2.14 prepares the plunger itself, at the flow it has set") {
  for (const auto& [level, prepares] : {std::pair{"2.13", false}, {"2.14", true}}) {
    python_bench bench{level};
    const auto planned = bench.plan("pickUpTip", in_well("left", "rack", "A1"));
    CHECK(operation_at<pick_up_tip_operation>(*planned, 1).prepares == prepares);
  }
  python_bench bench{"2.13"};
  bench.run("pickUpTip", in_well("left", "rack", "A1"));
  bench.model.set_blow_out_flow("left", 7.5);
  const auto prepare = operation_at<prepare_to_aspirate_operation>(*bench.plan("prepareToAspirate", {{"pipetteId", "left"}}), 0);
  CHECK(prepare.flow_rate_ul_s == 7.5);
}

TEST_CASE("up to 2.12 a pipette's home leaves the other mount, and below 2.14 a load does not name the other pipette") {
  for (const auto& [level, leaves] : {std::pair{"2.12", true}, {"2.13", false}}) {
    python_bench bench{level};
    const auto home = operation_at<home_operation>(*bench.plan("home", {{"axes", {"leftZ", "leftPlunger"}}}), 0);
    CHECK(home.leaves_other_mount == leaves);
    const json load{{"pipetteName", "p300_single"}, {"mount", "left"}};
    CHECK_FALSE(operation_at<load_pipette_operation>(*bench.plan("loadPipette", load), 0).names_other_mount);
  }
}

TEST_CASE("below 2.14 a pipette that goes home is still where it was, as far as its next way is concerned") {
  for (const auto& [level, forgets] : {std::pair{"2.13", false}, {"2.14", true}}) {
    python_bench bench{level};
    bench.run("moveToWell", in_well("left", "plate", "A1"));
    bench.run("home", {{"axes", {"leftZ", "leftPlunger"}}});
    CHECK(bench.model.where().has_value() != forgets);
    bench.run("home", json::object());
    CHECK_FALSE(bench.model.where());
  }
}

TEST_CASE("from 2.10 to 2.13 a pipette does not go round a thermocycler for where the other one was") {
  for (const auto& [level, goes_round] : {std::pair{"2.9", true}, {"2.10", false}, {"2.13", false}, {"2.14", true}}) {
    python_bench bench{level};
    bench.load_module("thermocyclerModuleV1", "7", "cycler");
    bench.load("corning_96_wellplate_360ul_flat", {{"slotName", "9"}}, "nine");
    bench.load("corning_96_wellplate_360ul_flat", {{"slotName", "4"}}, "four");
    bench.run("moveToWell", in_well("left", "nine", "A1"));
    const auto detours = [&](const char* pipette) {
      return operation_at<move_operation>(*bench.plan("moveToWell", in_well(pipette, "four", "A1")), 0).detours.size();
    };
    CHECK(detours("left") == 1);
    CHECK(detours("right") == (goes_round ? 1 : 0));
  }
}

TEST_CASE("the walls that a touch tip touches, by level") {
  const json touch{{"speed", 60}, {"wellLocation", {{"origin", "top"}, {"offset", {{"x", 0}, {"y", 0}, {"z", -1}}}}}};
  // Into the middle, then the walls, with the middle between and after them where the level has it.
  for (const auto& [level, moves] : {std::pair{"2.3", 4}, {"2.4", 6}, {"2.13", 6}, {"2.14", 7}}) {
    python_bench bench{level};
    bench.run("pickUpTip", in_well("left", "rack", "A1"));
    CHECK(operations_of(bench, "touchTip", in_well("left", "plate", "C5", touch)) == static_cast<std::size_t>(moves));
  }
  // The last column at the deck's right edge: the left mount stays away from the right wall below 2.14.
  python_bench bench{"2.13"};
  bench.load("corning_96_wellplate_360ul_flat", {{"slotName", "6"}}, "edge");
  bench.run("pickUpTip", in_well("left", "rack", "A1"));
  CHECK(operations_of(bench, "touchTip", in_well("left", "edge", "A12", touch)) == 5);
  CHECK(operations_of(bench, "touchTip", in_well("left", "edge", "A11", touch)) == 6);
  // A thermocycler takes up more slots than one, and is still not beside the plate that it holds.
  bench.load_module("thermocyclerModuleV1", "7", "cycler");
  bench.load("nest_96_wellplate_100ul_pcr_full_skirt", {{"moduleId", "cycler"}}, "held");
  CHECK(operations_of(bench, "touchTip", in_well("left", "held", "A12", touch)) == 6);
}

TEST_CASE("below 2.14 a module that bears labware is as tall as that") {
  for (const auto& [level, tallest_mm] : {std::pair{"2.13", 82.25 + 15.7 + 4.052}, {"2.14", 110.152}}) {
    python_bench bench{level};
    bench.load_module("magneticModuleV1", "4", "magnet");
    CHECK(bench.model.tallest_z_mm() == Approx(110.152));
    bench.load("nest_96_wellplate_100ul_pcr_full_skirt", {{"moduleId", "magnet"}}, "pcr");
    CHECK(bench.model.tallest_z_mm() == Approx(tallest_mm).margin(0.5));
  }
}

TEST_CASE("below 2.14 one pipette goes up and above the trash before a thermocycler's lid moves") {
  python_bench bench{"2.13"};
  bench.load_module("thermocyclerModuleV1", "7", "cycler");
  const auto planned = bench.plan("thermocycler/openLid", {{"moduleId", "cycler"}});
  REQUIRE(planned);
  REQUIRE(planned->operations.size() == 3);
  CHECK(operation_at<retract_axis_operation>(*planned, 0).axis == motor_axis::left_z);
  const auto aside = operation_at<move_operation>(*planned, 1);
  CHECK(aside.on == mount::left);
  CHECK(aside.stay_at_height);
  CHECK(aside.target.x_mm == Approx(347.84));
  CHECK(operation_at<module_operation>(*planned, 2).action == module_action::open_lid);
}
