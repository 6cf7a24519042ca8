#include <algorithm>

#include "runtime/plans/families.hpp"
#include "runtime/plans/placement.hpp"

namespace deckhand::plans {
namespace {

using nlohmann::json;

json labware_result(const loaded_labware& labware) {
  json result{{"labwareId", labware.labware_id}};
  if (labware.offset_id) result["offsetId"] = *labware.offset_id;
  return result;
}

// The other robot's pipettes, whose names an OT-2 knows only to refuse them.
bool is_other_robots_pipette(std::string_view name) {
  return name.find("flex") != std::string_view::npos || name.find("96") != std::string_view::npos;
}

}  // namespace

planned plan_load_labware(const planning& command) {
  const auto load_name = command.text("loadName");
  const auto definition_namespace = command.text("namespace");
  const auto version = command.params.at("version").get<int>();
  auto definition = command.model.find_definition(definition_namespace, load_name, version);
  if (!definition)
    return refuse("LabwareDefinitionDoesNotExistError", "There is no labware definition " + definition_namespace + "/" +
                                                            load_name + "/" + std::to_string(version) + ".");
  loaded_labware labware{command.optional_text("labwareId").value_or(make_uuid()), definition, command.params.at("location"),
                         offset_id_at(command, *definition, command.params.at("location")), command.optional_text("displayName")};
  const auto allowed = check_placement(command, labware.labware_id, *definition, labware.location);
  if (!allowed) return tl::unexpected{allowed.error()};
  auto plan = plan_of({});
  plan.complete = [labware = std::move(labware)](run_model& model, const robot_facts&) {
    auto result = labware_result(labware);
    result["definition"] = labware.definition->document;
    model.put_labware(labware);
    return result;
  };
  return plan;
}

planned plan_reload_labware(const planning& command) {
  const auto found = labware_of(command);
  if (!found) return tl::unexpected{found.error()};
  auto labware = **found;
  labware.offset_id = offset_id_at(command, *labware.definition, labware.location);
  auto plan = plan_of({});
  plan.complete = [labware = std::move(labware)](run_model& model, const robot_facts&) {
    model.put_labware(labware);
    return labware_result(labware);
  };
  return plan;
}

planned plan_load_pipette(const planning& command) {
  const auto name = command.text("pipetteName");
  const auto mount_name = command.text("mount");
  const auto on = parse_mount(mount_name);
  if (!on) return refuse("InvalidLoadPipetteSpecsError", "An OT-2 has no mount " + mount_name + ".");
  if (is_other_robots_pipette(name))
    return refuse("InvalidSpecificationForRobotTypeError", "Pipette " + name + " does not fit an OT-2.");
  if (!newest_model_of(name)) return refuse("InvalidLoadPipetteSpecsError", "There is no pipette " + name + ".");
  auto plan = plan_of({load_pipette_operation{*on, name, !command.model.is_legacy()}});
  plan.complete = [pipette = loaded_pipette{command.optional_text("pipetteId").value_or(make_uuid()), name, *on}](
                      run_model& model, const robot_facts&) {
    model.put_pipette(pipette);
    return json{{"pipetteId", pipette.pipette_id}};
  };
  return plan;
}

// Liquids are for whoever draws the deck: the robot cannot sense any.
planned plan_load_liquid(const planning& command) {
  const auto liquid_id = command.text("liquidId");
  if (!command.model.find_liquid(liquid_id))
    return refuse("LiquidDoesNotExistError", "The protocol has no liquid " + liquid_id + ".");
  const auto labware = labware_of(command);
  if (!labware) return tl::unexpected{labware.error()};
  const auto& definition = *(*labware)->definition;
  for (const auto& [well_name, volume] : command.params.at("volumeByWell").items())
    if (!definition.find_well(well_name))
      return refuse("WellDoesNotExistError", "Labware " + definition.load_name + " has no well " + well_name + ".");
  return plan_of({});
}

}  // namespace deckhand::plans
