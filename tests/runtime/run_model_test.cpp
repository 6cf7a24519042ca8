#include "runtime/run_model.hpp"

#include <catch2/catch.hpp>

#include "tests/runtime/planning_bench.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

// A flat adapter, and a plate that sinks 2 mm into it.
labware_definition_ptr adapter() {
  auto document = find_shipped_labware("opentrons", "opentrons_96_well_aluminum_block", 1)->document;
  document["parameters"]["loadName"] = "test_adapter";
  document["namespace"] = "test";
  document["dimensions"]["zDimension"] = 10;
  document["cornerOffsetFromSlot"] = {{"x", 8.5}, {"y", 5.5}, {"z", 0}};
  return *read_labware_definition(document);
}
labware_definition_ptr stackable_plate() {
  auto document = find_shipped_labware("opentrons", "corning_96_wellplate_360ul_flat", 1)->document;
  document["parameters"]["loadName"] = "test_plate";
  document["namespace"] = "test";
  document["stackingOffsetWithLabware"] = {{"test_adapter", {{"x", 0.5}, {"y", 0}, {"z", 2}}}};
  return *read_labware_definition(document);
}

std::vector<json> summaries(run_model& model, entity_kind kind) {
  std::vector<json> found;
  for (const auto& change : model.take_changes())
    if (change.kind == kind) found.push_back(json::parse(change.summary_json));
  return found;
}

}  // namespace

TEST_CASE("slots have the deck's corners, and nothing else is a slot") {
  check_point(*slot_origin("1"), 0, 0, 0);
  check_point(*slot_origin("6"), 265, 90.5, 0);
  check_point(*slot_origin("12"), 265, 271.5, 0);
  for (const auto* name : {"", "0", "13", "D1", "1 ", "01", "-1", "fixedTrash"}) CHECK_FALSE(slot_origin(name));
}

TEST_CASE("a protocol's deck begins with its liquids and, up to schema 7, the trash as labware") {
  auto protocol = protocol_with_trash();
  run_model model{protocol};
  const auto changes = model.take_changes();
  REQUIRE(changes.size() == 2);
  CHECK(json::parse(changes[0].summary_json) ==
        json{{"id", "water"}, {"displayName", "Water"}, {"description", "tap"}, {"displayColor", "#0000ff"}});
  CHECK(json::parse(changes[1].summary_json) == json{{"id", "fixedTrash"},
                                                     {"loadName", "opentrons_1_trash_1100ml_fixed"},
                                                     {"definitionUri", "opentrons/opentrons_1_trash_1100ml_fixed/1"},
                                                     {"location", {{"slotName", "12"}}}});
  CHECK(model.take_changes().empty());
  protocol.has_fixed_trash_labware = false;
  CHECK_FALSE(run_model{protocol}.find_labware("fixedTrash"));
  CHECK_FALSE(run_model{}.find_labware("fixedTrash"));
  CHECK(run_model{}.tallest_z_mm() == 82);
}

TEST_CASE("a protocol's own definition goes before the shipped one") {
  run_model model;
  auto document = find_shipped_labware("opentrons", "corning_96_wellplate_360ul_flat", 1)->document;
  document["metadata"]["displayName"] = "mine";
  model.add_definition(*read_labware_definition(document));
  CHECK(model.find_definition("opentrons", "corning_96_wellplate_360ul_flat", 1)->display_name == "mine");
  CHECK(model.find_definition("opentrons", "opentrons_96_tiprack_300ul", 1));
  CHECK_FALSE(model.find_definition("opentrons", "opentrons_96_tiprack_300ul", 77));
}

TEST_CASE("labware stands at slot, corner offset and the newest matching measured offset") {
  planning_bench bench;
  const std::string uri = "opentrons/corning_96_wellplate_360ul_flat/1";
  bench.model.add_offset({"old", uri, "5", {9, 9, 9}});
  bench.model.add_offset({"new", uri, "5", {0.5, -0.25, 1}});
  bench.model.add_offset({"other slot", uri, "6", {7, 7, 7}});
  bench.model.add_offset({"on a module", uri, "5", {7, 7, 7}, std::nullopt, "temperatureModuleV2"});
  bench.model.add_offset({"on an adapter", uri, "5", {7, 7, 7}, "test/test_adapter/1"});
  const auto result = bench.run("loadLabware", {{"location", {{"slotName", "5"}}},
                                                {"loadName", "corning_96_wellplate_360ul_flat"},
                                                {"namespace", "opentrons"},
                                                {"version", 1},
                                                {"labwareId", "plate"}});
  CHECK(result["offsetId"] == "new");
  CHECK(result["definition"]["parameters"]["loadName"] == "corning_96_wellplate_360ul_flat");
  check_point(*bench.model.origin_of(*bench.model.find_labware("plate")), 133, 90.25, 1);
  CHECK(bench.model.tallest_z_mm() == 82);
}

