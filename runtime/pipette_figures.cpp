#include "runtime/pipette_figures.hpp"

#include "runtime/pipette_tables.hpp"

namespace deckhand {

namespace {

using namespace plunger_tables;

constexpr overlap_row gen1_small_overlaps[] = {{"opentrons/eppendorf_96_tiprack_10ul_eptips/1", 1},
                                               {"opentrons/geb_96_tiprack_10ul/1", 6.2},
                                               {"opentrons/opentrons_96_filtertiprack_10ul/1", 3.29},
                                               {"opentrons/opentrons_96_tiprack_10ul/1", 3.29}};
constexpr overlap_row gen1_medium_overlaps[] = {{"opentrons/opentrons_96_filtertiprack_200ul/1", 7.47},
                                                {"opentrons/opentrons_96_tiprack_300ul/1", 7.47},
                                                {"opentrons/tipone_96_tiprack_200ul/1", 6.1}};
constexpr overlap_row gen1_large_overlaps[] = {{"opentrons/eppendorf_96_tiprack_1000ul_eptips/1", 0},
                                               {"opentrons/geb_96_tiprack_1000ul/1", 11.2},
                                               {"opentrons/opentrons_96_filtertiprack_1000ul/1", 7.95},
                                               {"opentrons/opentrons_96_tiprack_1000ul/1", 7.95}};
constexpr overlap_row gen2_small_overlaps[] = {
    {"opentrons/eppendorf_96_tiprack_10ul_eptips/1", 8.4}, {"opentrons/geb_96_tiprack_10ul/1", 8.3},
    {"opentrons/opentrons_96_filtertiprack_10ul/1", 8.25}, {"opentrons/opentrons_96_filtertiprack_20ul/1", 8.25},
    {"opentrons/opentrons_96_tiprack_10ul/1", 8.25},       {"opentrons/opentrons_96_tiprack_20ul/1", 8.25}};
constexpr overlap_row gen2_medium_overlaps[] = {{"opentrons/opentrons_96_filtertiprack_200ul/1", 8.2},
                                                {"opentrons/opentrons_96_tiprack_300ul/1", 8.2}};
constexpr overlap_row gen2_large_overlaps[] = {{"opentrons/geb_96_tiprack_1000ul/1", 9.5},
                                               {"opentrons/opentrons_96_filtertiprack_1000ul/1", 11.5},
                                               {"opentrons/opentrons_96_tiprack_1000ul/1", 11.5}};

constexpr tip_row p10_tips[] = {{10, 0}};
constexpr tip_row p50_tips[] = {{50, 0}, {200, 0}, {300, 0}};
constexpr tip_row p50_multi_tips[] = {{50, 2}, {200, 0}, {300, 0}};
constexpr tip_row p300_tips[] = {{200, 0}, {300, 0}};
constexpr tip_row p1000_tips[] = {{1000, 0}};
constexpr tip_row p20_tips[] = {{10, 0}, {20, 0}};

// One pipette a line:
//   name, display name, model prefix, GEN2, channels, smallest and largest volume, nozzle A1, Z home, drop-tip speed,
//   flows (aspirate, dispense, blow-out), fallback tip length, return-tip fraction, overlap by default, overlaps by rack, tips,
//   stands in for
// clang-format off
constexpr pipette_family p10_single{"p10_single", "P10 Single-Channel GEN1", "p10_single_v", false, 1, 1, 10, {0, 0, 12}, 220, 5, 5, 10, 1000, 33, 0.5, 3.29, gen1_small_overlaps, p10_tips, ""};
constexpr pipette_family p10_multi{"p10_multi", "P10 8-Channel GEN1", "p10_multi_v", false, 8, 1, 10, {0, 31.5, 0.8}, 220, 5, 5, 10, 1000, 33, 0.5, 3.29, gen1_small_overlaps, p10_tips, ""};
constexpr pipette_family p50_single{"p50_single", "P50 Single-Channel GEN1", "p50_single_v", false, 1, 5, 50, {0, 0, 25}, 220, 5, 25, 50, 1000, 51.7, 0.5, 7.47, gen1_medium_overlaps, p50_tips, ""};
constexpr pipette_family p50_multi{"p50_multi", "P50 8-Channel GEN1", "p50_multi_v", false, 8, 5, 50, {0, 31.5, 0.8}, 220, 5, 25, 50, 1000, 51.7, 0.5, 7.47, gen1_medium_overlaps, p50_multi_tips, ""};
constexpr pipette_family p300_single{"p300_single", "P300 Single-Channel GEN1", "p300_single_v", false, 1, 30, 300, {0, 0, 25}, 220, 5, 150, 300, 1000, 51.7, 0.5, 7.47, gen1_medium_overlaps, p300_tips, ""};
constexpr pipette_family p300_multi{"p300_multi", "P300 8-Channel GEN1", "p300_multi_v", false, 8, 30, 300, {0, 31.5, 0.8}, 220, 5, 150, 300, 1000, 51.7, 0.5, 7.47, gen1_medium_overlaps, p300_tips, ""};
constexpr pipette_family p1000_single{"p1000_single", "P1000 Single-Channel GEN1", "p1000_single_v", false, 1, 100, 1000, {0, 0, 45}, 220, 5, 500, 1000, 1000, 76.7, 0.5, 7.95, gen1_large_overlaps, p1000_tips, ""};
constexpr pipette_family p20_single_gen2{"p20_single_gen2", "P20 Single-Channel GEN2", "p20_single_v", true, 1, 1, 20, {0, 0, 10.45}, 172.15, 15, 3.78, 3.78, 3.78, 31.15, 0.5, 8.25, gen2_small_overlaps, p20_tips, "p10_single"};
constexpr pipette_family p20_multi_gen2{"p20_multi_gen2", "P20 8-Channel GEN2", "p20_multi_v", true, 8, 1, 20, {0, 31.5, 19.4}, 155.75, 15, 7.6, 7.6, 7.6, 31.1, 0.5, 8.25, gen2_small_overlaps, p20_tips, "p10_multi"};
constexpr pipette_family p300_single_gen2{"p300_single_gen2", "P300 Single-Channel GEN2", "p300_single_v", true, 1, 20, 300, {0, 0, 29.45}, 172.15, 7, 46.43, 46.43, 46.43, 49, 0.5, 8.2, gen2_medium_overlaps, p300_tips, "p300_single"};
constexpr pipette_family p300_multi_gen2{"p300_multi_gen2", "P300 8-Channel GEN2", "p300_multi_v", true, 8, 20, 300, {0, 31.5, 35.52}, 155.75, 7.5, 94, 94, 94, 51, 0.4, 8.2, gen2_medium_overlaps, p300_tips, "p300_multi"};
constexpr pipette_family p1000_single_gen2{"p1000_single_gen2", "P1000 Single-Channel GEN2", "p1000_single_v", true, 1, 100, 1000, {0, 0, 50.14}, 172.15, 7, 274.7, 274.7, 274.7, 78.3, 0.83, 9.7, gen2_large_overlaps, p1000_tips, "p1000_single"};
// clang-format on

constexpr std::string_view drop_tip_shake[] = {"dropTipShake"};
constexpr std::string_view double_drop_tip[] = {"doubleDropTip", "dropTipShake"};
constexpr std::string_view both_shakes[] = {"dropTipShake", "pickupTipShake"};
constexpr std::span<const std::string_view> no_quirks;
constexpr std::string_view needs_unstick[] = {"needsUnstick"};
constexpr std::string_view pickup_tip_shake[] = {"pickupTipShake"};

constexpr plunger_table_set one_generation(plunger_rows aspirate, plunger_rows dispense) {
  return {aspirate, dispense, aspirate, dispense};
}

constexpr plunger_table_set tables_of_p10_single_v1_0{p10_single_v1_0_aspirate_revised, p10_single_v1_0_dispense,
                                                      p10_single_v1_0_aspirate, p10_single_v1_0_dispense};
constexpr plunger_table_set tables_of_p10_single_v1_5 = one_generation(p10_single_v1_5_aspirate, p10_single_v1_0_dispense);
constexpr plunger_table_set tables_of_p10_multi_v1_0{p10_single_v1_0_aspirate_revised, p10_multi_v1_0_dispense,
                                                     p10_multi_v1_0_aspirate, p10_multi_v1_0_dispense};
constexpr plunger_table_set tables_of_p10_multi_v1_5 = one_generation(p10_multi_v1_5_aspirate, p10_multi_v1_0_dispense);
constexpr plunger_table_set tables_of_p10_multi_v1_6 = one_generation(p10_multi_v1_6_aspirate, p10_multi_v1_0_dispense);
constexpr plunger_table_set tables_of_p50_single_v1_0{p50_single_v1_0_aspirate_revised, p50_single_v1_0_dispense,
                                                      p50_single_v1_0_aspirate, p50_single_v1_0_dispense};
constexpr plunger_table_set tables_of_p50_single_v1_5 = one_generation(p50_single_v1_5_aspirate, p50_single_v1_0_dispense);
constexpr plunger_table_set tables_of_p50_multi_v1_0{p50_multi_v1_0_aspirate_revised, p50_multi_v1_0_dispense,
                                                     p50_multi_v1_0_aspirate, p50_multi_v1_0_dispense};
constexpr plunger_table_set tables_of_p50_multi_v1_5_wide_tips = one_generation(p50_multi_v1_5_aspirate, p50_multi_v1_0_dispense);
constexpr plunger_table_set tables_of_p300_single_v1_0{p300_single_v1_0_aspirate_revised, p300_single_v1_0_dispense,
                                                       p300_single_v1_0_aspirate, p300_single_v1_0_dispense};
constexpr plunger_table_set tables_of_p300_single_v1_5 = one_generation(p300_single_v1_5_aspirate, p300_single_v1_0_dispense);
constexpr plunger_table_set tables_of_p300_multi_v1_0 = one_generation(p300_multi_v1_0_aspirate, p300_multi_v1_0_dispense);
constexpr plunger_table_set tables_of_p1000_single_v1_0 = one_generation(p1000_single_v1_0_aspirate, p1000_single_v1_0_dispense);
constexpr plunger_table_set tables_of_p20_single_v2_0 = one_generation(p20_single_v2_0_aspirate, p20_single_v2_0_aspirate);
constexpr plunger_table_set tables_of_p20_single_v2_1 = one_generation(p20_single_v2_1_aspirate, p20_single_v2_1_aspirate);
constexpr plunger_table_set tables_of_p20_single_v2_2 = one_generation(p20_single_v2_2_aspirate, p20_single_v2_2_aspirate);
constexpr plunger_table_set tables_of_p20_multi_v2_0 = one_generation(p20_single_v2_0_aspirate, p20_multi_v2_0_dispense);
constexpr plunger_table_set tables_of_p20_multi_v2_1 = one_generation(p20_multi_v2_1_aspirate, p20_multi_v2_1_aspirate);
constexpr plunger_table_set tables_of_p300_single_v2_0 = one_generation(p300_single_v2_0_aspirate, p300_single_v2_0_aspirate);
constexpr plunger_table_set tables_of_p300_single_v2_1 = one_generation(p300_single_v2_1_aspirate, p300_single_v2_1_aspirate);
constexpr plunger_table_set tables_of_p300_multi_v2_0 = one_generation(p300_multi_v2_0_aspirate, p300_multi_v2_0_aspirate);
constexpr plunger_table_set tables_of_p300_multi_v2_1 = one_generation(p300_multi_v2_1_aspirate, p300_multi_v2_1_aspirate);
constexpr plunger_table_set tables_of_p1000_single_v2_0 = one_generation(p1000_single_v2_0_aspirate, p1000_single_v2_0_aspirate);
constexpr plunger_table_set tables_of_p1000_single_v2_1 = one_generation(p1000_single_v2_1_aspirate, p1000_single_v2_1_aspirate);
constexpr plunger_table_set tables_of_p1000_single_v2_2 = one_generation(p1000_single_v2_2_aspirate, p1000_single_v2_2_aspirate);

// One model a line: family, version, plunger {bottom, blow-out, drop tip}, currents {idle, run, drop tip},
//   pick-up {presses, increment, distance, speed, current}, quirks, tables, tables of wider tips
// clang-format off
constexpr pipette_revision revisions[] = {
    {&p10_single, "1.0", {2, -1, -4.5}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p10_single_v1_0, tables_of_p10_single_v1_0},
    {&p10_single, "1.3", {0.5, -2.5, -6}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p10_single_v1_0, tables_of_p10_single_v1_0},
    {&p10_single, "1.4", {2.5, -0.5, -5.2}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p10_single_v1_0, tables_of_p10_single_v1_0},
    {&p10_single, "1.5", {2.5, -0.5, -5.2}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p10_single_v1_5, tables_of_p10_single_v1_5},
    {&p10_multi, "1.0", {2, -1, -4}, {0.05, 0.5, 0.5}, {3, 1, 10, 30, 0.4}, drop_tip_shake, tables_of_p10_multi_v1_0, tables_of_p10_multi_v1_0},
    {&p10_multi, "1.3", {0.5, -2.5, -5.5}, {0.05, 0.5, 0.5}, {3, 1, 10, 30, 0.4}, drop_tip_shake, tables_of_p10_multi_v1_0, tables_of_p10_multi_v1_0},
    {&p10_multi, "1.4", {2, -1, -4.5}, {0.05, 0.5, 0.5}, {3, 1, 10, 30, 0.4}, drop_tip_shake, tables_of_p10_multi_v1_0, tables_of_p10_multi_v1_0},
    {&p10_multi, "1.5", {2, -1, -4.5}, {0.05, 0.5, 0.5}, {3, 3, 10, 30, 0.55}, double_drop_tip, tables_of_p10_multi_v1_5, tables_of_p10_multi_v1_5},
    {&p10_multi, "1.6", {2, -1, -4.5}, {0.05, 0.5, 0.5}, {3, 3, 10, 30, 0.55}, double_drop_tip, tables_of_p10_multi_v1_6, tables_of_p10_multi_v1_6},
    {&p50_single, "1.0", {2.01, 2, -4.5}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p50_single_v1_0, tables_of_p50_single_v1_0},
    {&p50_single, "1.3", {2, 0.5, -6}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p50_single_v1_0, tables_of_p50_single_v1_0},
    {&p50_single, "1.4", {2, 0.5, -5}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p50_single_v1_0, tables_of_p50_single_v1_0},
    {&p50_single, "1.5", {2, 0.5, -5}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p50_single_v1_5, tables_of_p50_single_v1_5},
    {&p50_multi, "1.0", {2.5, 2, -3.5}, {0.05, 0.5, 0.5}, {3, 1, 10, 30, 0.6}, drop_tip_shake, tables_of_p50_multi_v1_0, tables_of_p50_multi_v1_0},
    {&p50_multi, "1.3", {2, 0.5, -5}, {0.05, 0.5, 0.5}, {3, 1, 10, 30, 0.6}, drop_tip_shake, tables_of_p50_multi_v1_0, tables_of_p50_multi_v1_0},
    {&p50_multi, "1.4", {2, 0.5, -4}, {0.05, 0.5, 0.5}, {3, 1, 10, 30, 0.6}, drop_tip_shake, tables_of_p50_multi_v1_0, tables_of_p50_multi_v1_0},
    {&p50_multi, "1.5", {2, 0.5, -4}, {0.05, 0.5, 0.5}, {3, 3, 10, 30, 0.8}, double_drop_tip, tables_of_p50_multi_v1_0, tables_of_p50_multi_v1_5_wide_tips},
    {&p300_single, "1.0", {1.5, 0, -4}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p300_single_v1_0, tables_of_p300_single_v1_0},
    {&p300_single, "1.3", {1.5, -1.5, -5.5}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p300_single_v1_0, tables_of_p300_single_v1_0},
    {&p300_single, "1.4", {3, 0, -4.5}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p300_single_v1_0, tables_of_p300_single_v1_0},
    {&p300_single, "1.5", {3, 0, -4.5}, {0.05, 0.3, 0.5}, {3, 1, 10, 30, 0.1}, drop_tip_shake, tables_of_p300_single_v1_5, tables_of_p300_single_v1_5},
    {&p300_multi, "1.0", {3.5, 3, -2}, {0.05, 0.5, 0.5}, {3, 1, 10, 30, 0.6}, drop_tip_shake, tables_of_p300_multi_v1_0, tables_of_p300_multi_v1_0},
    {&p300_multi, "1.3", {3.5, 1.5, -3.5}, {0.05, 0.5, 0.5}, {3, 1, 10, 30, 0.6}, drop_tip_shake, tables_of_p300_multi_v1_0, tables_of_p300_multi_v1_0},
    {&p300_multi, "1.4", {3.5, 1.5, -3.5}, {0.05, 0.5, 0.5}, {3, 1, 10, 30, 0.6}, drop_tip_shake, tables_of_p300_multi_v1_0, tables_of_p300_multi_v1_0},
    {&p300_multi, "1.5", {3.5, 1.5, -3.5}, {0.05, 0.5, 0.5}, {3, 3, 10, 30, 0.9}, double_drop_tip, tables_of_p300_multi_v1_0, tables_of_p300_multi_v1_0},
    {&p1000_single, "1.0", {3, 1, -2.2}, {0.05, 0.5, 0.5}, {3, 1, 15, 30, 0.1}, both_shakes, tables_of_p1000_single_v1_0, tables_of_p1000_single_v1_0},
    {&p1000_single, "1.3", {2.5, 0.5, -4}, {0.05, 0.5, 0.7}, {3, 1, 15, 30, 0.1}, both_shakes, tables_of_p1000_single_v1_0, tables_of_p1000_single_v1_0},
    {&p1000_single, "1.4", {2.5, 0.5, -4}, {0.05, 0.5, 0.7}, {3, 1, 15, 30, 0.1}, both_shakes, tables_of_p1000_single_v1_0, tables_of_p1000_single_v1_0},
    {&p1000_single, "1.5", {2.5, 0.5, -4}, {0.05, 0.5, 0.7}, {3, 1, 15, 30, 0.15}, both_shakes, tables_of_p1000_single_v1_0, tables_of_p1000_single_v1_0},
    {&p20_single_gen2, "2.0", {-8.5, -13, -27}, {0.05, 1, 1}, {1, 0, 14, 10, 0.1}, no_quirks, tables_of_p20_single_v2_0, tables_of_p20_single_v2_0},
    {&p20_single_gen2, "2.1", {-8.5, -13, -27}, {0.3, 1, 1}, {1, 0, 14, 10, 0.1}, no_quirks, tables_of_p20_single_v2_1, tables_of_p20_single_v2_1},
    {&p20_single_gen2, "2.2", {-8.5, -13, -27}, {0.3, 1, 1}, {1, 0, 14, 10, 0.1}, no_quirks, tables_of_p20_single_v2_2, tables_of_p20_single_v2_2},
    {&p20_multi_gen2, "2.0", {-8.5, -13, -31.6}, {0.3, 1, 1.25}, {1, 0, 11, 10, 0.6}, no_quirks, tables_of_p20_multi_v2_0, tables_of_p20_multi_v2_0},
    {&p20_multi_gen2, "2.1", {-8.5, -13, -31.6}, {0.3, 1, 1.25}, {1, 0, 11, 10, 0.6}, no_quirks, tables_of_p20_multi_v2_1, tables_of_p20_multi_v2_1},
    {&p300_single_gen2, "2.0", {-14.5, -19, -37}, {0.05, 1, 1.25}, {1, 0, 17, 10, 0.125}, no_quirks, tables_of_p300_single_v2_0, tables_of_p300_single_v2_0},
    {&p300_single_gen2, "2.1", {-14.5, -19, -37}, {0.3, 1, 1.25}, {1, 0, 17, 10, 0.125}, no_quirks, tables_of_p300_single_v2_1, tables_of_p300_single_v2_1},
    {&p300_multi_gen2, "2.0", {-14.5, -19, -33.4}, {0.3, 1, 1.25}, {1, 0, 11, 10, 0.8}, needs_unstick, tables_of_p300_multi_v2_0, tables_of_p300_multi_v2_0},
    {&p300_multi_gen2, "2.1", {-14.5, -19, -33.4}, {0.3, 1, 1.25}, {1, 0, 11, 10, 0.8}, needs_unstick, tables_of_p300_multi_v2_1, tables_of_p300_multi_v2_1},
    {&p1000_single_gen2, "2.0", {-18.5, -23, -37}, {0.05, 1, 1.25}, {1, 0, 17, 10, 0.17}, pickup_tip_shake, tables_of_p1000_single_v2_0, tables_of_p1000_single_v2_0},
    {&p1000_single_gen2, "2.1", {-18.5, -23, -37}, {0.3, 1, 1.25}, {1, 0, 17, 10, 0.17}, pickup_tip_shake, tables_of_p1000_single_v2_1, tables_of_p1000_single_v2_1},
    {&p1000_single_gen2, "2.2", {-18.5, -23, -37}, {0.3, 1, 1.25}, {1, 0, 17, 10, 0.17}, pickup_tip_shake, tables_of_p1000_single_v2_2, tables_of_p1000_single_v2_2},
};
// clang-format on

}  // namespace

std::span<const pipette_revision> all_pipette_revisions() { return revisions; }

}  // namespace deckhand
