#include <algorithm>
#include <array>

#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/run_lookup.hpp"
#include "http/wire.hpp"
#include "runtime/pipette_catalogue.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 8> nozzle_names{"A1", "B1", "C1", "D1", "E1", "F1", "G1", "H1"};
constexpr std::array<std::string_view, 4> policies{"failRun", "waitForRecovery", "assumeFalsePositiveAndContinue",
                                                   "ignoreAndContinue"};

json layout_of(std::string_view starting, std::string_view first, std::string_view last, const char* config) {
  auto nozzles = json::array();
  for (const auto name : nozzle_names)
    if (name >= first && name <= last) nozzles.push_back(name);
  return {{"startingNozzle", starting}, {"activeNozzles", std::move(nozzles)}, {"config", config}};
}

// Of the last configureNozzleLayout that succeeded; null where all nozzles are in use.
json configured_layout(const run_view& run, const std::string& pipette_id) {
  constexpr std::string_view command_type = "configureNozzleLayout";
  for (auto index = run.commands.size(); index-- > 0;) {
    const auto& entry = run.commands.at(index);
    if (entry.status != command_status::succeeded || entry.summary_json.find(command_type) == std::string::npos) continue;
    const auto command = json::parse(entry.summary_json);
    if (command["commandType"] != command_type || command["params"]["pipetteId"] != pipette_id) continue;
    const auto& layout = command["params"]["configurationParams"];
    return layout["style"] == "SINGLE" || layout["style"] == "QUADRANT" ? layout : json{};
  }
  return {};
}

json nozzle_layout(const run_view& run, const std::string& pipette_id, const std::string& pipette_name) {
  const auto model = newest_model_of(pipette_name);
  if (!model || model->channels == 1) return layout_of("A1", "A1", "A1", "full");
  const auto some = configured_layout(run, pipette_id);
  if (some.is_null()) return layout_of("A1", nozzle_names.front(), nozzle_names.back(), "full");
  const auto primary = some.value("primaryNozzle", "A1");
  return layout_of(primary, some.value("backLeftNozzle", primary), some.value("frontRightNozzle", primary), "subrect");
}

void check_criteria(const json& criteria, const std::string& pointer, std::vector<error_item>& problems) {
  field_reader fields{criteria, pointer, problems};
  const auto* command = fields.required_object("command");
  if (!command) return;
  field_reader command_fields{*command, fields.pointer_to("command"), problems};
  command_fields.required_string("commandType");
  const auto* error = command_fields.required_object("error");
  if (error) field_reader{*error, command_fields.pointer_to("error"), problems}.required_string("errorType");
}

void check_rule(const json& rule, const std::string& pointer, std::vector<error_item>& problems) {
  if (!rule.is_object()) {
    problems.push_back(problem_at_pointer(pointer, "value is not a valid dict"));
    return;
  }
  field_reader fields{rule, pointer, problems};
  if (const auto* criteria = fields.required_object("matchCriteria"))
    check_criteria(*criteria, fields.pointer_to("matchCriteria"), problems);
  const auto policy = fields.required_string("ifMatch");
  if (policy && std::ranges::find(policies, *policy) == policies.end())
    fields.add_problem("ifMatch", "must be one of failRun, waitForRecovery, assumeFalsePositiveAndContinue, ignoreAndContinue");
}

}  // namespace

api_result get_current_state(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  const auto found = find_current_run(*picture, call.path_args[0]);
  if (!found) return tl::unexpected{found.error()};
  const auto& run = **found;
  auto layouts = json::object();
  const auto shown = json::parse(*run.run_json);
  for (const auto& pipette : shown["pipettes"])
    layouts[pipette["id"].get<std::string>()] =
        nozzle_layout(run, pipette["id"].get<std::string>(), pipette["pipetteName"].get<std::string>());
  auto links = json::object();
  if (run.last_finished_index) {
    const auto& id = run.commands.at(*run.last_finished_index).command_id;
    links["lastCompleted"] = {{"id", id}, {"href", call.service.path_prefix + "/runs/" + run.run_id + "/commands/" + id}};
  }
  return api_reply{200, data_and_links_body(json{{"activeNozzleLayouts", std::move(layouts)}}.dump(), links.dump())};
}

// An OT-2 has no means to recover from an error: whatever the rules say, a failed command fails its run.
api_result put_error_recovery_policy(const api_call& call) {
  const auto data = read_data(call.body);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  field_reader fields{*data, "/data", problems};
  const auto* rules = fields.array("policyRules");
  if (!rules && problems.empty()) fields.add_problem("policyRules", "field required");
  for (std::size_t i = 0; rules && i < rules->size(); ++i)
    check_rule((*rules)[i], fields.pointer_to("policyRules") + "/" + std::to_string(i), problems);
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  const auto picture = call.service.port.snapshot();
  const auto run = find_current_run(*picture, call.path_args[0]);
  if (!run) return tl::unexpected{run.error()};
  return api_reply{200, "{}"};
}

}  // namespace deckhand
