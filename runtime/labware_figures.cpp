#include "runtime/labware_figures.hpp"

namespace deckhand {

namespace {

// Source: the maker's public labware definitions, release 8.1 (facts only). One labware a line:
//   load name, newest version, format, width, length, height, grids {rows, columns, x, y, z, dx, dy, depth, diameter, size x,
//   size y, capacity}, bottom shape, tip length, overlap, magnet height, quirks, height of the newest version
// clang-format off
constexpr labware_figures figures[] = {
    {"agilent_1_reservoir_290ml", 1, "trough", 127.76, 85.57, 44.04, {{{1, 1, 63.88, 42.785, 4.82, 0, 0, 39.22, 0, 108, 72, 290000}}}, "v", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"armadillo_96_wellplate_200ul_pcr_full_skirt", 2, "96Standard", 127.76, 85.48, 16, {{{8, 12, 14.38, 74.24, 1.05, 9, 9, 14.95, 5.5, 0, 0, 200}}}, "v"},
    {"axygen_1_reservoir_90ml", 1, "trough", 127.76, 85.47, 19.05, {{{1, 1, 63.88, 42.735, 6.63, 0, 0, 12.42, 0, 106.76, 70.52, 90000}}}, "flat", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"biorad_384_wellplate_50ul", 2, "384Standard", 127.76, 85.48, 10.4, {{{16, 24, 12.13, 76.49, 1.05, 4.5, 4.5, 9.35, 3.1, 0, 0, 50}}}, "v"},
    {"biorad_96_wellplate_200ul_pcr", 2, "96Standard", 127.76, 85.48, 16.06, {{{8, 12, 14.38, 74.24, 1.25, 9, 9, 14.81, 5.46, 0, 0, 200}}}, "v", 0, 0, 18},
    {"corning_12_wellplate_6.9ml_flat", 2, "irregular", 127.89, 85.6, 20.02, {{{3, 4, 24.94, 68.81, 2.49, 26.01, 26.01, 17.53, 22.73, 0, 0, 6900}}}, "flat"},
    {"corning_24_wellplate_3.4ml_flat", 2, "irregular", 127.76, 85.47, 20.27, {{{4, 6, 17.48, 71.67, 2.87, 19.3, 19.3, 17.4, 16.26, 0, 0, 3400}}}, "flat"},
    {"corning_384_wellplate_112ul_flat", 2, "384Standard", 127.76, 85.47, 14.22, {{{16, 24, 12.12, 76.49, 2.79, 4.5, 4.5, 11.43, 0, 3.63, 3.63, 112}}}, "flat"},
    {"corning_6_wellplate_16.8ml_flat", 2, "irregular", 127.76, 85.47, 20.27, {{{2, 3, 24.76, 62.28, 2.87, 39.12, 39.12, 17.4, 35.43, 0, 0, 16800}}}, "flat"},
    {"corning_96_wellplate_360ul_flat", 2, "96Standard", 127.76, 85.47, 14.22, {{{8, 12, 14.38, 74.24, 3.55, 9, 9, 10.67, 6.86, 0, 0, 360}}}, "flat"},
    {"geb_96_tiprack_1000ul", 1, "96Standard", 127.75, 85.5, 100.25, {{{8, 12, 14.2, 74.2, 18.25, 9, 9, 82, 7.46, 0, 0, 1000}}}, "", 87.9, 11.2},
    {"geb_96_tiprack_10ul", 1, "96Standard", 127.75, 85.5, 52.25, {{{8, 12, 14.38, 74.25, 22.25, 9, 9, 34, 3.46, 0, 0, 10}}}, "", 39.2, 6.2},
    {"nest_12_reservoir_15ml", 1, "trough", 127.76, 85.48, 31.4, {{{1, 12, 14.38, 42.78, 4.55, 9, 0, 26.85, 0, 8.2, 71.2, 15000}}}, "v", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"nest_1_reservoir_195ml", 2, "trough", 127.76, 85.48, 31.4, {{{1, 1, 63.88, 42.74, 4.55, 0, 0, 25, 0, 106.8, 71.2, 195000}}}, "v", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"nest_1_reservoir_290ml", 1, "trough", 127.76, 85.47, 44.4, {{{1, 1, 63.88, 42.74, 4.85, 0, 0, 39.55, 0, 106.8, 71.2, 290000}}}, "v", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"nest_96_wellplate_100ul_pcr_full_skirt", 2, "96Standard", 127.76, 85.48, 15.7, {{{8, 12, 14.38, 74.24, 0.92, 9, 9, 14.78, 5.34, 0, 0, 100}}}, "v", 0, 0, 20},
    {"nest_96_wellplate_200ul_flat", 2, "96Standard", 127.56, 85.36, 14.3, {{{8, 12, 14.28, 74.18, 3.5, 9, 9, 10.8, 6.85, 0, 0, 200}}}, "flat"},
    {"nest_96_wellplate_2ml_deep", 2, "96Standard", 127.6, 85.3, 41, {{{8, 12, 14.3, 74.15, 3, 9, 9, 38, 0, 8.2, 8.2, 2000}}}, "v", 0, 0, 6.8},
    {"opentrons_10_tuberack_falcon_4x50ml_6x15ml_conical", 1, "irregular", 127.75, 85.5, 124.35, {{{3, 2, 13.88, 67.75, 6.85, 25, 25, 117.5, 14.9, 0, 0, 15000}, {2, 2, 71.38, 60.25, 7.3, 35, 35, 113, 27.81, 0, 0, 50000}}}, "v"},
    {"opentrons_10_tuberack_nest_4x50ml_6x15ml_conical", 1, "irregular", 127.76, 85.48, 124.65, {{{3, 2, 13.88, 67.75, 6.85, 25, 25, 117.8, 15.5, 0, 0, 15000}, {2, 2, 71.38, 60.25, 7.3, 35, 35, 113.05, 27.95, 0, 0, 50000}}}, "v"},
    {"opentrons_15_tuberack_falcon_15ml_conical", 1, "irregular", 127.76, 85.48, 124.35, {{{3, 5, 13.88, 67.74, 6.85, 25, 25, 117.5, 14.9, 0, 0, 15000}}}, "v"},
    {"opentrons_15_tuberack_nest_15ml_conical", 1, "irregular", 127.76, 85.48, 124.65, {{{3, 5, 13.88, 67.74, 6.85, 25, 25, 117.8, 15.5, 0, 0, 15000}}}, "v"},
    {"opentrons_1_trash_1100ml_fixed", 1, "trash", 172.86, 165.86, 82, {{{1, 1, 82.84, 80, 82, 0, 0, 0, 0, 107.11, 165.67, 1100000}}}, "", 0, 0, 0, "fixedTrash,centerMultichannelOnWells,touchTipDisabled"},
    {"opentrons_24_aluminumblock_generic_2ml_screwcap", 2, "irregular", 127.75, 85.5, 42, {{{4, 6, 20.75, 68.63, 6.7, 17.25, 17.25, 42, 8.5, 0, 0, 2000}}}, "v", 0, 0, 0, "", 48.7},
    {"opentrons_24_aluminumblock_nest_0.5ml_screwcap", 1, "irregular", 127.75, 85.5, 49.35, {{{4, 6, 20.75, 68.62, 24.15, 17.25, 17.25, 25.2, 8.69, 0, 0, 500}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_24_aluminumblock_nest_1.5ml_screwcap", 1, "irregular", 127.75, 85.5, 49.35, {{{4, 6, 20.75, 68.62, 5.45, 17.25, 17.25, 43.9, 8.69, 0, 0, 1500}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_24_aluminumblock_nest_1.5ml_snapcap", 1, "irregular", 127.75, 85.5, 43.7, {{{4, 6, 20.75, 68.62, 5.8, 17.25, 17.25, 37.9, 10.2, 0, 0, 1500}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_24_aluminumblock_nest_2ml_screwcap", 1, "irregular", 127.75, 85.5, 49.5, {{{4, 6, 20.75, 68.62, 5.45, 17.25, 17.25, 44.05, 8.69, 0, 0, 2000}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_24_aluminumblock_nest_2ml_snapcap", 1, "irregular", 127.75, 85.5, 43.6, {{{4, 6, 20.75, 68.62, 4.32, 17.25, 17.25, 39.28, 10.18, 0, 0, 2000}}}, "u", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_24_tuberack_eppendorf_1.5ml_safelock_snapcap", 1, "irregular", 127.75, 85.5, 79.85, {{{4, 6, 18.21, 75.43, 42.05, 19.89, 19.28, 37.8, 8.7, 0, 0, 1500}}}, "v"},
    {"opentrons_24_tuberack_eppendorf_2ml_safelock_snapcap", 1, "irregular", 127.75, 85.5, 79.85, {{{4, 6, 18.21, 75.43, 41.27, 19.89, 19.28, 39.1, 8.8, 0, 0, 2000}}}, "u"},
    {"opentrons_24_tuberack_eppendorf_2ml_safelock_snapcap_acrylic", 1, "irregular", 127.76, 85.48, 52, {{{4, 6, 15.28, 72.4, 13.42, 19.5, 19.5, 38.58, 9.9, 0, 0, 2000}}}, "u"},
    {"opentrons_24_tuberack_generic_2ml_screwcap", 1, "irregular", 127.75, 85.5, 84, {{{4, 6, 18.21, 75.43, 42, 19.89, 19.28, 42, 8.5, 0, 0, 2000}}}, "v"},
    {"opentrons_24_tuberack_nest_0.5ml_screwcap", 1, "irregular", 127.75, 85.5, 85.2, {{{4, 6, 18.21, 75.43, 60, 19.89, 19.28, 25.2, 8.69, 0, 0, 500}}}, "v"},
    {"opentrons_24_tuberack_nest_1.5ml_screwcap", 1, "irregular", 127.75, 85.5, 85.2, {{{4, 6, 18.21, 75.43, 41.3, 19.89, 19.28, 43.9, 8.69, 0, 0, 1500}}}, "v"},
    {"opentrons_24_tuberack_nest_1.5ml_snapcap", 1, "irregular", 127.75, 85.5, 79.55, {{{4, 6, 18.21, 75.43, 41.65, 19.89, 19.28, 37.9, 10.2, 0, 0, 1500}}}, "v"},
    {"opentrons_24_tuberack_nest_2ml_screwcap", 1, "irregular", 127.75, 85.5, 85.35, {{{4, 6, 18.21, 75.43, 41.3, 19.89, 19.28, 44.05, 8.69, 0, 0, 2000}}}, "v"},
    {"opentrons_24_tuberack_nest_2ml_snapcap", 1, "irregular", 127.75, 85.5, 79.45, {{{4, 6, 18.21, 75.43, 40.17, 19.89, 19.28, 39.28, 10.18, 0, 0, 2000}}}, "u"},
    {"opentrons_6_tuberack_falcon_50ml_conical", 1, "irregular", 127.76, 85.48, 120.3, {{{2, 3, 35.5, 60.24, 7.3, 35, 35, 113, 27.81, 0, 0, 50000}}}, "v"},
    {"opentrons_96_aluminumblock_biorad_wellplate_200ul", 1, "96Standard", 127.76, 85.48, 18.81, {{{8, 12, 14.38, 74.24, 4, 9, 9, 14.81, 5.46, 0, 0, 200}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_aluminumblock_generic_pcr_strip_200ul", 2, "96Standard", 127.75, 85.5, 19.5, {{{8, 12, 14.38, 74.25, 5.31, 9, 9, 20.3, 5.46, 0, 0, 200}}}, "v", 0, 0, 0, "", 25.61},
    {"opentrons_96_aluminumblock_nest_wellplate_100ul", 1, "96Standard", 127.75, 85.45, 21.2, {{{8, 12, 14.38, 74.2, 6.42, 9, 9, 14.78, 5.34, 0, 0, 100}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_deep_well_adapter_nest_wellplate_2ml_deep", 1, "96Standard", 127.6, 85.3, 42.25, {{{8, 12, 14.3, 74.15, 4.25, 9, 9, 38, 0, 8.2, 8.2, 2000}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_filtertiprack_1000ul", 1, "96Standard", 127.76, 85.48, 97.47, {{{8, 12, 14.36, 74.26, 9.47, 9, 9, 88, 7.23, 0, 0, 1000}}}, "", 88, 7.95},
    {"opentrons_96_filtertiprack_10ul", 1, "96Standard", 127.76, 85.48, 64.69, {{{8, 12, 14.36, 74.26, 25.49, 9, 9, 39.2, 3.27, 0, 0, 10}}}, "", 39.2, 3.29},
    {"opentrons_96_filtertiprack_200ul", 1, "96Standard", 127.76, 85.48, 64.49, {{{8, 12, 14.38, 74.24, 5.39, 9, 9, 59.3, 5.23, 0, 0, 200}}}, "", 59.3, 7.47},
    {"opentrons_96_filtertiprack_20ul", 1, "96Standard", 127.76, 85.48, 64.69, {{{8, 12, 14.36, 74.26, 25.49, 9, 9, 39.2, 3.27, 0, 0, 20}}}, "", 39.2, 3.29},
    {"opentrons_96_flat_bottom_adapter_nest_wellplate_200ul_flat", 1, "96Standard", 127.76, 85.48, 15.5, {{{8, 12, 14.28, 74.18, 4.55, 9, 9, 10.8, 6.85, 0, 0, 200}}}, "flat", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_pcr_adapter_armadillo_wellplate_200ul", 1, "96Standard", 127.76, 85.48, 18.9, {{{8, 12, 14.38, 74.24, 3.95, 9, 9, 14.95, 5.5, 0, 0, 200}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_pcr_adapter_nest_wellplate_100ul_pcr_full_skirt", 1, "96Standard", 127.76, 85.48, 19.35, {{{8, 12, 14.38, 74.24, 3.57, 9, 9, 14.78, 5.34, 0, 0, 100}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_tiprack_1000ul", 1, "96Standard", 127.76, 85.48, 97.47, {{{8, 12, 14.38, 74.24, 9.47, 9, 9, 88, 7.23, 0, 0, 1000}}}, "", 88, 7.95},
    {"opentrons_96_tiprack_10ul", 1, "96Standard", 127.76, 85.48, 64.69, {{{8, 12, 14.38, 74.24, 25.49, 9, 9, 39.2, 3.27, 0, 0, 10}}}, "", 39.2, 3.29},
    {"opentrons_96_tiprack_20ul", 1, "96Standard", 127.76, 85.48, 64.69, {{{8, 12, 14.38, 74.24, 25.49, 9, 9, 39.2, 3.27, 0, 0, 20}}}, "", 39.2, 8.25},
    {"opentrons_96_tiprack_300ul", 1, "96Standard", 127.76, 85.48, 64.49, {{{8, 12, 14.38, 74.24, 5.39, 9, 9, 59.3, 5.23, 0, 0, 300}}}, "", 59.3, 7.47},
    {"opentrons_96_well_aluminum_block", 1, "96Standard", 127.76, 85.48, 18.16, {{{8, 12, 14.38, 74.24, 3.38, 9, 9, 14.78, 5.34, 0, 0, 0}}}, "v"},
    {"opentrons_96_wellplate_200ul_pcr_full_skirt", 2, "96Standard", 127.76, 85.48, 16, {{{8, 12, 14.38, 74.24, 1.05, 9, 9, 14.95, 5.5, 0, 0, 200}}}, "v"},
    {"thermoscientificnunc_96_wellplate_1300ul", 1, "96Standard", 127.76, 85.47, 31.6, {{{8, 12, 14.4, 74.27, 2.5, 9, 9, 29.1, 8.4, 0, 0, 1300}}}, "u", 0, 0, 5.5},
    {"thermoscientificnunc_96_wellplate_2000ul", 1, "96Standard", 127.8, 85.5, 43.6, {{{8, 12, 14.3, 74.2, 2.1, 9, 9, 41.5, 8.5, 0, 0, 2000}}}, "u", 0, 0, 6},
    {"usascientific_12_reservoir_22ml", 1, "trough", 127.76, 85.8, 44.45, {{{1, 12, 13.94, 42.9, 2.29, 9.09, 0, 42.16, 0, 8.33, 71.88, 22000}}}, "v", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"usascientific_96_wellplate_2.4ml_deep", 1, "96Standard", 127.8, 85.5, 44.1, {{{8, 12, 14.4, 74.2, 2.8, 9, 9, 41.3, 0, 8.2, 8.2, 2400}}}, "u", 0, 0, 14.94},
};
// clang-format on

}  // namespace

std::span<const labware_figures> all_labware_figures() { return figures; }

}  // namespace deckhand
