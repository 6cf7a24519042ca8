#include <catch2/catch.hpp>

#include "tests/runtime/planning_bench.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

labware_definition_ptr changed(const char* load_name, const char* new_name, const json& stands_on) {
  auto document = find_shipped_labware("opentrons", load_name, 1)->document;
  document["parameters"]["loadName"] = new_name;
  document["stackingOffsetWithLabware"] = stands_on;
  return *read_labware_definition(document);
}

struct stacking_bench : planning_bench {
  stacking_bench() {
    const json none{{"x", 0}, {"y", 0}, {"z", 0}};
    model.add_definition(changed("opentrons_96_well_aluminum_block", "an_adapter", json::object()));
    model.add_definition(changed("corning_96_wellplate_360ul_flat", "a_plate", {{"an_adapter", none}, {"a_plate", none}}));
    load("an_adapter", {{"slotName", "1"}}, "adapter");
    load("a_plate", {{"labwareId", "adapter"}}, "plate");
    load_pipette("p300_single", "left");
  }
  std::string error_of_load(const char* load_name, const json& location, const char* labware_id = "new") const {
    return error_of(
        "loadLabware",
        {{"location", location}, {"loadName", load_name}, {"namespace", "opentrons"}, {"version", 1}, {"labwareId", labware_id}});
  }
};

}  // namespace

TEST_CASE("loads without ids get ids of their own") {
  planning_bench bench;
  const json rack{
      {"location", {{"slotName", "4"}}}, {"loadName", "opentrons_96_tiprack_300ul"}, {"namespace", "opentrons"}, {"version", 1}};
  const auto labware_id = bench.run("loadLabware", rack)["labwareId"].get<std::string>();
  CHECK(labware_id.size() == 36);
  CHECK(bench.model.find_labware(labware_id));
  const auto pipette_id =
      bench.run("loadPipette", {{"pipetteName", "p20_single_gen2"}, {"mount", "right"}})["pipetteId"].get<std::string>();
  REQUIRE(bench.model.find_pipette(pipette_id));
  CHECK(bench.model.find_pipette(pipette_id)->on == mount::right);
}

TEST_CASE("loadPipette asks the robot for that pipette on that mount") {
  planning_bench bench;
  const auto plan = bench.plan("loadPipette", {{"pipetteName", "p300_multi"}, {"mount", "right"}});
  const auto& load = operation_at<load_pipette_operation>(*plan, 0);
  CHECK(load.pipette_name == "p300_multi");
  CHECK(load.on == mount::right);
  CHECK_FALSE(bench.model.find_pipette("right"));  // planning alone changes nothing
}

TEST_CASE("labware may be loaded again under its id where it stands") {
  planning_bench bench;
  bench.load("corning_96_wellplate_360ul_flat", {{"slotName", "4"}}, "plate");
  bench.load("corning_96_wellplate_360ul_flat", {{"slotName", "4"}}, "plate");
  CHECK(bench.model.labware_at({{"slotName", "4"}})->labware_id == "plate");
}

TEST_CASE("an occupied place is refused with what is there") {
  planning_bench bench;
  bench.load("corning_96_wellplate_360ul_flat", {{"slotName", "4"}}, "plate");
  const auto planned = bench.plan("loadLabware", {{"location", {{"addressableAreaName", "4"}}},
                                                  {"loadName", "opentrons_96_tiprack_300ul"},
                                                  {"namespace", "opentrons"},
                                                  {"version", 1}});
  REQUIRE_FALSE(planned);
  CHECK(planned.error().error_type == "LocationIsOccupiedError");
  CHECK(planned.error().detail.find("corning_96_wellplate_360ul_flat (plate)") != std::string::npos);
}

TEST_CASE("slot 12 is full even where the trash is no labware") {
  planning_bench bench;
  bench.model = run_model{};
  const json params{
      {"location", {{"slotName", "12"}}}, {"loadName", "opentrons_96_tiprack_300ul"}, {"namespace", "opentrons"}, {"version", 1}};
  CHECK(bench.error_of("loadLabware", params) == "LocationIsOccupiedError 4000");
}

