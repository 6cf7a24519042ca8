#include "runtime/plans/families.hpp"
#include "runtime/plans/module_use.hpp"

namespace deckhand::plans {
namespace {

using nlohmann::json;
using checked = tl::expected<void, command_error>;

json load_result(const loaded_module& module) {
  return {{"moduleId", module.module_id},
          {"model", module.model->name},
          {"serialNumber", module.serial_number},
          {"definition", module_definition(*module.model)}};
}

// The slots that the module would cover must be free of others.
checked check_slots(const planning& command, const module_model& model, const std::string& slot_name) {
  if (!may_stand_in_slot(model, slot_name))
    return refuse("PythonException",
                  "ValueError: a " + std::string{model.display_name} + " cannot stand in slot " + slot_name + ".");
  for (const auto& slot : slots_covered(model, slot_name)) {
    if (const auto* there = command.model.module_in(slot))
      return refuse("ModuleAlreadyPresentError", "A " + std::string{there->model->display_name} + " (" + there->module_id +
                                                     ") is already in slot " + slot + ".");
    if (const auto* there = command.model.labware_at({{"slotName", slot}}))
      return refuse("LocationIsOccupiedError",
                    "Labware " + there->definition->load_name + " (" + there->labware_id + ") is already in slot " + slot + ".");
  }
  return {};
}

// Asking twice for the same module at the same place is no mistake: it is the one that is there.
std::optional<loaded_module> same_module_there(const planning& command, const module_model& wanted,
                                               const std::string& slot_name) {
  const auto* there = command.model.module_in(slot_name);
  if (!there || there->slot_name != slot_name || !can_stand_in(*there->model, wanted)) return std::nullopt;
  const auto wanted_id = command.optional_text("moduleId");
  if (wanted_id && *wanted_id != there->module_id) return std::nullopt;
  return *there;
}

}  // namespace

planned plan_load_module(const planning& command) {
  const auto name = command.text("model");
  const auto* wanted = find_module_model(name);
  if (!wanted) return refuse("ModuleNotAttachedError", "An OT-2 has no module of the model " + name + ".", "3015");
  const auto slot_name = command.params.at("location").at("slotName").get<std::string>();
  if (const auto there = same_module_there(command, *wanted, slot_name)) {
    auto plan = plan_of({});
    plan.complete = [there = *there](run_model&, const robot_facts&) { return load_result(there); };
    return plan;
  }
  if (const auto allowed = check_slots(command, *wanted, slot_name); !allowed) return tl::unexpected{allowed.error()};
  load_module_operation load{name, {}};
  for (const auto& [id, module] : command.model.modules()) load.serials_in_use.push_back(module.serial_number);
  loaded_module module{command.optional_text("moduleId").value_or(make_uuid()), wanted, wanted, slot_name, {}};
  auto plan = plan_of({load});
  plan.complete = [module = std::move(module), load](run_model& model, const robot_facts& facts) {
    auto loaded = module;
    if (const auto* found = facts.find_free_module(load.model, load.serials_in_use)) {
      loaded.model = find_module_model(found->model);
      loaded.serial_number = found->serial_number;
    }
    model.put_module(loaded);
    return load_result(loaded);
  };
  return plan;
}

}  // namespace deckhand::plans
