#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "runtime/labware_catalogue.hpp"

// A second copy of the public figures, so that a slip of the pen in the catalogue does not pass.

using namespace deckhand;

namespace {

struct labware_row {
  const char* load_name;
  int newest_version, rows, columns;
  double x_mm, y_mm, z_mm, dx_mm, dy_mm, depth_mm, diameter_mm, size_x_mm, size_y_mm, capacity_ul;
  double height_mm, width_mm, length_mm;
  const char *format, *quirks;
  double magnet_height_mm, tip_length_mm, overlap_mm;
  const char* bottom_shape;
  bool has_more_wells;  ///< this is the first of two grids
};

// clang-format off
constexpr labware_row rows[] = {
    {"opentrons_96_tiprack_300ul", 1, 8, 12, 14.38, 74.24, 5.39, 9, 9, 59.3, 5.23, 0, 0, 300, 64.49, 127.76, 85.48, "96Standard", "", 0, 59.3, 7.47, "", false},
    {"nest_12_reservoir_15ml", 1, 1, 12, 14.38, 42.78, 4.55, 9, 0, 26.85, 0, 8.2, 71.2, 15000, 31.4, 127.76, 85.48, "trough", "centerMultichannelOnWells,touchTipDisabled", 0, 0, 0, "v", false},
    {"opentrons_96_filtertiprack_200ul", 1, 8, 12, 14.38, 74.24, 5.39, 9, 9, 59.3, 5.23, 0, 0, 200, 64.49, 127.76, 85.48, "96Standard", "", 0, 59.3, 7.47, "", false},
    {"opentrons_96_filtertiprack_20ul", 1, 8, 12, 14.36, 74.26, 25.49, 9, 9, 39.2, 3.27, 0, 0, 20, 64.69, 127.76, 85.48, "96Standard", "", 0, 39.2, 3.29, "", false},
    {"nest_96_wellplate_100ul_pcr_full_skirt", 2, 8, 12, 14.38, 74.24, 0.92, 9, 9, 14.78, 5.34, 0, 0, 100, 15.7, 127.76, 85.48, "96Standard", "", 20, 0, 0, "v", false},
    {"opentrons_96_tiprack_20ul", 1, 8, 12, 14.38, 74.24, 25.49, 9, 9, 39.2, 3.27, 0, 0, 20, 64.69, 127.76, 85.48, "96Standard", "", 0, 39.2, 8.25, "", false},
    {"nest_1_reservoir_195ml", 2, 1, 1, 63.88, 42.74, 4.55, 0, 0, 25, 0, 106.8, 71.2, 195000, 31.4, 127.76, 85.48, "trough", "centerMultichannelOnWells,touchTipDisabled", 0, 0, 0, "v", false},
    {"nest_96_wellplate_2ml_deep", 2, 8, 12, 14.3, 74.15, 3, 9, 9, 38, 0, 8.2, 8.2, 2000, 41, 127.6, 85.3, "96Standard", "", 6.8, 0, 0, "v", false},
    {"biorad_96_wellplate_200ul_pcr", 2, 8, 12, 14.38, 74.24, 1.25, 9, 9, 14.81, 5.46, 0, 0, 200, 16.06, 127.76, 85.48, "96Standard", "", 18, 0, 0, "v", false},
    {"opentrons_24_tuberack_eppendorf_1.5ml_safelock_snapcap", 1, 4, 6, 18.21, 75.43, 42.05, 19.89, 19.28, 37.8, 8.7, 0, 0, 1500, 79.85, 127.75, 85.5, "irregular", "", 0, 0, 0, "v", false},
    {"opentrons_96_aluminumblock_generic_pcr_strip_200ul", 2, 8, 12, 14.38, 74.25, 5.31, 9, 9, 20.3, 5.46, 0, 0, 200, 19.5, 127.75, 85.5, "96Standard", "", 0, 0, 0, "v", false},
    {"opentrons_96_aluminumblock_nest_wellplate_100ul", 1, 8, 12, 14.38, 74.2, 6.42, 9, 9, 14.78, 5.34, 0, 0, 100, 21.2, 127.75, 85.45, "96Standard", "gripperIncompatible", 0, 0, 0, "v", false},
    {"usascientific_12_reservoir_22ml", 1, 1, 12, 13.94, 42.9, 2.29, 9.09, 0, 42.16, 0, 8.33, 71.88, 22000, 44.45, 127.76, 85.8, "trough", "centerMultichannelOnWells,touchTipDisabled", 0, 0, 0, "v", false},
    {"corning_96_wellplate_360ul_flat", 2, 8, 12, 14.38, 74.24, 3.55, 9, 9, 10.67, 6.86, 0, 0, 360, 14.22, 127.76, 85.47, "96Standard", "", 0, 0, 0, "flat", false},
    {"opentrons_96_tiprack_1000ul", 1, 8, 12, 14.38, 74.24, 9.47, 9, 9, 88, 7.23, 0, 0, 1000, 97.47, 127.76, 85.48, "96Standard", "", 0, 88, 7.95, "", false},
    {"opentrons_24_tuberack_eppendorf_2ml_safelock_snapcap", 1, 4, 6, 18.21, 75.43, 41.27, 19.89, 19.28, 39.1, 8.8, 0, 0, 2000, 79.85, 127.75, 85.5, "irregular", "", 0, 0, 0, "u", false},
    {"opentrons_96_filtertiprack_1000ul", 1, 8, 12, 14.36, 74.26, 9.47, 9, 9, 88, 7.23, 0, 0, 1000, 97.47, 127.76, 85.48, "96Standard", "", 0, 88, 7.95, "", false},
    {"opentrons_96_aluminumblock_biorad_wellplate_200ul", 1, 8, 12, 14.38, 74.24, 4, 9, 9, 14.81, 5.46, 0, 0, 200, 18.81, 127.76, 85.48, "96Standard", "gripperIncompatible", 0, 0, 0, "v", false},
    {"usascientific_96_wellplate_2.4ml_deep", 1, 8, 12, 14.4, 74.2, 2.8, 9, 9, 41.3, 0, 8.2, 8.2, 2400, 44.1, 127.8, 85.5, "96Standard", "", 14.94, 0, 0, "u", false},
    {"agilent_1_reservoir_290ml", 1, 1, 1, 63.88, 42.785, 4.82, 0, 0, 39.22, 0, 108, 72, 290000, 44.04, 127.76, 85.57, "trough", "centerMultichannelOnWells,touchTipDisabled", 0, 0, 0, "v", false},
    {"opentrons_24_aluminumblock_nest_1.5ml_snapcap", 1, 4, 6, 20.75, 68.62, 5.8, 17.25, 17.25, 37.9, 10.2, 0, 0, 1500, 43.7, 127.75, 85.5, "irregular", "gripperIncompatible", 0, 0, 0, "v", false},
    {"opentrons_96_tiprack_10ul", 1, 8, 12, 14.38, 74.24, 25.49, 9, 9, 39.2, 3.27, 0, 0, 10, 64.69, 127.76, 85.48, "96Standard", "", 0, 39.2, 3.29, "", false},
    {"opentrons_10_tuberack_falcon_4x50ml_6x15ml_conical", 1, 3, 2, 13.88, 67.75, 6.85, 25, 25, 117.5, 14.9, 0, 0, 15000, 124.35, 127.75, 85.5, "irregular", "", 0, 0, 0, "v", true},
    {"opentrons_24_aluminumblock_nest_2ml_snapcap", 1, 4, 6, 20.75, 68.62, 4.32, 17.25, 17.25, 39.28, 10.18, 0, 0, 2000, 43.6, 127.75, 85.5, "irregular", "gripperIncompatible", 0, 0, 0, "u", false},
    {"corning_384_wellplate_112ul_flat", 2, 16, 24, 12.12, 76.49, 2.79, 4.5, 4.5, 11.43, 0, 3.63, 3.63, 112, 14.22, 127.76, 85.47, "384Standard", "", 0, 0, 0, "flat", false},
    {"nest_96_wellplate_200ul_flat", 2, 8, 12, 14.28, 74.18, 3.5, 9, 9, 10.8, 6.85, 0, 0, 200, 14.3, 127.56, 85.36, "96Standard", "", 0, 0, 0, "flat", false},
    {"opentrons_24_aluminumblock_nest_1.5ml_screwcap", 1, 4, 6, 20.75, 68.62, 5.45, 17.25, 17.25, 43.9, 8.69, 0, 0, 1500, 49.35, 127.75, 85.5, "irregular", "gripperIncompatible", 0, 0, 0, "v", false},
    {"opentrons_6_tuberack_falcon_50ml_conical", 1, 2, 3, 35.5, 60.24, 7.3, 35, 35, 113, 27.81, 0, 0, 50000, 120.3, 127.76, 85.48, "irregular", "", 0, 0, 0, "v", false},
    {"opentrons_24_tuberack_nest_1.5ml_snapcap", 1, 4, 6, 18.21, 75.43, 41.65, 19.89, 19.28, 37.9, 10.2, 0, 0, 1500, 79.55, 127.75, 85.5, "irregular", "", 0, 0, 0, "v", false},
    {"opentrons_24_aluminumblock_generic_2ml_screwcap", 2, 4, 6, 20.75, 68.63, 6.7, 17.25, 17.25, 42, 8.5, 0, 0, 2000, 42, 127.75, 85.5, "irregular", "", 0, 0, 0, "v", false},
    {"opentrons_24_tuberack_generic_2ml_screwcap", 1, 4, 6, 18.21, 75.43, 42, 19.89, 19.28, 42, 8.5, 0, 0, 2000, 84, 127.75, 85.5, "irregular", "", 0, 0, 0, "v", false},
    {"opentrons_96_filtertiprack_10ul", 1, 8, 12, 14.36, 74.26, 25.49, 9, 9, 39.2, 3.27, 0, 0, 10, 64.69, 127.76, 85.48, "96Standard", "", 0, 39.2, 3.29, "", false},
    {"opentrons_15_tuberack_falcon_15ml_conical", 1, 3, 5, 13.88, 67.74, 6.85, 25, 25, 117.5, 14.9, 0, 0, 15000, 124.35, 127.76, 85.48, "irregular", "", 0, 0, 0, "v", false},
    {"axygen_1_reservoir_90ml", 1, 1, 1, 63.88, 42.735, 6.63, 0, 0, 12.42, 0, 106.76, 70.52, 90000, 19.05, 127.76, 85.47, "trough", "centerMultichannelOnWells,touchTipDisabled", 0, 0, 0, "flat", false},
    {"opentrons_24_tuberack_nest_1.5ml_screwcap", 1, 4, 6, 18.21, 75.43, 41.3, 19.89, 19.28, 43.9, 8.69, 0, 0, 1500, 85.2, 127.75, 85.5, "irregular", "", 0, 0, 0, "v", false},
    {"opentrons_15_tuberack_nest_15ml_conical", 1, 3, 5, 13.88, 67.74, 6.85, 25, 25, 117.8, 15.5, 0, 0, 15000, 124.65, 127.76, 85.48, "irregular", "", 0, 0, 0, "v", false},
    {"opentrons_24_aluminumblock_nest_2ml_screwcap", 1, 4, 6, 20.75, 68.62, 5.45, 17.25, 17.25, 44.05, 8.69, 0, 0, 2000, 49.5, 127.75, 85.5, "irregular", "gripperIncompatible", 0, 0, 0, "v", false},
    {"opentrons_24_aluminumblock_nest_0.5ml_screwcap", 1, 4, 6, 20.75, 68.62, 24.15, 17.25, 17.25, 25.2, 8.69, 0, 0, 500, 49.35, 127.75, 85.5, "irregular", "gripperIncompatible", 0, 0, 0, "v", false},
    {"opentrons_24_tuberack_nest_2ml_screwcap", 1, 4, 6, 18.21, 75.43, 41.3, 19.89, 19.28, 44.05, 8.69, 0, 0, 2000, 85.35, 127.75, 85.5, "irregular", "", 0, 0, 0, "v", false},
    {"opentrons_24_tuberack_nest_2ml_snapcap", 1, 4, 6, 18.21, 75.43, 40.17, 19.89, 19.28, 39.28, 10.18, 0, 0, 2000, 79.45, 127.75, 85.5, "irregular", "", 0, 0, 0, "u", false},
    {"corning_24_wellplate_3.4ml_flat", 2, 4, 6, 17.48, 71.67, 2.87, 19.3, 19.3, 17.4, 16.26, 0, 0, 3400, 20.27, 127.76, 85.47, "irregular", "", 0, 0, 0, "flat", false},
    {"opentrons_24_tuberack_nest_0.5ml_screwcap", 1, 4, 6, 18.21, 75.43, 60, 19.89, 19.28, 25.2, 8.69, 0, 0, 500, 85.2, 127.75, 85.5, "irregular", "", 0, 0, 0, "v", false},
    {"opentrons_10_tuberack_nest_4x50ml_6x15ml_conical", 1, 3, 2, 13.88, 67.75, 6.85, 25, 25, 117.8, 15.5, 0, 0, 15000, 124.65, 127.76, 85.48, "irregular", "", 0, 0, 0, "v", true},
    {"biorad_384_wellplate_50ul", 2, 16, 24, 12.13, 76.49, 1.05, 4.5, 4.5, 9.35, 3.1, 0, 0, 50, 10.4, 127.76, 85.48, "384Standard", "", 0, 0, 0, "v", false},
    {"thermoscientificnunc_96_wellplate_2000ul", 1, 8, 12, 14.3, 74.2, 2.1, 9, 9, 41.5, 8.5, 0, 0, 2000, 43.6, 127.8, 85.5, "96Standard", "", 6, 0, 0, "u", false},
    {"geb_96_tiprack_1000ul", 1, 8, 12, 14.2, 74.2, 18.25, 9, 9, 82, 7.46, 0, 0, 1000, 100.25, 127.75, 85.5, "96Standard", "", 0, 87.9, 11.2, "", false},
    {"opentrons_96_flat_bottom_adapter_nest_wellplate_200ul_flat", 1, 8, 12, 14.28, 74.18, 4.55, 9, 9, 10.8, 6.85, 0, 0, 200, 15.5, 127.76, 85.48, "96Standard", "gripperIncompatible", 0, 0, 0, "flat", false},
    {"geb_96_tiprack_10ul", 1, 8, 12, 14.38, 74.25, 22.25, 9, 9, 34, 3.46, 0, 0, 10, 52.25, 127.75, 85.5, "96Standard", "", 0, 39.2, 6.2, "", false},
    {"opentrons_96_deep_well_adapter_nest_wellplate_2ml_deep", 1, 8, 12, 14.3, 74.15, 4.25, 9, 9, 38, 0, 8.2, 8.2, 2000, 42.25, 127.6, 85.3, "96Standard", "gripperIncompatible", 0, 0, 0, "v", false},
    {"corning_12_wellplate_6.9ml_flat", 2, 3, 4, 24.94, 68.81, 2.49, 26.01, 26.01, 17.53, 22.73, 0, 0, 6900, 20.02, 127.89, 85.6, "irregular", "", 0, 0, 0, "flat", false},
    {"armadillo_96_wellplate_200ul_pcr_full_skirt", 2, 8, 12, 14.38, 74.24, 1.05, 9, 9, 14.95, 5.5, 0, 0, 200, 16, 127.76, 85.48, "96Standard", "", 0, 0, 0, "v", false},
    {"opentrons_96_wellplate_200ul_pcr_full_skirt", 2, 8, 12, 14.38, 74.24, 1.05, 9, 9, 14.95, 5.5, 0, 0, 200, 16, 127.76, 85.48, "96Standard", "", 0, 0, 0, "v", false},
    {"corning_6_wellplate_16.8ml_flat", 2, 2, 3, 24.76, 62.28, 2.87, 39.12, 39.12, 17.4, 35.43, 0, 0, 16800, 20.27, 127.76, 85.47, "irregular", "", 0, 0, 0, "flat", false},
    {"opentrons_24_tuberack_eppendorf_2ml_safelock_snapcap_acrylic", 1, 4, 6, 15.28, 72.4, 13.42, 19.5, 19.5, 38.58, 9.9, 0, 0, 2000, 52, 127.76, 85.48, "irregular", "", 0, 0, 0, "u", false},
    {"thermoscientificnunc_96_wellplate_1300ul", 1, 8, 12, 14.4, 74.27, 2.5, 9, 9, 29.1, 8.4, 0, 0, 1300, 31.6, 127.76, 85.47, "96Standard", "", 5.5, 0, 0, "u", false},
    {"opentrons_96_pcr_adapter_armadillo_wellplate_200ul", 1, 8, 12, 14.38, 74.24, 3.95, 9, 9, 14.95, 5.5, 0, 0, 200, 18.9, 127.76, 85.48, "96Standard", "gripperIncompatible", 0, 0, 0, "v", false},
    {"nest_1_reservoir_290ml", 1, 1, 1, 63.88, 42.74, 4.85, 0, 0, 39.55, 0, 106.8, 71.2, 290000, 44.4, 127.76, 85.47, "trough", "centerMultichannelOnWells,touchTipDisabled", 0, 0, 0, "v", false},
    {"opentrons_96_pcr_adapter", 1, 8, 12, 6, 69, 1.85, 9, 9, 12, 5.64, 0, 0, 0, 13.85, 111, 75, "96Standard", "", 0, 0, 0, "v", false},
    {"opentrons_96_well_aluminum_block", 1, 8, 12, 14.38, 74.24, 3.38, 9, 9, 14.78, 5.34, 0, 0, 0, 18.16, 127.76, 85.48, "96Standard", "", 0, 0, 0, "v", false},
    {"opentrons_96_pcr_adapter_nest_wellplate_100ul_pcr_full_skirt", 1, 8, 12, 14.38, 74.24, 3.57, 9, 9, 14.78, 5.34, 0, 0, 100, 19.35, 127.76, 85.48, "96Standard", "gripperIncompatible", 0, 0, 0, "v", false},
};
// clang-format on

double hundredth(double length_mm, double first_mm) {
  // Centres of large openings are given to three decimals, and steps of zero keep them.
  return length_mm == first_mm ? length_mm : std::round(length_mm * 100) / 100;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

void check_well(const labware_definition& labware, const labware_row& row, int down, int across) {
  const auto name = static_cast<char>('A' + down) + std::to_string(across + 1);
  CAPTURE(name);
  const auto* well = labware.find_well(name);
  REQUIRE(well);
  CHECK(well->bottom_centre.x_mm == Approx(hundredth(row.x_mm + across * row.dx_mm, row.x_mm)).margin(1e-9));
  CHECK(well->bottom_centre.y_mm == Approx(hundredth(row.y_mm - down * row.dy_mm, row.y_mm)).margin(1e-9));
  CHECK(well->bottom_centre.z_mm == row.z_mm);
  CHECK(well->depth_mm == row.depth_mm);
  CHECK(well->capacity_ul == row.capacity_ul);
  CHECK(well->diameter_mm == row.diameter_mm);
  if (row.diameter_mm == 0) CHECK((well->size_x_mm == row.size_x_mm && well->size_y_mm == row.size_y_mm));
  REQUIRE(labware.ordering.size() > static_cast<std::size_t>(across));
  CHECK(labware.ordering[across].at(down) == name);
}

void check_document(const labware_definition& labware, const labware_row& row) {
  const auto& document = labware.document;
  CHECK(document["dimensions"]["xDimension"] == row.width_mm);
  CHECK(document["dimensions"]["yDimension"] == row.length_mm);
  const auto& parameters = document["parameters"];
  CHECK(parameters["format"] == row.format);
  CHECK(parameters["isTiprack"] == (row.tip_length_mm > 0));
  CHECK(parameters["isMagneticModuleCompatible"] == (row.magnet_height_mm > 0));
  CHECK(parameters.value("magneticModuleEngageHeight", 0.0) == row.magnet_height_mm);
  CHECK(document["groups"][0]["metadata"].value("wellBottomShape", "") == row.bottom_shape);
}

}  // namespace

TEST_CASE("the catalogue has the public figures of what protocols load") {
  for (const auto& row : rows) {
    for (int version = 1; version <= row.newest_version; ++version) {
      CAPTURE(row.load_name, version);
      const auto labware = find_shipped_labware("opentrons", row.load_name, version);
      REQUIRE(labware);
      CHECK(joined(labware->quirks) == row.quirks);
      CHECK(labware->tip_length_mm == row.tip_length_mm);
      CHECK(labware->tip_overlap_mm == row.overlap_mm);
      if (version == 1) CHECK(labware->height_mm == row.height_mm);
      check_document(*labware, row);
      CHECK(labware->wells.size() == static_cast<std::size_t>(row.rows * row.columns + (row.has_more_wells ? 4 : 0)));
      for (int down = 0; down < row.rows; ++down)
        for (int across = 0; across < row.columns; ++across) check_well(*labware, row, down, across);
    }
    CHECK_FALSE(find_shipped_labware("opentrons", row.load_name, row.newest_version + 1));
  }
}

TEST_CASE("a plate on an adapter is as high as the one labware that stands for both") {
  struct stack {
    const char *plate, *adapter, *both;
  };
  constexpr stack stacks[] = {
      {"nest_96_wellplate_100ul_pcr_full_skirt", "opentrons_96_pcr_adapter",
       "opentrons_96_pcr_adapter_nest_wellplate_100ul_pcr_full_skirt"},
      {"armadillo_96_wellplate_200ul_pcr_full_skirt", "opentrons_96_pcr_adapter",
       "opentrons_96_pcr_adapter_armadillo_wellplate_200ul"},
      {"nest_96_wellplate_200ul_flat", "opentrons_96_flat_bottom_adapter",
       "opentrons_96_flat_bottom_adapter_nest_wellplate_200ul_flat"},
      {"nest_96_wellplate_2ml_deep", "opentrons_96_deep_well_adapter", "opentrons_96_deep_well_adapter_nest_wellplate_2ml_deep"},
      {"nest_96_wellplate_100ul_pcr_full_skirt", "opentrons_96_well_aluminum_block",
       "opentrons_96_aluminumblock_nest_wellplate_100ul"},
      {"biorad_96_wellplate_200ul_pcr", "opentrons_96_well_aluminum_block", "opentrons_96_aluminumblock_biorad_wellplate_200ul"}};
  for (const auto& each : stacks) {
    CAPTURE(each.plate, each.adapter);
    const auto plate = find_shipped_labware("opentrons", each.plate, 2);
    const auto adapter = find_shipped_labware("opentrons", each.adapter, 1);
    const auto both = find_shipped_labware("opentrons", each.both, 1);
    REQUIRE((plate && adapter && both));
    CHECK(adapter->document["allowedRoles"] == nlohmann::json{"adapter"});
    const double overlap_mm = plate->document["stackingOffsetWithLabware"][each.adapter]["z"];
    CHECK(adapter->height_mm + plate->height_mm - overlap_mm == Approx(both->height_mm));
  }
}

TEST_CASE("the narrow adapters stand in the middle of what holds them") {
  for (const auto* name : {"opentrons_96_pcr_adapter", "opentrons_96_flat_bottom_adapter", "opentrons_96_deep_well_adapter"})
    CHECK(find_shipped_labware("opentrons", name, 1)->corner_offset == point{8.5, 5.5, 0});
  CHECK(find_shipped_labware("opentrons", "opentrons_96_well_aluminum_block", 1)->corner_offset == point{});
}
