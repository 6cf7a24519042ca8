// /settings, less the features: log level, resets, the robot's figures; and /errorRecovery/settings.

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "hardware/kinematics.hpp"
#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/wire.hpp"
#include "runtime/pipette_catalogue.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

struct reset_option {
  std::string_view id;
  std::string_view name;
  std::string_view description;
};
constexpr std::array<reset_option, 7> reset_options{{
    {"bootScripts", "Boot scripts", "Clear the scripts that run at start-up"},
    {"deckCalibration", "Deck calibration", "Clear the deck calibration"},
    {"deckConfiguration", "Deck configuration", "Clear the deck configuration"},
    {"pipetteOffsetCalibrations", "Pipette offset calibrations", "Clear the pipettes' offset calibrations"},
    {"tipLengthCalibrations", "Tip length calibrations", "Clear the tip length calibrations"},
    {"runsHistory", "Runs history", "Delete the runs and protocols that are not in use"},
    {"authorizedKeys", "Authorized keys", "Clear the keys that may log in"},
}};

constexpr auto recovery_name = "errorRecoveryEnabled";

// Deleting what is in use is refused by the engine, and left out here.
void forget_history(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  for (const auto& run : picture->runs) (void)ask_engine(call.service, delete_run_request{run->run_id});
  for (const auto& protocol : picture->protocols) (void)ask_engine(call.service, delete_protocol_request{protocol->protocol_id});
}

}  // namespace

// --- log level ---

api_result post_log_level(const api_call& call) {
  const auto body = read_object(call.body);
  if (!body) return tl::unexpected{body.error()};
  std::vector<error_item> problems;
  field_reader fields{*body, "", problems};
  auto level = fields.string("log_level");
  if (!level && problems.empty()) return tl::unexpected{bad_request(400, "log_level must be set")};
  if (level) std::transform(level->begin(), level->end(), level->begin(), [](unsigned char c) { return std::tolower(c); });
  constexpr std::array<std::string_view, 4> levels{"debug", "info", "warning", "error"};
  if (level && std::find(levels.begin(), levels.end(), *level) == levels.end())
    fields.add_problem("log_level", "must be debug, info, warning or error");
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  spdlog::set_level(spdlog::level::from_str(*level));
  return api_reply{200, json{{"message", "log_level set to " + *level}}.dump()};
}

// --- resets ---

api_result get_reset_options(const api_call&) {
  auto list = json::array();
  for (const auto& each : reset_options)
    list.push_back({{"id", each.id}, {"name", each.name}, {"description", each.description}});
  return api_reply{200, json{{"options", std::move(list)}}.dump()};
}

api_result post_reset(const api_call& call) {
  const auto body = read_object(call.body);
  if (!body) return tl::unexpected{body.error()};
  std::vector<error_item> problems;
  field_reader fields{*body, "", problems};
  std::string wanted;
  for (const auto& [id, value] : body->items()) {
    const bool is_known =
        std::any_of(reset_options.begin(), reset_options.end(), [&id = id](const auto& option) { return option.id == id; });
    if (!is_known)
      fields.add_problem(id, "is no reset option");
    else if (fields.boolean(id).value_or(false))
      wanted += (wanted.empty() ? "" : ", ") + id;
  }
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  if (wanted.empty()) return api_reply{200, R"({"message":"Nothing to do"})"};
  // Of the others this robot keeps nothing that could be cleared.
  if (body->value("runsHistory", false)) forget_history(call);
  return api_reply{200, json{{"message", "Options '" + wanted + "' were reset"}}.dump()};
}

// --- the robot's figures ---

api_result get_robot_settings(const api_call& call) {
  const auto left = mount_offset(mount::left);
  return api_reply{
      200, json{{"name", call.service.node.name},
                {"model", "OT-2 Standard"},
                {"version", 4},
                {"serial_speed", 115200},
                {"gantry_steps_per_mm", {{"X", 80.0}, {"Y", 80.0}, {"Z", 400.0}, {"A", 400.0}}},
                {"acceleration", {{"X", 3000.0}, {"Y", 2000.0}, {"Z", 1500.0}, {"A", 1500.0}, {"B", 200.0}, {"C", 200.0}}},
                {"default_max_speed", {{"X", 600.0}, {"Y", 400.0}, {"Z", 125.0}, {"A", 125.0}, {"B", 40.0}, {"C", 40.0}}},
                {"z_retract_distance", retract_distance_mm},
                {"left_mount_offset", {left.x_mm, left.y_mm, left.z_mm}}}
               .dump()};
}

namespace {

json field(std::string_view units, double value) {
  return {{"units", units}, {"type", "float"}, {"default", value}, {"value", value}};
}

json pipette_settings_json(const pipette_model& model) {
  return {{"info", {{"name", model.name}, {"model", model.model}}},
          {"fields",
           {{"top", field("mm", model.plunger_top_mm)},
            {"bottom", field("mm", model.plunger_bottom_mm)},
            {"blowout", field("mm", model.plunger_blow_out_mm)},
            {"dropTip", field("mm", model.plunger_drop_tip_mm)},
            {"pickUpCurrent", field("amps", model.pick_up_z_current_a)},
            {"pickUpDistance", field("mm", model.pick_up_distance_mm)},
            {"pickUpIncrement", field("mm", model.pick_up_increment_mm)},
            {"pickUpPresses", field("presses", model.pick_up_presses)},
            {"pickUpSpeed", field("mm/s", model.pick_up_speed_mm_s)},
            {"plungerCurrent", field("amps", model.run_current_a)},
            {"dropTipCurrent", field("amps", model.drop_tip_current_a)},
            {"dropTipSpeed", field("mm/s", model.drop_tip_speed_mm_s)}}}};
}

json all_pipette_settings(const robot_facts& facts) {
  auto all = json::object();
  for (const auto on : all_mounts) {
    const auto& attached = facts.at(on).attached;
    const auto* model = attached ? find_pipette_model(attached->model) : nullptr;
    if (model) all[attached->serial_number] = pipette_settings_json(*model);
  }
  return all;
}

}  // namespace

api_result get_all_pipette_settings(const api_call& call) {
  return api_reply{200, all_pipette_settings(call.service.port.robot()).dump()};
}

api_result get_pipette_settings(const api_call& call) {
  const auto all = all_pipette_settings(call.service.port.robot());
  const auto found = all.find(call.path_args[0]);
  if (found == all.end()) return tl::unexpected{bad_request(404, "No pipette " + call.path_args[0] + " is attached.")};
  return api_reply{200, found->dump()};
}

// --- recovery from errors ---

namespace {

api_result recovery_reply(const settings_store& settings) {
  return api_reply{200, json{{"data", {{"enabled", settings.get(recovery_name, true)}}}}.dump()};
}

}  // namespace

api_result get_recovery_settings(const api_call& call) { return recovery_reply(call.service.settings); }

api_result patch_recovery_settings(const api_call& call) {
  const auto data = read_data(call.body);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  const auto enabled = field_reader{*data, "/data", problems}.boolean("enabled");
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  if (enabled) {
    const auto written = call.service.settings.set(recovery_name, *enabled);
    if (!written) return tl::unexpected{setting_not_written(written.error())};
  }
  return recovery_reply(call.service.settings);
}

api_result delete_recovery_settings(const api_call& call) {
  const auto written = call.service.settings.set(recovery_name, nullptr);
  if (!written) return tl::unexpected{setting_not_written(written.error())};
  return recovery_reply(call.service.settings);
}

}  // namespace deckhand
