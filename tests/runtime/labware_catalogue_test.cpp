#include "runtime/labware_catalogue.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <thread>

using namespace deckhand;
using nlohmann::json;

namespace {

labware_definition_ptr shipped(std::string_view load_name, int version = 1) {
  auto found = find_shipped_labware("opentrons", load_name, version);
  REQUIRE(found);
  return found;
}

void check_well(const labware_definition& labware, const char* name, double x_mm, double y_mm, double z_mm) {
  const auto* well = labware.find_well(name);
  REQUIRE(well);
  CHECK(well->bottom_centre == point{x_mm, y_mm, z_mm});
}

/// A small definition that is right, with one place changed to `value` (or taken away, for a discarded value).
std::string problem_with(const std::string& pointer, const json& value) {
  auto document = shipped("corning_6_wellplate_16.8ml_flat")->document;
  const json::json_pointer place(pointer);
  if (value.is_discarded())
    document[place.parent_pointer()].erase(place.back());
  else
    document[place] = value;
  const auto read = read_labware_definition(document);
  return read ? "" : read.error();
}

const json taken_away(json::value_t::discarded);

}  // namespace

TEST_CASE("all shipped labware expands to a definition of its own URI") {
  const auto uris = shipped_labware_uris();
  CHECK(uris.size() == 83);
  CHECK(std::ranges::is_sorted(uris));
  for (const auto& uri : uris) {
    CAPTURE(uri);
    const auto first = uri.find('/'), last = uri.rfind('/');
    const auto labware =
        find_shipped_labware(uri.substr(0, first), uri.substr(first + 1, last - first - 1), std::stoi(uri.substr(last + 1)));
    REQUIRE(labware);
    CHECK(labware->uri == uri);
    CHECK((!labware->wells.empty() || labware->document.contains("allowedRoles")));
    CHECK(labware->document["schemaVersion"] == 2);
    CHECK(labware->is_tip_rack == (uri.find("tiprack") != std::string::npos));
    CHECK((labware->tip_length_mm > 0) == labware->is_tip_rack);
    CHECK((labware->document["groups"][0]["wells"].size() == labware->wells.size() || labware->document["groups"].size() == 2));
  }
}

TEST_CASE("unknown labware is not found") {
  CHECK_FALSE(find_shipped_labware("opentrons", "no_such_plate", 1));
  CHECK_FALSE(find_shipped_labware("somebody", "opentrons_96_tiprack_300ul", 1));
  CHECK_FALSE(find_shipped_labware("opentrons", "opentrons_96_tiprack_300ul", 2));
  CHECK_FALSE(find_shipped_labware("opentrons", "opentrons_96_tiprack_300ul", 0));
}

TEST_CASE("the figures of a tip rack") {
  const auto rack = shipped("opentrons_96_tiprack_300ul");
  CHECK(rack->tip_length_mm == 59.3);
  CHECK(rack->tip_overlap_mm == 7.47);
  CHECK(rack->height_mm == 64.49);
  CHECK(rack->display_name == "Opentrons OT-2 96 Tip Rack 300 µL");
  CHECK(rack->document["metadata"]["displayCategory"] == "tipRack");
  CHECK(rack->wells.size() == 96);
  check_well(*rack, "A1", 14.38, 74.24, 5.39);
  check_well(*rack, "H12", 113.38, 11.24, 5.39);
  const auto& well = *rack->find_well("A1");
  CHECK(well.is_circular);
  CHECK(well.diameter_mm == 5.23);
  CHECK(well.size_x_mm == 5.23);
  CHECK(well.capacity_ul == 300);
  REQUIRE(rack->ordering.size() == 12);
  CHECK(rack->ordering[1] == std::vector<std::string>{"A2", "B2", "C2", "D2", "E2", "F2", "G2", "H2"});
}

