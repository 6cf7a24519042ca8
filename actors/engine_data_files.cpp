// Files for the runtime parameters of protocols.

#include <algorithm>

#include "actors/engine_state.hpp"
#include "runtime/base64.hpp"

namespace deckhand {
namespace {

control_refusal no_such_file(const std::string& file_id) {
  return {404, "FileIdNotFound", "Data File Id Not Found", "Data file " + file_id + " was not found.", "4000", true};
}

// Reports name the file of each CSV parameter as {"file": {"id", "name"}}.
bool names_file(const std::string& report_json, const std::string& file_id) {
  for (const auto& parameter : nlohmann::json::parse(report_json))
    if (const auto file = parameter.find("file"); file != parameter.end() && file->value("id", "") == file_id) return true;
  return false;
}

}  // namespace

caf::result<control_outcome> engine_state_state::answer(add_data_file_request& request) {
  auto content_base64 = to_base64(request.content);
  const auto same = std::ranges::find_if(data_files_, [&](const data_file_record& file) {
    return file.name == request.name && file.content_base64 == content_base64;
  });
  if (same != data_files_.end()) return control_outcome{control_success{same->file_id, {}, false}};
  make_room_for_a_data_file();
  const auto file_id = make_uuid();
  emit({}, data_file_added{file_id, std::move(request.name), std::move(content_base64)});
  auto promise = self_->make_response_promise<control_outcome>();
  deliver_when_written(promise, control_success{file_id, {}, true});
  return promise;
}

caf::result<control_outcome> engine_state_state::answer(delete_data_file_request& request) {
  const auto found = std::ranges::find(data_files_, request.file_id, &data_file_record::file_id);
  if (found == data_files_.end()) return control_outcome{no_such_file(request.file_id)};
  if (is_data_file_used(request.file_id))
    return control_outcome{
        control_refusal{409, "DataFileInUse", "Data File In Use",
                        "Data file " + request.file_id + " is used by a run or an analysis; delete that first."}};
  emit({}, data_file_deleted{request.file_id});
  return control_outcome{control_success{request.file_id, {}, false}};
}

bool engine_state_state::is_data_file_used(const std::string& file_id) const {
  const auto in_analyses = [&](const protocol_record& protocol) {
    return std::ranges::any_of(protocol.analyses, [&](const analysis_record& analysis) {
      return names_file(analysis.started.run_time_parameters_json, file_id);
    });
  };
  return std::ranges::any_of(protocols_, in_analyses) ||
         std::ranges::any_of(runs_, [&](const run_record& run) { return names_file(run.run_time_parameters_json, file_id); });
}

void engine_state_state::make_room_for_a_data_file() {
  if (data_files_.size() < maximum_data_files) return;
  const auto unused =
      std::ranges::find_if(data_files_, [&](const data_file_record& file) { return !is_data_file_used(file.file_id); });
  if (unused != data_files_.end()) emit({}, data_file_deleted{std::string{unused->file_id}});
}

// Of an analysis that an earlier process has begun.
protocol_parameters engine_state_state::parameters_of(const analysis_started& started) const {
  protocol_parameters parameters;
  parameters.report = nlohmann::json::parse(started.run_time_parameters_json);
  parameters.values = nlohmann::json::parse(started.parameter_values_json);
  const auto ids = nlohmann::json::parse(started.parameter_files_json);
  for (const auto& [variable, file_id] : ids.items())
    if (const auto file = std::ranges::find(data_files_, file_id.get<std::string>(), &data_file_record::file_id);
        file != data_files_.end())
      parameters.files[variable] = {file->file_id, file->name, from_base64(file->content_base64).value_or("")};
  return parameters;
}

}  // namespace deckhand
