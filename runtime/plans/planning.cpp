#include "runtime/plans/planning.hpp"

#include <cmath>
#include <cstdio>

namespace deckhand::plans {

using nlohmann::json;

std::optional<std::string> planning::optional_text(const char* name) const {
  const auto found = params.find(name);
  if (found == params.end() || found->is_null()) return std::nullopt;
  return found->get<std::string>();
}

std::optional<double> planning::optional_number(const char* name) const {
  const auto found = params.find(name);
  if (found == params.end() || found->is_null()) return std::nullopt;
  return found->get<double>();
}

bool planning::flag(const char* name, bool otherwise) const {
  const auto found = params.find(name);
  return found == params.end() || found->is_null() ? otherwise : found->get<bool>();
}

tl::unexpected<command_error> refuse(std::string_view error_type, std::string detail, std::string_view error_code) {
  return tl::unexpected{command_error{std::string{error_type}, std::move(detail), std::string{error_code}}};
}

std::string in_words(double figure) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", figure);
  return text;
}

json position_json(const point& at) {
  const auto rounded = [](double length_mm) { return std::round(length_mm * 1e6) / 1e6 + 0.0; };
  return {{"x", rounded(at.x_mm)}, {"y", rounded(at.y_mm)}, {"z", rounded(at.z_mm)}};
}

point read_point(const json& coordinates) {
  return {coordinates.at("x").get<double>(), coordinates.at("y").get<double>(), coordinates.at("z").get<double>()};
}

command_plan plan_of(std::vector<robot_operation> operations) {
  command_plan plan;
  plan.operations = std::move(operations);
  plan.complete = [](run_model&, const robot_facts&) { return json::object(); };
  return plan;
}

tl::expected<pipette_in_use, command_error> pipette_of(const planning& command) {
  const auto pipette_id = command.text("pipetteId");
  const auto* loaded = command.model.find_pipette(pipette_id);
  if (!loaded) return refuse("PipetteNotLoadedError", "Pipette " + pipette_id + " is not loaded.");
  const auto& found = command.facts.at(loaded->on).pipette;
  const auto* model = found ? find_pipette_model(found->model) : nullptr;
  if (!model)
    return refuse("FailedToLoadPipetteError",
                  "The " + std::string{to_string(loaded->on)} + " mount no longer holds " + loaded->name + ".", "3010");
  return pipette_in_use{pipette_id, loaded->on, *found, *model};
}

tl::expected<pipette_in_use, command_error> pipette_with_tip(const planning& command) {
  auto pipette = pipette_of(command);
  if (pipette && !pipette->facts.tip)
    return refuse("TipNotAttachedError", "Pipette should have a tip attached, but does not.", "3005");
  return pipette;
}

tl::expected<pipette_in_use, command_error> pipette_without_tip(const planning& command) {
  auto pipette = pipette_of(command);
  if (pipette && pipette->facts.tip)
    return refuse("TipAttachedError", "Pipette should not have a tip attached, but does.", "3012");
  return pipette;
}

tl::expected<const loaded_labware*, command_error> labware_of(const planning& command) {
  const auto labware_id = command.text("labwareId");
  const auto* labware = command.model.find_labware(labware_id);
  if (!labware) return refuse("LabwareNotLoadedError", "Labware " + labware_id + " is not loaded.");
  return labware;
}

tl::expected<motor_axis, command_error> read_axis(const std::string& name) {
  if (const auto axis = parse_motor_axis(name)) return *axis;
  return refuse("InvalidAxisForRobotType", "An OT-2 has no axis " + name + ".");
}

}  // namespace deckhand::plans
