/// A deck and a robot that does at once whatever a plan asks for: only what the next plan looks at is kept true.
#pragma once

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "runtime/command_catalogue.hpp"
#include "runtime/command_plan.hpp"
#include "runtime/pipette_catalogue.hpp"
#include "runtime/run_model.hpp"

namespace deckhand::testing {

inline json_protocol protocol_with_trash() {
  json_protocol protocol;
  protocol.schema_version = 7;
  protocol.liquids = {{"water", "Water", "tap", "#0000ff"}};
  return protocol;
}

struct planning_bench {
  run_model model{protocol_with_trash()};
  robot_facts facts;

  tl::expected<command_plan, command_error> plan(const char* command_type, const nlohmann::json& params) const {
    const auto complete = complete_params(command_type, params, command_use::legacy_step);
    if (!complete) FAIL(command_type << ": " << complete.error().front().pointer << " " << complete.error().front().message);
    return plan_command(model, facts, command_type, *complete);
  }
  /// "" where the command is planned; else the error's type and code.
  std::string error_of(const char* command_type, const nlohmann::json& params) const {
    const auto planned = plan(command_type, params);
    return planned ? "" : planned.error().error_type + " " + planned.error().error_code;
  }
  /// Plans, carries out and completes: the result.
  nlohmann::json run(const char* command_type, const nlohmann::json& params) {
    const auto planned = plan(command_type, params);
    if (!planned) FAIL(command_type << ": " << planned.error().error_type << ": " << planned.error().detail);
    for (const auto& operation : planned->operations) std::visit([&](const auto& each) { carry_out(each); }, operation);
    return planned->complete(model, facts);
  }

  void load(const char* load_name, const nlohmann::json& location, const char* labware_id) {
    run("loadLabware",
        {{"location", location}, {"loadName", load_name}, {"namespace", "opentrons"}, {"version", 1}, {"labwareId", labware_id}});
  }
  void load_pipette(const char* name, const char* mount_name) {
    run("loadPipette", {{"pipetteName", name}, {"mount", mount_name}, {"pipetteId", mount_name}});
  }
  void load_module(const char* model_name, const char* slot_name, const char* module_id) {
    run("loadModule", {{"model", model_name}, {"location", {{"slotName", slot_name}}}, {"moduleId", module_id}});
  }
  /// The usual deck: rack in 1, plate in 2, reservoir in 3; a P300 GEN1 single as "left", a P300 GEN2 multi as "right".
  void set_up() {
    load("opentrons_96_tiprack_300ul", {{"slotName", "1"}}, "rack");
    load("corning_96_wellplate_360ul_flat", {{"slotName", "2"}}, "plate");
    load("agilent_1_reservoir_290ml", {{"slotName", "3"}}, "reservoir");
    load_pipette("p300_single", "left");
    load_pipette("p300_multi_gen2", "right");
    run("home", nlohmann::json::object());
  }

 private:
  pipette_facts& pipette(mount on) { return *facts.at(on).pipette; }
  void carry_out(const home_operation& home) {
    if (home.axes == std::vector{motor_axis::left_plunger}) return;
    for (auto& each : facts.mounts) each.position = point{418, 353, 228};
  }
  void carry_out(const move_operation& move) { facts.at(move.on).position = move.target; }
  void carry_out(const move_relative_operation& move) {
    auto& at = *facts.at(move.on).position;
    (move.axis == 'x' ? at.x_mm : move.axis == 'y' ? at.y_mm : at.z_mm) += move.distance_mm;
  }
  void carry_out(const load_pipette_operation& load_it) {
    const auto* model_of_it = newest_model_of(load_it.pipette_name);
    pipette_facts found;
    found.name = load_it.pipette_name;
    found.model = model_of_it->model;
    found.max_volume_ul = model_of_it->max_volume_ul;
    facts.at(load_it.on).pipette = found;
  }
  void carry_out(const pick_up_tip_operation& pick_up) {
    const auto& model_of_it = *find_pipette_model(pipette(pick_up.on).model);
    pipette(pick_up.on).tip = tip_facts{pick_up.tip_length_mm - model_of_it.overlap_mm(pick_up.rack_uri), pick_up.tip_volume_ul,
                                        pick_up.tip_diameter_mm};
    pipette(pick_up.on).ready_to_aspirate = true;
  }
  void carry_out(const drop_tip_operation& drop) {
    pipette(drop.on).tip.reset();
    pipette(drop.on).volume_ul = 0;
  }
  void carry_out(const prepare_to_aspirate_operation& prepare) { pipette(prepare.on).ready_to_aspirate = true; }
  void carry_out(const aspirate_operation& aspirate) {
    pipette(aspirate.on).volume_ul += aspirate.volume_ul;
    pipette(aspirate.on).ready_to_aspirate = false;
  }
  void carry_out(const dispense_operation& dispense) {
    pipette(dispense.on).volume_ul -= dispense.volume_ul;
    pipette(dispense.on).ready_to_aspirate = pipette(dispense.on).volume_ul == 0;
  }
  void carry_out(const blow_out_operation& blow_out) {
    pipette(blow_out.on).volume_ul = 0;
    pipette(blow_out.on).ready_to_aspirate = false;
  }
  void carry_out(const load_module_operation& load_it) {
    module_facts found;
    found.model = load_it.model;
    found.serial_number = "serial of " + load_it.model + " " + std::to_string(facts.modules.size());
    facts.modules.push_back(found);
  }
  void carry_out(const module_operation& wanted) {
    for (auto& module : facts.modules)
      if (module.serial_number == wanted.serial_number) carry_out(wanted, module);
  }
  static void carry_out(const module_operation& wanted, module_facts& module) {
    switch (wanted.action) {
      using enum module_action;
      case set_temperature: module.plate.target_celsius = wanted.value; return;
      case stop_heating: module.plate.target_celsius.reset(); return;
      case set_lid_temperature: module.lid_heater.target_celsius = wanted.value; return;
      case stop_heating_lid: module.lid_heater.target_celsius.reset(); return;
      case stop_all_heating:
        module.plate.target_celsius.reset();
        module.lid_heater.target_celsius.reset();
        return;
      case open_lid: module.lid = lid_state::open; return;
      case close_lid: module.lid = lid_state::closed; return;
      case shake: module.target_rpm = wanted.value; return;
      case stop_shaking: module.target_rpm.reset(); return;
      case open_latch: module.latch = latch_state::open; return;
      case close_latch: module.latch = latch_state::closed; return;
      default: return;
    }
  }
  template <class Other>
  void carry_out(const Other&) {}
};

/// The operation at an index, which has to be of that kind.
template <class Operation>
const Operation& operation_at(const command_plan& plan, std::size_t index) {
  REQUIRE(index < plan.operations.size());
  const auto* found = std::get_if<Operation>(&plan.operations[index]);
  REQUIRE(found);
  return *found;
}

inline nlohmann::json in_well(const char* pipette_id, const char* labware_id, const char* well_name, nlohmann::json more = {}) {
  nlohmann::json params{{"pipetteId", pipette_id}, {"labwareId", labware_id}, {"wellName", well_name}};
  if (more.is_object()) params.update(more);
  return params;
}

inline void check_point(const point& at, double x_mm, double y_mm, double z_mm) {
  CHECK(at.x_mm == Approx(x_mm).margin(1e-9));
  CHECK(at.y_mm == Approx(y_mm).margin(1e-9));
  CHECK(at.z_mm == Approx(z_mm).margin(1e-9));
}

}  // namespace deckhand::testing
