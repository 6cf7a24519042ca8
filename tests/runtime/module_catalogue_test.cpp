#include "runtime/module_catalogue.hpp"

#include "tests/runtime/planning_bench.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

constexpr const char* plate = "corning_96_wellplate_360ul_flat";

struct placed {
  const char* model;
  const char* slot;
  point labware_origin;
  double bare_height_mm;
};

}  // namespace

TEST_CASE("labware on a module stands where the module holds it") {
  const auto each = GENERATE(values<placed>({{"temperatureModuleV1", "1", {-0.15, -0.15, 80.09}, 84},
                                             {"temperatureModuleV1", "3", {264.85, -0.15, 80.09}, 84},
                                             {"temperatureModuleV2", "1", {-1.45, -0.15, 80.09}, 84},
                                             {"temperatureModuleV2", "6", {266.15, 90.35, 80.09}, 84},
                                             {"magneticModuleV1", "4", {0.125, 90.375, 82.25}, 110.152},
                                             {"magneticModuleV1", "9", {265.125, 180.875, 82.25}, 110.152},
                                             {"magneticModuleV2", "2", {131.325, -0.125, 82.25}, 110.152},
                                             {"magneticModuleV2", "3", {266.425, -0.125, 82.25}, 110.152},
                                             {"thermocyclerModuleV1", "7", {0, 263.56, 97.8}, 98},
                                             {"thermocyclerModuleV2", "7", {0, 249.8, 98.26}, 108.96},
                                             {"heaterShakerModuleV1", "1", {-0.125, 1.125, 68.275}, 82},
                                             {"heaterShakerModuleV1", "3", {265.125, -1.125, 68.275}, 82}}));
  INFO(each.model << " in " << each.slot);
  planning_bench bench;
  bench.load_module(each.model, each.slot, "module");
  CHECK(bench.model.tallest_z_mm() == Approx(std::max(82.0, each.bare_height_mm)));
  bench.load(plate, {{"moduleId", "module"}}, "plate");
  const auto& labware = *bench.model.find_labware("plate");
  check_point(*bench.model.origin_of(labware), each.labware_origin.x_mm, each.labware_origin.y_mm, each.labware_origin.z_mm);
  CHECK(bench.model.slot_of(labware.location) == each.slot);
}

TEST_CASE("a path clears labware on a magnetic module with the room that the module wants") {
  planning_bench bench;
  bench.load_module("magneticModuleV2", "1", "magnet");
  bench.load(plate, {{"moduleId", "magnet"}}, "plate");
  const auto& labware = *bench.model.find_labware("plate");
  CHECK(bench.model.top_z_mm(labware) == Approx(82.25 + labware.definition->height_mm + 4.052));
}

TEST_CASE("what labware says of a module below it counts") {
  planning_bench bench;
  auto document = find_shipped_labware("opentrons", plate, 1)->document;
  document["parameters"]["loadName"] = "sinking";
  document["stackingOffsetWithModule"] = {{"temperatureModuleV2", {{"x", 0}, {"y", 0}, {"z", 1.5}}}};
  bench.model.add_definition(*read_labware_definition(document));
  bench.load_module("temperatureModuleV2", "1", "module");
  bench.load("sinking", {{"moduleId", "module"}}, "plate");
  check_point(*bench.model.origin_of(*bench.model.find_labware("plate")), -1.45, -0.15, 78.59);
}

TEST_CASE("an offset measured on a module is for labware on that module only") {
  planning_bench bench;
  const std::string uri = "opentrons/corning_96_wellplate_360ul_flat/1";
  bench.model.add_offset({"bare", uri, "1", {1, 0, 0}});
  bench.model.add_offset({"on magnet", uri, "1", {2, 0, 0}, std::nullopt, "magneticModuleV2"});
  bench.model.add_offset({"on temperature", uri, "1", {3, 0, 0}, std::nullopt, "temperatureModuleV2"});
  bench.load_module("temperatureModuleV2", "1", "module");
  CHECK(bench.model.find_offset(uri, {{"moduleId", "module"}})->offset_id == "on temperature");
  CHECK(bench.model.find_offset(uri, {{"slotName", "1"}})->offset_id == "bare");
}

TEST_CASE("the definition that clients get has the geometry in it") {
  const auto definition = module_definition(*find_module_model("magneticModuleV2"));
  CHECK(definition["moduleType"] == "magneticModuleType");
  CHECK(definition["labwareOffset"] == json{{"x", -1.175}, {"y", -0.125}, {"z", 82.25}});
  CHECK(definition["dimensions"]["bareOverallHeight"] == 110.152);
  CHECK(definition["dimensions"]["overLabwareHeight"] == 4.052);
  const auto& matrix = definition["slotTransforms"]["ot2_standard"]["6"]["labwareOffset"];
  CHECK(matrix[0][3].get<double>() == Approx(2.6));
  CHECK(module_definition(*find_module_model("magneticModuleV1"))["slotTransforms"].empty());
  CHECK(module_definition(*find_module_model("thermocyclerModuleV2"))["dimensions"]["lidHeight"] == 61.7);
}

TEST_CASE("the two temperature modules stand in for one another, the magnetic ones do not") {
  const auto stands_in = [](const char* attached, const char* wanted) {
    return can_stand_in(*find_module_model(attached), *find_module_model(wanted));
  };
  CHECK(stands_in("temperatureModuleV2", "temperatureModuleV1"));
  CHECK(stands_in("temperatureModuleV1", "temperatureModuleV2"));
  CHECK_FALSE(stands_in("magneticModuleV2", "magneticModuleV1"));
  CHECK_FALSE(stands_in("thermocyclerModuleV1", "thermocyclerModuleV2"));
  CHECK(find_module_model("magneticBlockV1") == nullptr);
}

TEST_CASE("a load takes a module of that very model first, and none that is in use") {
  robot_facts facts;
  for (const auto* model : {"temperatureModuleV2", "temperatureModuleV1", "temperatureModuleV1"}) {
    module_facts module;
    module.model = model;
    module.serial_number = std::to_string(facts.modules.size());
    facts.modules.push_back(module);
  }
  CHECK(facts.find_free_module("temperatureModuleV1", {})->serial_number == "1");
  CHECK(facts.find_free_module("temperatureModuleV1", {"1"})->serial_number == "2");
  CHECK(facts.find_free_module("temperatureModuleV1", {"1", "2"})->serial_number == "0");
  CHECK(facts.find_free_module("temperatureModuleV1", {"0", "1", "2"}) == nullptr);
  CHECK(facts.find_free_module("magneticModuleV1", {}) == nullptr);
}
