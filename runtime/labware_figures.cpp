#include "runtime/labware_figures.hpp"

namespace deckhand {

namespace {

// Source: the maker's public labware definitions, release 8.1 (facts only). One labware a line:
//   load name, display name, newest version, format, width, length, height, grids {rows, columns, x, y, z, dx, dy, depth,
//   diameter, size x, size y, capacity}, bottom shape, tip length, overlap, magnet height, quirks, height of the newest version
// clang-format off
constexpr labware_figures figures[] = {
    {"agilent_1_reservoir_290ml", "Agilent 1 Well Reservoir 290 mL", 1, "trough", 127.76, 85.57, 44.04, {{{1, 1, 63.88, 42.785, 4.82, 0, 0, 39.22, 0, 108, 72, 290000}}}, "v", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"armadillo_96_wellplate_200ul_pcr_full_skirt", "Armadillo 96 Well Plate 200 µL PCR Full Skirt", 2, "96Standard", 127.76, 85.48, 16, {{{8, 12, 14.38, 74.24, 1.05, 9, 9, 14.95, 5.5, 0, 0, 200}}}, "v"},
    {"axygen_1_reservoir_90ml", "Axygen 1 Well Reservoir 90 mL", 1, "trough", 127.76, 85.47, 19.05, {{{1, 1, 63.88, 42.735, 6.63, 0, 0, 12.42, 0, 106.76, 70.52, 90000}}}, "flat", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"biorad_384_wellplate_50ul", "Bio-Rad 384 Well Plate 50 µL", 2, "384Standard", 127.76, 85.48, 10.4, {{{16, 24, 12.13, 76.49, 1.05, 4.5, 4.5, 9.35, 3.1, 0, 0, 50}}}, "v"},
    {"biorad_96_wellplate_200ul_pcr", "Bio-Rad 96 Well Plate 200 µL PCR", 2, "96Standard", 127.76, 85.48, 16.06, {{{8, 12, 14.38, 74.24, 1.25, 9, 9, 14.81, 5.46, 0, 0, 200}}}, "v", 0, 0, 18},
    {"corning_12_wellplate_6.9ml_flat", "Corning 12 Well Plate 6.9 mL Flat", 2, "irregular", 127.89, 85.6, 20.02, {{{3, 4, 24.94, 68.81, 2.49, 26.01, 26.01, 17.53, 22.73, 0, 0, 6900}}}, "flat"},
    {"corning_24_wellplate_3.4ml_flat", "Corning 24 Well Plate 3.4 mL Flat", 2, "irregular", 127.76, 85.47, 20.27, {{{4, 6, 17.48, 71.67, 2.87, 19.3, 19.3, 17.4, 16.26, 0, 0, 3400}}}, "flat"},
    {"corning_384_wellplate_112ul_flat", "Corning 384 Well Plate 112 µL Flat", 2, "384Standard", 127.76, 85.47, 14.22, {{{16, 24, 12.12, 76.49, 2.79, 4.5, 4.5, 11.43, 0, 3.63, 3.63, 112}}}, "flat"},
    {"corning_48_wellplate_1.6ml_flat", "Corning 48 Well Plate 1.6 mL Flat", 2, "irregular", 127.76, 85.47, 20.27, {{{6, 8, 18.16, 75.39, 2.87, 13.08, 13.08, 17.4, 11.56, 0, 0, 1600}}}, "flat"},
    {"corning_6_wellplate_16.8ml_flat", "Corning 6 Well Plate 16.8 mL Flat", 2, "irregular", 127.76, 85.47, 20.27, {{{2, 3, 24.76, 62.28, 2.87, 39.12, 39.12, 17.4, 35.43, 0, 0, 16800}}}, "flat"},
    {"corning_96_wellplate_360ul_flat", "Corning 96 Well Plate 360 µL Flat", 2, "96Standard", 127.76, 85.47, 14.22, {{{8, 12, 14.38, 74.24, 3.55, 9, 9, 10.67, 6.86, 0, 0, 360}}}, "flat"},
    {"geb_96_tiprack_1000ul", "GEB 96 Tip Rack 1000 µL", 1, "96Standard", 127.75, 85.5, 100.25, {{{8, 12, 14.2, 74.2, 18.25, 9, 9, 82, 7.46, 0, 0, 1000}}}, "", 87.9, 11.2},
    {"geb_96_tiprack_10ul", "GEB 96 Tip Rack 10 µL", 1, "96Standard", 127.75, 85.5, 52.25, {{{8, 12, 14.38, 74.25, 22.25, 9, 9, 34, 3.46, 0, 0, 10}}}, "", 39.2, 6.2},
    {"nest_12_reservoir_15ml", "NEST 12 Well Reservoir 15 mL", 1, "trough", 127.76, 85.48, 31.4, {{{1, 12, 14.38, 42.78, 4.55, 9, 0, 26.85, 0, 8.2, 71.2, 15000}}}, "v", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"nest_1_reservoir_195ml", "NEST 1 Well Reservoir 195 mL", 2, "trough", 127.76, 85.48, 31.4, {{{1, 1, 63.88, 42.74, 4.55, 0, 0, 25, 0, 106.8, 71.2, 195000}}}, "v", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"nest_1_reservoir_290ml", "NEST 1 Well Reservoir 290 mL", 1, "trough", 127.76, 85.47, 44.4, {{{1, 1, 63.88, 42.74, 4.85, 0, 0, 39.55, 0, 106.8, 71.2, 290000}}}, "v", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"nest_96_wellplate_100ul_pcr_full_skirt", "NEST 96 Well Plate 100 µL PCR Full Skirt", 2, "96Standard", 127.76, 85.48, 15.7, {{{8, 12, 14.38, 74.24, 0.92, 9, 9, 14.78, 5.34, 0, 0, 100}}}, "v", 0, 0, 20},
    {"nest_96_wellplate_200ul_flat", "NEST 96 Well Plate 200 µL Flat", 2, "96Standard", 127.56, 85.36, 14.3, {{{8, 12, 14.28, 74.18, 3.5, 9, 9, 10.8, 6.85, 0, 0, 200}}}, "flat"},
    {"nest_96_wellplate_2ml_deep", "NEST 96 Deepwell Plate 2mL", 2, "96Standard", 127.6, 85.3, 41, {{{8, 12, 14.3, 74.15, 3, 9, 9, 38, 0, 8.2, 8.2, 2000}}}, "v", 0, 0, 6.8},
    {"opentrons_10_tuberack_falcon_4x50ml_6x15ml_conical", "Opentrons 10 Tube Rack with Falcon 4x50 mL, 6x15 mL Conical", 1, "irregular", 127.75, 85.5, 124.35, {{{3, 2, 13.88, 67.75, 6.85, 25, 25, 117.5, 14.9, 0, 0, 15000}, {2, 2, 71.38, 60.25, 7.3, 35, 35, 113, 27.81, 0, 0, 50000}}}, "v"},
    {"opentrons_10_tuberack_falcon_4x50ml_6x15ml_conical_acrylic", "Opentrons 10 Tube Rack with Falcon 4x50 mL, 6x15 mL Conical, Acrylic", 1, "irregular", 127.76, 85.48, 123.76, {{{3, 2, 19, 74, 5.78, 23, 31.5, 117.98, 14.9, 0, 0, 15000}, {2, 2, 70.2, 62.2, 5.95, 35.9, 45.4, 113.85, 27.81, 0, 0, 50000}}}, "v"},
    {"opentrons_10_tuberack_nest_4x50ml_6x15ml_conical", "Opentrons 10 Tube Rack with NEST 4x50 mL, 6x15 mL Conical", 1, "irregular", 127.76, 85.48, 124.65, {{{3, 2, 13.88, 67.75, 6.85, 25, 25, 117.8, 15.5, 0, 0, 15000}, {2, 2, 71.38, 60.25, 7.3, 35, 35, 113.05, 27.95, 0, 0, 50000}}}, "v"},
    {"opentrons_15_tuberack_falcon_15ml_conical", "Opentrons 15 Tube Rack with Falcon 15 mL Conical", 1, "irregular", 127.76, 85.48, 124.35, {{{3, 5, 13.88, 67.74, 6.85, 25, 25, 117.5, 14.9, 0, 0, 15000}}}, "v"},
    {"opentrons_15_tuberack_nest_15ml_conical", "Opentrons 15 Tube Rack with NEST 15 mL Conical", 1, "irregular", 127.76, 85.48, 124.65, {{{3, 5, 13.88, 67.74, 6.85, 25, 25, 117.8, 15.5, 0, 0, 15000}}}, "v"},
    {"opentrons_1_trash_1100ml_fixed", "Opentrons Fixed Trash", 1, "trash", 172.86, 165.86, 82, {{{1, 1, 82.84, 80, 82, 0, 0, 0, 0, 107.11, 165.67, 1100000}}}, "", 0, 0, 0, "fixedTrash,centerMultichannelOnWells,touchTipDisabled"},
    {"opentrons_24_aluminumblock_generic_2ml_screwcap", "Opentrons 24 Well Aluminum Block with Generic 2 mL Screwcap", 2, "irregular", 127.75, 85.5, 42, {{{4, 6, 20.75, 68.63, 6.7, 17.25, 17.25, 42, 8.5, 0, 0, 2000}}}, "v", 0, 0, 0, "", 48.7},
    {"opentrons_24_aluminumblock_nest_0.5ml_screwcap", "Opentrons 24 Well Aluminum Block with NEST 0.5 mL Screwcap", 1, "irregular", 127.75, 85.5, 49.35, {{{4, 6, 20.75, 68.62, 24.15, 17.25, 17.25, 25.2, 8.69, 0, 0, 500}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_24_aluminumblock_nest_1.5ml_screwcap", "Opentrons 24 Well Aluminum Block with NEST 1.5 mL Screwcap", 1, "irregular", 127.75, 85.5, 49.35, {{{4, 6, 20.75, 68.62, 5.45, 17.25, 17.25, 43.9, 8.69, 0, 0, 1500}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_24_aluminumblock_nest_1.5ml_snapcap", "Opentrons 24 Well Aluminum Block with NEST 1.5 mL Snapcap", 1, "irregular", 127.75, 85.5, 43.7, {{{4, 6, 20.75, 68.62, 5.8, 17.25, 17.25, 37.9, 10.2, 0, 0, 1500}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_24_aluminumblock_nest_2ml_screwcap", "Opentrons 24 Well Aluminum Block with NEST 2 mL Screwcap", 1, "irregular", 127.75, 85.5, 49.5, {{{4, 6, 20.75, 68.62, 5.45, 17.25, 17.25, 44.05, 8.69, 0, 0, 2000}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_24_aluminumblock_nest_2ml_snapcap", "Opentrons 24 Well Aluminum Block with NEST 2 mL Snapcap", 1, "irregular", 127.75, 85.5, 43.6, {{{4, 6, 20.75, 68.62, 4.32, 17.25, 17.25, 39.28, 10.18, 0, 0, 2000}}}, "u", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_24_tuberack_eppendorf_1.5ml_safelock_snapcap", "Opentrons 24 Tube Rack with Eppendorf 1.5 mL Safe-Lock Snapcap", 1, "irregular", 127.75, 85.5, 79.85, {{{4, 6, 18.21, 75.43, 42.05, 19.89, 19.28, 37.8, 8.7, 0, 0, 1500}}}, "v"},
    {"opentrons_24_tuberack_eppendorf_2ml_safelock_snapcap", "Opentrons 24 Tube Rack with Eppendorf 2 mL Safe-Lock Snapcap", 1, "irregular", 127.75, 85.5, 79.85, {{{4, 6, 18.21, 75.43, 41.27, 19.89, 19.28, 39.1, 8.8, 0, 0, 2000}}}, "u"},
    {"opentrons_24_tuberack_eppendorf_2ml_safelock_snapcap_acrylic", "Opentrons 24 Tube Rack with Eppendorf 2 mL Safe-Lock Snapcap, Acrylic", 1, "irregular", 127.76, 85.48, 52, {{{4, 6, 15.28, 72.4, 13.42, 19.5, 19.5, 38.58, 9.9, 0, 0, 2000}}}, "u"},
    {"opentrons_24_tuberack_generic_2ml_screwcap", "Opentrons 24 Tube Rack with Generic 2 mL Screwcap", 1, "irregular", 127.75, 85.5, 84, {{{4, 6, 18.21, 75.43, 42, 19.89, 19.28, 42, 8.5, 0, 0, 2000}}}, "v"},
    {"opentrons_24_tuberack_nest_0.5ml_screwcap", "Opentrons 24 Tube Rack with NEST 0.5 mL Screwcap", 1, "irregular", 127.75, 85.5, 85.2, {{{4, 6, 18.21, 75.43, 60, 19.89, 19.28, 25.2, 8.69, 0, 0, 500}}}, "v"},
    {"opentrons_24_tuberack_nest_1.5ml_screwcap", "Opentrons 24 Tube Rack with NEST 1.5 mL Screwcap", 1, "irregular", 127.75, 85.5, 85.2, {{{4, 6, 18.21, 75.43, 41.3, 19.89, 19.28, 43.9, 8.69, 0, 0, 1500}}}, "v"},
    {"opentrons_24_tuberack_nest_1.5ml_snapcap", "Opentrons 24 Tube Rack with NEST 1.5 mL Snapcap", 1, "irregular", 127.75, 85.5, 79.55, {{{4, 6, 18.21, 75.43, 41.65, 19.89, 19.28, 37.9, 10.2, 0, 0, 1500}}}, "v"},
    {"opentrons_24_tuberack_nest_2ml_screwcap", "Opentrons 24 Tube Rack with NEST 2 mL Screwcap", 1, "irregular", 127.75, 85.5, 85.35, {{{4, 6, 18.21, 75.43, 41.3, 19.89, 19.28, 44.05, 8.69, 0, 0, 2000}}}, "v"},
    {"opentrons_24_tuberack_nest_2ml_snapcap", "Opentrons 24 Tube Rack with NEST 2 mL Snapcap", 1, "irregular", 127.75, 85.5, 79.45, {{{4, 6, 18.21, 75.43, 40.17, 19.89, 19.28, 39.28, 10.18, 0, 0, 2000}}}, "u"},
    {"opentrons_40_aluminumblock_eppendorf_24x2ml_safelock_snapcap_generic_16x0.2ml_pcr_strip", "Opentrons 40 Well Aluminum Block with Eppendorf 24x2 mL Safe-Lock Snapcap, Generic 16x0.2 mL PCR Strip", 1, "irregular", 127.75, 85.5, 49.22, {{{8, 2, 5, 74.25, 28.92, 117.75, 9, 20.3, 5.46, 0, 0, 200}, {4, 6, 15.13, 72, 6.26, 19.5, 19.5, 42, 8.5, 0, 0, 2000}}}, "v"},
    {"opentrons_6_tuberack_falcon_50ml_conical", "Opentrons 6 Tube Rack with Falcon 50 mL Conical", 1, "irregular", 127.76, 85.48, 120.3, {{{2, 3, 35.5, 60.24, 7.3, 35, 35, 113, 27.81, 0, 0, 50000}}}, "v"},
    {"opentrons_6_tuberack_nest_50ml_conical", "Opentrons 6 Tube Rack with NEST 50 mL Conical", 1, "irregular", 127.76, 85.48, 120.35, {{{2, 3, 35.5, 60.24, 7.3, 35, 35, 113.05, 27.95, 0, 0, 50000}}}, "v"},
    {"opentrons_96_aluminumblock_biorad_wellplate_200ul", "Opentrons 96 Well Aluminum Block with Bio-Rad Well Plate 200 µL", 1, "96Standard", 127.76, 85.48, 18.81, {{{8, 12, 14.38, 74.24, 4, 9, 9, 14.81, 5.46, 0, 0, 200}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_aluminumblock_generic_pcr_strip_200ul", "Opentrons 96 Well Aluminum Block with Generic PCR Strip 200 µL", 2, "96Standard", 127.75, 85.5, 19.5, {{{8, 12, 14.38, 74.25, 5.31, 9, 9, 20.3, 5.46, 0, 0, 200}}}, "v", 0, 0, 0, "", 25.61},
    {"opentrons_96_aluminumblock_nest_wellplate_100ul", "Opentrons 96 Well Aluminum Block with NEST Well Plate 100 µL", 1, "96Standard", 127.75, 85.45, 21.2, {{{8, 12, 14.38, 74.2, 6.42, 9, 9, 14.78, 5.34, 0, 0, 100}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_deep_well_adapter", "Opentrons 96 Deep Well Heater-Shaker Adapter", 1, "96Standard", 111, 75, 16.1, {}, ""},
    {"opentrons_96_deep_well_adapter_nest_wellplate_2ml_deep", "Opentrons 96 Deep Well Heater-Shaker Adapter with NEST Deep Well Plate 2 mL", 1, "96Standard", 127.6, 85.3, 42.25, {{{8, 12, 14.3, 74.15, 4.25, 9, 9, 38, 0, 8.2, 8.2, 2000}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_filtertiprack_1000ul", "Opentrons OT-2 96 Filter Tip Rack 1000 µL", 1, "96Standard", 127.76, 85.48, 97.47, {{{8, 12, 14.36, 74.26, 9.47, 9, 9, 88, 7.23, 0, 0, 1000}}}, "", 88, 7.95},
    {"opentrons_96_filtertiprack_10ul", "Opentrons OT-2 96 Filter Tip Rack 10 µL", 1, "96Standard", 127.76, 85.48, 64.69, {{{8, 12, 14.36, 74.26, 25.49, 9, 9, 39.2, 3.27, 0, 0, 10}}}, "", 39.2, 3.29},
    {"opentrons_96_filtertiprack_200ul", "Opentrons OT-2 96 Filter Tip Rack 200 µL", 1, "96Standard", 127.76, 85.48, 64.49, {{{8, 12, 14.38, 74.24, 5.39, 9, 9, 59.3, 5.23, 0, 0, 200}}}, "", 59.3, 7.47},
    {"opentrons_96_filtertiprack_20ul", "Opentrons OT-2 96 Filter Tip Rack 20 µL", 1, "96Standard", 127.76, 85.48, 64.69, {{{8, 12, 14.36, 74.26, 25.49, 9, 9, 39.2, 3.27, 0, 0, 20}}}, "", 39.2, 3.29},
    {"opentrons_96_flat_bottom_adapter", "Opentrons 96 Flat Bottom Heater-Shaker Adapter", 1, "96Standard", 111, 75, 7.9, {}, ""},
    {"opentrons_96_flat_bottom_adapter_nest_wellplate_200ul_flat", "Opentrons 96 Flat Bottom Heater-Shaker Adapter with NEST 96 Well Plate 200 µL Flat", 1, "96Standard", 127.76, 85.48, 15.5, {{{8, 12, 14.28, 74.18, 4.55, 9, 9, 10.8, 6.85, 0, 0, 200}}}, "flat", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_pcr_adapter", "Opentrons 96 PCR Heater-Shaker Adapter", 1, "96Standard", 111, 75, 13.85, {{{8, 12, 6, 69, 1.85, 9, 9, 12, 5.64, 0, 0, 0}}}, "v"},
    {"opentrons_96_pcr_adapter_armadillo_wellplate_200ul", "Opentrons 96 PCR Heater-Shaker Adapter with Armadillo Well Plate 200 µL", 1, "96Standard", 127.76, 85.48, 18.9, {{{8, 12, 14.38, 74.24, 3.95, 9, 9, 14.95, 5.5, 0, 0, 200}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_pcr_adapter_nest_wellplate_100ul_pcr_full_skirt", "Opentrons 96 PCR Heater-Shaker Adapter with NEST Well Plate 100 µL", 1, "96Standard", 127.76, 85.48, 19.35, {{{8, 12, 14.38, 74.24, 3.57, 9, 9, 14.78, 5.34, 0, 0, 100}}}, "v", 0, 0, 0, "gripperIncompatible"},
    {"opentrons_96_tiprack_1000ul", "Opentrons OT-2 96 Tip Rack 1000 µL", 1, "96Standard", 127.76, 85.48, 97.47, {{{8, 12, 14.38, 74.24, 9.47, 9, 9, 88, 7.23, 0, 0, 1000}}}, "", 88, 7.95},
    {"opentrons_96_tiprack_10ul", "Opentrons OT-2 96 Tip Rack 10 µL", 1, "96Standard", 127.76, 85.48, 64.69, {{{8, 12, 14.38, 74.24, 25.49, 9, 9, 39.2, 3.27, 0, 0, 10}}}, "", 39.2, 3.29},
    {"opentrons_96_tiprack_20ul", "Opentrons OT-2 96 Tip Rack 20 µL", 1, "96Standard", 127.76, 85.48, 64.69, {{{8, 12, 14.38, 74.24, 25.49, 9, 9, 39.2, 3.27, 0, 0, 20}}}, "", 39.2, 8.25},
    {"opentrons_96_tiprack_300ul", "Opentrons OT-2 96 Tip Rack 300 µL", 1, "96Standard", 127.76, 85.48, 64.49, {{{8, 12, 14.38, 74.24, 5.39, 9, 9, 59.3, 5.23, 0, 0, 300}}}, "", 59.3, 7.47},
    {"opentrons_96_well_aluminum_block", "Opentrons 96 Well Aluminum Block", 1, "96Standard", 127.76, 85.48, 18.16, {{{8, 12, 14.38, 74.24, 3.38, 9, 9, 14.78, 5.34, 0, 0, 0}}}, "v"},
    {"opentrons_96_wellplate_200ul_pcr_full_skirt", "Opentrons Tough 96 Well Plate 200 µL PCR Full Skirt", 2, "96Standard", 127.76, 85.48, 16, {{{8, 12, 14.38, 74.24, 1.05, 9, 9, 14.95, 5.5, 0, 0, 200}}}, "v"},
    {"thermoscientificnunc_96_wellplate_1300ul", "Thermo Scientific Nunc 96 Well Plate 1300 µL", 1, "96Standard", 127.76, 85.47, 31.6, {{{8, 12, 14.4, 74.27, 2.5, 9, 9, 29.1, 8.4, 0, 0, 1300}}}, "u", 0, 0, 5.5},
    {"thermoscientificnunc_96_wellplate_2000ul", "Thermo Scientific Nunc 96 Well Plate 2000 µL", 1, "96Standard", 127.8, 85.5, 43.6, {{{8, 12, 14.3, 74.2, 2.1, 9, 9, 41.5, 8.5, 0, 0, 2000}}}, "u", 0, 0, 6},
    {"usascientific_12_reservoir_22ml", "USA Scientific 12 Well Reservoir 22 mL", 1, "trough", 127.76, 85.8, 44.45, {{{1, 12, 13.94, 42.9, 2.29, 9.09, 0, 42.16, 0, 8.33, 71.88, 22000}}}, "v", 0, 0, 0, "centerMultichannelOnWells,touchTipDisabled"},
    {"usascientific_96_wellplate_2.4ml_deep", "USA Scientific 96 Deep Well Plate 2.4 mL", 1, "96Standard", 127.8, 85.5, 44.1, {{{8, 12, 14.4, 74.2, 2.8, 9, 9, 41.3, 0, 8.2, 8.2, 2400}}}, "u", 0, 0, 14.94},
};
// clang-format on

// A plate on its adapter is as high as the one labware that stands for both.
constexpr stacking_overlap on_adapters[] = {
    {"armadillo_96_wellplate_200ul_pcr_full_skirt", "opentrons_96_pcr_adapter", 10.95},
    {"armadillo_96_wellplate_200ul_pcr_full_skirt", "opentrons_96_well_aluminum_block", 11.91},
    {"biorad_96_wellplate_200ul_pcr", "opentrons_96_well_aluminum_block", 15.41},
    {"nest_96_wellplate_100ul_pcr_full_skirt", "opentrons_96_pcr_adapter", 10.2},
    {"nest_96_wellplate_100ul_pcr_full_skirt", "opentrons_96_well_aluminum_block", 12.66},
    {"nest_96_wellplate_200ul_flat", "opentrons_96_flat_bottom_adapter", 6.7},
    {"nest_96_wellplate_2ml_deep", "opentrons_96_deep_well_adapter", 14.85},
    {"opentrons_96_wellplate_200ul_pcr_full_skirt", "opentrons_96_pcr_adapter", 10.95},
    {"opentrons_96_wellplate_200ul_pcr_full_skirt", "opentrons_96_well_aluminum_block", 11.91},
};

constexpr stacking_overlap on_modules[] = {
    {"armadillo_96_wellplate_200ul_pcr_full_skirt", "thermocyclerModuleV2", 10.7},
    {"biorad_96_wellplate_200ul_pcr", "thermocyclerModuleV2", 10.75},
    {"nest_96_wellplate_100ul_pcr_full_skirt", "thermocyclerModuleV2", 10.8},
    {"opentrons_96_wellplate_200ul_pcr_full_skirt", "thermocyclerModuleV2", 10.7},
};

}  // namespace

std::span<const labware_figures> all_labware_figures() { return figures; }
std::span<const stacking_overlap> adapter_overlaps() { return on_adapters; }
std::span<const stacking_overlap> module_overlaps() { return on_modules; }

}  // namespace deckhand
