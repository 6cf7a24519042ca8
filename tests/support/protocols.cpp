#include "tests/support/protocols.hpp"

#include "runtime/labware_catalogue.hpp"

namespace deckhand::testing {
namespace {

using nlohmann::json;

labware_definition_ptr rack() { return find_shipped_labware("opentrons", "opentrons_96_tiprack_300ul", 1); }
labware_definition_ptr plate() { return find_shipped_labware("opentrons", "corning_96_wellplate_360ul_flat", 1); }

json load(const labware_definition& labware, const char* slot, const char* id) {
  return step("loadLabware", {{"location", {{"slotName", slot}}},
                              {"loadName", labware.load_name},
                              {"namespace", labware.definition_namespace},
                              {"version", labware.version},
                              {"labwareId", id}});
}

}  // namespace

json step(const char* command_type, json params) { return {{"commandType", command_type}, {"params", std::move(params)}}; }

std::string protocol_of(json steps) {
  const json file{{"$otSharedSchema", "#/protocol/schemas/7"},
                  {"schemaVersion", 7},
                  {"metadata", {{"protocolName", "made for a test"}}},
                  {"robot", {{"model", "OT-2 Standard"}, {"deckId", "ot2_standard"}}},
                  {"liquids", json::object()},
                  {"labwareDefinitions", {{rack()->uri, rack()->document}, {plate()->uri, plate()->document}}},
                  {"commands", std::move(steps)}};
  return file.dump();
}

json loading_steps() {
  return json::array({step("loadPipette", {{"pipetteName", "p300_single"}, {"mount", "right"}, {"pipetteId", "pipette"}}),
                      load(*rack(), "1", "rack"), load(*plate(), "2", "plate")});
}

std::string touch_tip_protocol(std::size_t commands, double radius) {
  auto steps = loading_steps();
  steps.push_back(step("pickUpTip", {{"pipetteId", "pipette"}, {"labwareId", "rack"}, {"wellName", "A1"}}));
  const json touch = step("touchTip", {{"pipetteId", "pipette"}, {"labwareId", "plate"}, {"wellName", "A1"}, {"radius", radius}});
  for (std::size_t i = 0; i < commands; ++i) steps.push_back(touch);
  steps.push_back(step("dropTip", {{"pipetteId", "pipette"}, {"labwareId", "fixedTrash"}, {"wellName", "A1"}}));
  return protocol_of(std::move(steps));
}

std::string comment_protocol(std::size_t commands) {
  auto steps = json::array();
  for (std::size_t i = 0; i < commands; ++i) steps.push_back(step("comment", {{"message", "step " + std::to_string(i)}}));
  return protocol_of(std::move(steps));
}

}  // namespace deckhand::testing
