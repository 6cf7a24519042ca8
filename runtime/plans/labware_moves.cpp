#include <utility>

#include "runtime/plans/families.hpp"
#include "runtime/plans/module_use.hpp"
#include "runtime/plans/placement.hpp"

namespace deckhand::plans {

// People move the labware: the robot only waits for them where it is told to.
planned plan_move_labware(const planning& command) {
  const auto strategy = command.text("strategy");
  const auto found = labware_of(command);
  if (!found) return tl::unexpected{found.error()};
  auto labware = **found;
  const auto& name = labware.definition->load_name;
  if (strategy == "usingGripper")
    return refuse("NotSupportedOnRobotType", "An OT-2 has no gripper: labware is moved by hand, with or without a pause.",
                  "4003");
  if (labware.labware_id == fixed_trash_name || labware.definition->has_quirk("fixedTrash"))
    return refuse("LabwareMovementNotAllowedError", "The fixed trash cannot be moved.");
  if (const auto* above = command.model.labware_on(labware.labware_id))
    return refuse("LabwareIsInStackError",
                  "Labware " + name + " cannot be moved: " + above->definition->load_name + " stands on it.");
  const auto& destination = command.params.at("newLocation");
  for (const nlohmann::json* place : {&std::as_const(labware.location), &destination})
    if (const auto reachable = check_hands_can_reach(command, *place); !reachable) return tl::unexpected{reachable.error()};
  labware.location = destination;
  const auto allowed = check_placement(command, labware.labware_id, *labware.definition, labware.location);
  if (!allowed) return tl::unexpected{allowed.error()};
  labware.offset_id = offset_id_at(command, *labware.definition, labware.location);
  auto plan = plan_of({});
  if (strategy == "manualMoveWithPause") plan.wait = wait_kind::resume;
  plan.complete = [labware = std::move(labware)](run_model& model, const robot_facts&) {
    model.put_labware(labware);
    if (model.where() && model.where()->labware_id == labware.labware_id) model.forget_last_location();
    auto result = nlohmann::json::object();
    if (labware.offset_id) result["offsetId"] = *labware.offset_id;
    return result;
  };
  return plan;
}

}  // namespace deckhand::plans
