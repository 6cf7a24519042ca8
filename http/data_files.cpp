#include <set>

#include "http/handlers.hpp"
#include "http/wire.hpp"
#include "runtime/json_text.hpp"

namespace deckhand {
namespace {

api_error file_not_found(const std::string& file_id) {
  return single_error(404, "FileIdNotFound", "Data File Id Not Found", "Data file " + file_id + " was not found.");
}

template <class Wanted>
api_result list_files(const read_model& picture, Wanted is_wanted) {
  list_body list;
  std::size_t count = 0;
  for (const auto& file : picture.data_files) {
    if (!is_wanted(file->file_id)) continue;
    list.add(file->file_json);
    ++count;
  }
  return api_reply{200, std::move(list).finish(0, count)};
}

// Ids in a report of runtime parameters: of each CSV parameter's {"file": {"id", …}}.
void collect_files(const nlohmann::json& report, std::set<std::string>& ids) {
  if (!report.is_array()) return;
  for (const auto& parameter : report)
    if (const auto file = parameter.find("file"); file != parameter.end()) ids.insert(file->value("id", ""));
}

}  // namespace

api_result post_data_file(const api_call& call) {
  const form_part* file = nullptr;
  for (const auto& part : call.body.parts)
    if (part.name == "file" && !part.file_name.empty()) file = &part;
  if (!file)
    return tl::unexpected{invalid_request({problem_at_pointer(
        "/file", call.body.is_multipart ? "field required" : "the body must be multipart/form-data with a file")})};
  const auto added = ask_engine(call.service, add_data_file_request{file->file_name, file->content});
  if (!added) return tl::unexpected{added.error()};
  const auto picture = call.service.port.snapshot();
  const auto* view = picture->find_data_file(added->id);
  if (!view) return tl::unexpected{file_not_found(added->id)};
  return api_reply{added->is_new ? 201 : 200, data_body(view->file_json)};
}

api_result get_data_files(const api_call& call) {
  return list_files(*call.service.port.snapshot(), [](const auto&) { return true; });
}

api_result get_data_file(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  const auto* file = picture->find_data_file(call.path_args[0]);
  if (!file) return tl::unexpected{file_not_found(call.path_args[0])};
  return api_reply{200, data_body(file->file_json)};
}

api_result download_data_file(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  const auto* file = picture->find_data_file(call.path_args[0]);
  if (!file) return tl::unexpected{file_not_found(call.path_args[0])};
  return api_reply{200, file->content, "application/octet-stream"};
}

api_result delete_data_file(const api_call& call) {
  const auto done = ask_engine(call.service, delete_data_file_request{call.path_args[0]});
  if (!done) return tl::unexpected{done.error()};
  return api_reply{200, "{}"};
}

// Those that analyses and runs of the protocol were given.
api_result get_protocol_data_files(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  const auto* protocol = picture->find_protocol(call.path_args[0]);
  if (!protocol) return tl::unexpected{protocol_not_found(call.path_args[0])};
  std::set<std::string> ids;
  for (const auto& analysis : protocol->analyses)
    collect_files(nlohmann::json::parse(analysis.run_time_parameters_json, nullptr, false), ids);
  for (const auto& run : picture->runs) {
    const auto used = picture->protocol_of_run.find(run->run_id);
    if (used == picture->protocol_of_run.end() || *used->second != protocol->protocol_id) continue;
    const auto members = json_members::split(*run->run_json);
    const auto report = members ? members->find("runTimeParameters") : std::nullopt;
    if (report) collect_files(nlohmann::json::parse(*report, nullptr, false), ids);
  }
  return list_files(*picture, [&](const std::string& file_id) { return ids.contains(file_id); });
}

}  // namespace deckhand
