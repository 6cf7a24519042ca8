/// What the planning functions share: who and what a command is about, and how a refusal is made.
/// Internal to command_plan; everybody else calls plan_command.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "runtime/command_plan.hpp"
#include "runtime/pipette_catalogue.hpp"

namespace deckhand::plans {

/// What a command is planned from.
struct planning {
  const run_model& model;
  const robot_facts& facts;
  const nlohmann::json& params;  ///< complete

  std::string text(const char* name) const { return params.at(name).get<std::string>(); }
  std::optional<std::string> optional_text(const char* name) const;
  double number(const char* name) const { return params.at(name).get<double>(); }
  std::optional<double> optional_number(const char* name) const;
  bool flag(const char* name, bool otherwise) const;
};

/// Below this level one mount's move counts as the other's, too.
inline constexpr int first_minor_with_own_locations = 10;

using planned = tl::expected<command_plan, command_error>;

tl::unexpected<command_error> refuse(std::string_view error_type, std::string detail, std::string_view error_code = "4000");
/// A figure as people write it: "12.5", "100".
std::string in_words(double figure);
/// {"x", "y", "z"}, to the nanometre: what lies below that is noise of the arithmetic.
nlohmann::json position_json(const point& at);
point read_point(const nlohmann::json& coordinates);
/// A plan whose completion changes nothing; its result is {}.
command_plan plan_of(std::vector<robot_operation> operations);

/// A loaded pipette that the robot really has.
struct pipette_in_use {
  std::string pipette_id;
  mount on = mount::left;
  const pipette_facts& facts;
  const pipette_model& model;

  bool is_multi_channel() const { return model.channels > 1; }
};
/// By the command's "pipetteId".
tl::expected<pipette_in_use, command_error> pipette_of(const planning& command);
tl::expected<pipette_in_use, command_error> pipette_with_tip(const planning& command);
tl::expected<pipette_in_use, command_error> pipette_without_tip(const planning& command);

/// By the command's "labwareId".
tl::expected<const loaded_labware*, command_error> labware_of(const planning& command);

/// "axis" and "axes" of home and retractAxis.
tl::expected<motor_axis, command_error> read_axis(const std::string& name);

}  // namespace deckhand::plans
