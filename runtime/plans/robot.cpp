#include "runtime/plans/families.hpp"

namespace deckhand::plans {
namespace {

// Later, a pipette's home brings the other mount up where that one moved last.
constexpr int last_minor_that_homes_one_mount = 12;

command_plan plan_of_homing(std::vector<robot_operation> operations) {
  auto plan = plan_of(std::move(operations));
  plan.complete = [](run_model& model, const robot_facts&) {
    model.forget_last_location();
    return nlohmann::json::object();
  };
  return plan;
}

}  // namespace

planned plan_home(const planning& command) {
  home_operation home;
  home.leaves_other_mount = command.model.api_minor() <= last_minor_that_homes_one_mount;
  if (const auto axes = command.params.find("axes"); axes != command.params.end() && !axes->is_null()) {
    for (const auto& name : *axes) {
      const auto axis = read_axis(name.get<std::string>());
      if (!axis) return tl::unexpected{axis.error()};
      home.axes.push_back(*axis);
    }
  }
  if (const auto trusted = command.optional_text("skipIfMountPositionOk")) {
    const auto on = parse_mount(*trusted);
    if (on && command.facts.at(*on).position) return plan_of_homing({});
  }
  // Below 2.14 a pipette's home leaves it where it was, as far as its next way is concerned.
  if (command.model.is_legacy() && !home.axes.empty()) return plan_of({home});
  return plan_of_homing({home});
}

planned plan_retract_axis(const planning& command) {
  const auto axis = read_axis(command.text("axis"));
  if (!axis) return tl::unexpected{axis.error()};
  return plan_of_homing({retract_axis_operation{*axis}});
}

planned plan_set_rail_lights(const planning& command) { return plan_of({set_lights_operation{command.flag("on", false)}}); }

}  // namespace deckhand::plans