TEST_CASE("an offset is listed with its place and time") {
  run_model model;
  model.add_offset({"id", "a/b/1", "5", {1, 2, 3}, "a/adapter/1", std::nullopt, "2026-01-31T09:30:00.000000+00:00"});
  CHECK(summaries(model, entity_kind::labware_offset).at(0) ==
        json{{"id", "id"},
             {"createdAt", "2026-01-31T09:30:00.000000+00:00"},
             {"definitionUri", "a/b/1"},
             {"location", {{"slotName", "5"}, {"definitionUri", "a/adapter/1"}}},
             {"vector", {{"x", 1.0}, {"y", 2.0}, {"z", 3.0}}}});
}

TEST_CASE("a stack adds heights, less what the upper labware sinks in") {
  run_model model;
  model.put_labware({"adapter", adapter(), {{"slotName", "4"}}, std::nullopt, std::nullopt});
  model.add_offset({"on the adapter", stackable_plate()->uri, "4", {0, 0, 0.5}, adapter()->uri});
  const json on_adapter{{"labwareId", "adapter"}};
  model.put_labware({"plate", stackable_plate(), on_adapter, "on the adapter", std::nullopt});
  CHECK(model.find_offset(stackable_plate()->uri, on_adapter)->offset_id == "on the adapter");
  const auto* plate = model.find_labware("plate");
  // The adapter's corner offset is its own affair: the upper labware has one, too.
  check_point(*model.origin_of(*plate), 0.5, 90.5, 10 - 2 + 0.5);
  CHECK(model.top_z_mm(*plate) == Approx(10 - 2 + 0.5 + plate->definition->height_mm));
  CHECK(model.labware_on("adapter") == plate);
  CHECK(model.labware_at(on_adapter) == plate);
  CHECK(model.slot_of(plate->location) == "4");
}

TEST_CASE("labware off the deck is nowhere and hides nothing") {
  run_model model;
  model.put_labware({"plate", stackable_plate(), "offDeck", std::nullopt, std::nullopt});
  CHECK_FALSE(model.origin_of(*model.find_labware("plate")));
  CHECK_FALSE(model.labware_at("offDeck"));
  CHECK_FALSE(model.slot_of("offDeck"));
}

TEST_CASE("the tallest labware counts where it is taller than the trash") {
  planning_bench bench;
  bench.load("opentrons_10_tuberack_falcon_4x50ml_6x15ml_conical", {{"slotName", "1"}}, "tubes");
  CHECK(bench.model.tallest_z_mm() == Approx(124.35));
}

TEST_CASE("a slot's labware is found under the slot's name as an area, too") {
  planning_bench bench;
  bench.load("corning_96_wellplate_360ul_flat", {{"addressableAreaName", "7"}}, "plate");
  REQUIRE(bench.model.labware_at({{"slotName", "7"}}));
  CHECK(bench.model.labware_at({{"slotName", "7"}})->labware_id == "plate");
  CHECK_FALSE(bench.model.labware_at({{"slotName", "8"}}));
}

TEST_CASE("loads are listed as the Run object shows them") {
  planning_bench bench;
  bench.model.take_changes();
  bench.run("loadPipette", {{"pipetteName", "p300_single"}, {"mount", "left"}, {"pipetteId", "p"}});
  CHECK(summaries(bench.model, entity_kind::pipette).at(0) ==
        json{{"id", "p"}, {"pipetteName", "p300_single"}, {"mount", "left"}});
  bench.run("loadLabware", {{"location", {{"slotName", "D2"}}},
                            {"loadName", "opentrons_96_tiprack_300ul"},
                            {"namespace", "opentrons"},
                            {"version", 1},
                            {"labwareId", "rack"},
                            {"displayName", "tips"}});
  const auto rack = summaries(bench.model, entity_kind::labware).at(0);
  CHECK(rack["displayName"] == "tips");
  CHECK(rack["location"] == json{{"slotName", "2"}});
}
