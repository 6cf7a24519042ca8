#include "runtime/pipette_catalogue.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "runtime/pipette_figures.hpp"

using namespace deckhand;

namespace {

double ul_per_mm(const plunger_table& table, double volume_ul) {
  const auto row = std::ranges::find_if(table, [&](const auto& each) { return each.upper_volume_ul >= volume_ul; });
  REQUIRE(row != table.end());
  return row->slope * volume_ul + row->intercept;
}

}  // namespace

TEST_CASE("the pipette catalogue knows every OT-2 model") {
  CHECK(all_pipette_revisions().size() == 41);
  for (const auto& revision : all_pipette_revisions()) {
    const auto model_name = std::string(revision.family->model_prefix) + std::string(revision.version);
    CAPTURE(model_name);
    const auto* model = find_pipette_model(model_name);
    REQUIRE(model);
    CHECK(model->model == model_name);
    CHECK(model->plunger_top_mm > model->plunger_bottom_mm);
    CHECK(model->plunger_bottom_mm > model->plunger_blow_out_mm);
    CHECK(model->plunger_blow_out_mm > model->plunger_drop_tip_mm);
    CHECK((model->channels == 8) == (model->nozzle_span_mm == 63));
    for (const auto& [capacity_ul, tip] : model->tips) {
      CAPTURE(capacity_ul);
      const auto working_ul = std::min<double>(capacity_ul, model->max_volume_ul);
      for (const auto& table : {tip.aspirate_table, tip.dispense_table, tip.first_aspirate_table, tip.first_dispense_table})
        CHECK(ul_per_mm(*table, working_ul) > 0);
    }
  }
  CHECK_FALSE(find_pipette_model("p300_single_v9.9"));
  CHECK_FALSE(find_pipette_model("p1000_single_flex"));
}

TEST_CASE("conversion at full volume is the known one") {
  const auto [model, aspirate, dispense] = GENERATE(table<std::string, double, double>({
      {"p20_single_v2.0", 0.754696, 0.754696},
      {"p20_multi_v2.0", 0.754696, 0.7528},
      {"p20_multi_v2.1", 0.7507, 0.7507},
      {"p300_single_v2.1", 9.3096, 9.3096},
      {"p300_multi_v2.1", 9.2787, 9.2787},
      {"p1000_single_v2.2", 27.3644, 27.3644},
  }));
  CAPTURE(model);
  const auto& found = *find_pipette_model(model);
  const auto& tip = found.class_for(found.max_volume_ul);
  CHECK(ul_per_mm(*tip.aspirate_table, found.max_volume_ul) == Approx(aspirate).epsilon(1e-4));
  CHECK(ul_per_mm(*tip.dispense_table, found.max_volume_ul) == Approx(dispense).epsilon(1e-4));
}

TEST_CASE("a load name gives its newest model") {
  CHECK(newest_model_of("p300_single")->model == "p300_single_v1.5");
  CHECK(newest_model_of("p10_multi")->model == "p10_multi_v1.6");
  CHECK(newest_model_of("p300_single_gen2")->model == "p300_single_v2.1");
  CHECK_FALSE(newest_model_of("p1000_single_flex"));
  CHECK_FALSE(newest_model_of(""));
}

TEST_CASE("a newer pipette stands in for the older one of its line, not the other way round") {
  const auto& gen2 = *newest_model_of("p20_single_gen2");
  CHECK(can_stand_in(gen2, "p20_single_gen2"));
  CHECK(can_stand_in(gen2, "p10_single"));
  CHECK_FALSE(can_stand_in(gen2, "p10_multi"));
  CHECK_FALSE(can_stand_in(*newest_model_of("p10_single"), "p20_single_gen2"));
}

TEST_CASE("the overlap depends on the rack, the tip class on the smaller volume") {
  const auto& p1000 = *newest_model_of("p1000_single_gen2");
  CHECK(p1000.overlap_mm("opentrons/opentrons_96_tiprack_1000ul/1") == 11.5);
  CHECK(p1000.overlap_mm("somebody/else/1") == 9.7);
  CHECK(p1000.class_for(1000).return_tip_fraction == 0.83);

  const auto& p50 = *find_pipette_model("p50_multi_v1.5");
  CHECK(p50.class_for(300).push_out_ul == 2);
  CHECK(p50.class_for(50).push_out_ul == 2);
  const auto& p300 = *find_pipette_model("p300_single_v1.5");
  CHECK(&p300.class_for(200) == &p300.tips.at(200));
  CHECK(&p300.class_for(123) == &p300.tips.at(300));
  CHECK(&p300.class_for(1000) == &p300.tips.at(300));
  const auto& p20 = *find_pipette_model("p20_single_v2.2");
  CHECK(&p20.class_for(10) == &p20.tips.at(10));
}

TEST_CASE("quirks are looked up by name") {
  CHECK(find_pipette_model("p300_multi_v1.5")->has_quirk("doubleDropTip"));
  CHECK_FALSE(find_pipette_model("p300_multi_v1.3")->has_quirk("doubleDropTip"));
  CHECK(find_pipette_model("p300_multi_v2.1")->has_quirk("needsUnstick"));
}