TEST_CASE("the figures of reservoirs, plates, tubes and the trash") {
  const auto reservoir = shipped("nest_12_reservoir_15ml");
  CHECK(reservoir->has_quirk("centerMultichannelOnWells"));
  CHECK(reservoir->has_quirk("touchTipDisabled"));
  CHECK_FALSE(reservoir->find_well("A1")->is_circular);
  CHECK(reservoir->find_well("A12")->size_y_mm == 71.2);
  check_well(*shipped("agilent_1_reservoir_290ml"), "A1", 63.88, 42.785, 4.82);
  check_well(*shipped("usascientific_12_reservoir_22ml"), "A4", 41.21, 42.9, 2.29);

  const auto plate = shipped("corning_384_wellplate_112ul_flat", 2);
  check_well(*plate, "P24", 115.62, 8.99, 2.79);
  CHECK(plate->document["parameters"]["format"] == "384Standard");
  CHECK(shipped("nest_96_wellplate_2ml_deep")->document["parameters"]["magneticModuleEngageHeight"] == 6.8);

  const auto mixed = shipped("opentrons_10_tuberack_falcon_4x50ml_6x15ml_conical");
  CHECK(mixed->wells.size() == 10);
  check_well(*mixed, "C2", 38.88, 17.75, 6.85);
  check_well(*mixed, "B4", 106.38, 25.25, 7.3);
  CHECK(mixed->find_well("A3")->capacity_ul == 50000);

  const auto trash = shipped("opentrons_1_trash_1100ml_fixed");
  CHECK(trash->has_quirk("fixedTrash"));
  check_well(*trash, "A1", 82.84, 80, 82);
}

TEST_CASE("only two labware stand taller in their second version") {
  CHECK(shipped("opentrons_24_aluminumblock_generic_2ml_screwcap", 1)->height_mm == 42);
  CHECK(shipped("opentrons_24_aluminumblock_generic_2ml_screwcap", 2)->height_mm == 48.7);
  CHECK(shipped("corning_96_wellplate_360ul_flat", 1)->height_mm == shipped("corning_96_wellplate_360ul_flat", 2)->height_mm);
}

TEST_CASE("a definition is expanded once, whoever asks") {
  std::vector<labware_definition_ptr> found(8);
  {
    std::vector<std::jthread> threads;
    for (auto& each : found)
      threads.emplace_back([&each] { each = find_shipped_labware("opentrons", "biorad_384_wellplate_50ul", 1); });
  }
  for (const auto& each : found) CHECK(each == found.front());
}

TEST_CASE("what is wrong with a definition is said with its place") {
  CHECK(problem_with("/version", 7).empty());
  // What is cut down by hand is often cut down in one place only.
  CHECK(problem_with("/ordering", json::parse(R"([["A1", "B1"], ["A2", "B2"]])")).empty());
  CHECK(problem_with("/groups/0/wells/3", "Z9").empty());
  const auto [pointer, value, problem] = GENERATE(table<std::string, json, std::string>({
      {"/schemaVersion", 3, "schemaVersion: must be 2"},
      {"/version", 1.5, "version: must be a whole number"},
      {"/version", taken_away, "version: is missing"},
      {"/namespace", "Some/Body", "namespace: must be made of"},
      {"/metadata/displayName", taken_away, "metadata.displayName: is missing"},
      {"/brand", "acme", "brand: must be an object"},
      {"/parameters/loadName", taken_away, "parameters.loadName: is missing"},
      {"/parameters/format", "97Standard", "parameters.format: must be one of"},
      {"/parameters/isTiprack", true, "parameters.tipLength: is missing"},
      {"/parameters/quirks", "none", "parameters.quirks: must be a list"},
      {"/cornerOffsetFromSlot/y", "0", "cornerOffsetFromSlot.y: must be a number"},
      {"/dimensions/zDimension", -1, "dimensions.zDimension: must not be negative"},
      {"/wells/B2/depth", taken_away, "wells.B2.depth: is missing"},
      {"/wells/B2/shape", "oval", "wells.B2.shape: must be circular or rectangular"},
      {"/wells/B2/diameter", 0, "wells.B2.diameter: must be greater than 0"},
      {"/wells/B2", json::array(), "wells.B2: must be an object"},
      {"/ordering/1/0", "Z9", "ordering[1][0]: must be the name of a well"},
      {"/ordering/1/0", "A1", "ordering[1][0]: names a well for the second time"},
      {"/groups/0/wells/3", 4, "groups[0].wells[3]: must be the name of a well"},
      {"/groups", taken_away, "groups: is missing"},
  }));
  CAPTURE(pointer);
  CHECK_THAT(problem_with(pointer, value), Catch::StartsWith(problem));
  CHECK_FALSE(read_labware_definition(json::array()));
}