TEST_CASE("places that carry no labware are refused, each with its reason") {
  stacking_bench bench;
  CHECK(bench.error_of_load("a_plate", {{"addressableAreaName", "fixedTrash"}}) == "LabwareIsNotAllowedInLocationError 4000");
  CHECK(bench.error_of_load("a_plate", {{"moduleId", "m"}}) == "ModuleNotLoadedError 4000");
  CHECK(bench.error_of_load("a_plate", {{"labwareId", "nothing"}}) == "LabwareNotLoadedError 4000");
  CHECK(bench.error_of_load("a_plate", {{"labwareId", "adapter"}}) == "LocationIsOccupiedError 4000");
  CHECK(bench.error_of_load("a_plate", {{"labwareId", "plate"}}) == "LabwareCannotBeStackedError 4000");           // three high
  CHECK(bench.error_of_load("a_plate", {{"labwareId", "plate"}}, "plate") == "LabwareCannotBeStackedError 4000");  // on itself
  bench.load("a_plate", {{"slotName", "2"}}, "lone plate");
  CHECK(bench.error_of_load("an_adapter", {{"labwareId", "lone plate"}}) == "LabwareCannotBeStackedError 4000");
  CHECK(bench.error_of_load("a_plate", "offDeck") == "");
}

TEST_CASE("labware below other labware can be neither reached nor moved") {
  stacking_bench bench;
  CHECK(bench.error_of("moveToWell", in_well("left", "adapter", "A1")) == "LabwareIsInStackError 4000");
  CHECK(bench.error_of("moveToWell", in_well("left", "plate", "A1")) == "");
  CHECK(bench.error_of("moveLabware",
                       {{"labwareId", "adapter"}, {"newLocation", "offDeck"}, {"strategy", "manualMoveWithPause"}}) ==
        "LabwareIsInStackError 4000");
}

TEST_CASE("labware that left the deck cannot be reached") {
  stacking_bench bench;
  const auto result =
      bench.run("moveLabware", {{"labwareId", "plate"}, {"newLocation", "offDeck"}, {"strategy", "manualMoveWithoutPause"}});
  CHECK(result == json::object());
  CHECK(bench.error_of("moveToWell", in_well("left", "plate", "A1")) == "LocationNotAccessibleByPipetteError 4000");
  CHECK(bench.error_of("moveToWell", in_well("left", "adapter", "A1")) == "");
}

TEST_CASE("a labware moved by hand stands at its new place, with the offset of that place") {
  planning_bench bench;
  bench.set_up();
  bench.model.add_offset({"in five", "opentrons/corning_96_wellplate_360ul_flat/1", "5", {0, 0, 1}});
  bench.run("moveToWell", in_well("left", "plate", "A1"));
  const json move{{"labwareId", "plate"}, {"newLocation", {{"slotName", "5"}}}, {"strategy", "manualMoveWithPause"}};
  CHECK(bench.plan("moveLabware", move)->wait == wait_kind::resume);
  CHECK(bench.run("moveLabware", move) == json{{"offsetId", "in five"}});
  check_point(*bench.model.origin_of(*bench.model.find_labware("plate")), 132.5, 90.5, 1);
  CHECK_FALSE(bench.model.where());
  CHECK_FALSE(bench.model.labware_at({{"slotName", "2"}}));
}

TEST_CASE("reloading takes up an offset that came later") {
  planning_bench bench;
  bench.set_up();
  CHECK(bench.run("reloadLabware", {{"labwareId", "plate"}}) == json{{"labwareId", "plate"}});
  bench.model.add_offset({"later", "opentrons/corning_96_wellplate_360ul_flat/1", "2", {1, 2, 3}});
  CHECK(bench.run("reloadLabware", {{"labwareId", "plate"}}) == json{{"labwareId", "plate"}, {"offsetId", "later"}});
  check_point(*bench.model.origin_of(*bench.model.find_labware("plate")), 133.5, 2, 3);
}
