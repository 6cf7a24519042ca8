#include <algorithm>

#include "http/content_hash.hpp"
#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/run_time_parameters.hpp"
#include "http/wire.hpp"
#include "runtime/labware_catalogue.hpp"
#include "runtime/native_protocol.hpp"
#include "runtime/protocol_files.hpp"
#include "runtime/python_protocol.hpp"

namespace deckhand {
namespace {

struct upload_form {
  std::vector<const form_part*> files;
  std::optional<std::string> key;
  std::string protocol_kind = "standard";
  std::optional<nlohmann::json> parameter_values, parameter_files;
};

api_error files_invalid(std::string detail) {
  return single_error(422, "ProtocolFilesInvalid", "Protocol File(s) Invalid", std::move(detail));
}

// A form field that holds a JSON object; nullopt, with a problem, for anything else.
std::optional<nlohmann::json> read_object_field(const form_part& part, std::vector<error_item>& problems) {
  auto object = parse_json(part.content);
  if (object && object->is_object()) return std::move(*object);
  problems.push_back(problem_at_pointer("/" + part.name, object ? "must be a JSON object" : object.error()));
  return std::nullopt;
}

tl::expected<upload_form, api_error> read_form(const request_body& body) {
  upload_form form;
  std::vector<error_item> problems;
  for (const auto& part : body.parts) {
    if (part.name == "files" && !part.file_name.empty()) form.files.push_back(&part);
    if (part.name == "key" && !part.content.empty()) form.key = part.content;
    if (part.name == "protocolKind" && !part.content.empty()) form.protocol_kind = part.content;
    if (part.name == "runTimeParameterValues" && !part.content.empty()) form.parameter_values = read_object_field(part, problems);
    if (part.name == "runTimeParameterFiles" && !part.content.empty()) form.parameter_files = read_object_field(part, problems);
  }
  if (form.files.empty())
    problems.push_back(
        problem_at_pointer("/files", body.is_multipart ? "field required" : "the body must be multipart/form-data"));
  if (form.protocol_kind != "standard" && form.protocol_kind != "quick-transfer")
    problems.push_back(problem_at_pointer("/protocolKind", "must be one of standard, quick-transfer"));
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  return form;
}

// Labware is told from a protocol by what is in it; anything that is neither is left to read_protocol to judge.
std::optional<nlohmann::json> read_as_labware(const std::string& content) {
  auto document = parse_json(content);
  if (!document || !document->is_object() || !document->contains("ordering") || !document->contains("wells")) return std::nullopt;
  return std::move(*document);
}

struct sorted_files {
  std::vector<protocol_file> files;
  std::vector<const form_part*> mains;
};

tl::expected<sorted_files, api_error> sort_files(const std::vector<const form_part*>& parts) {
  sorted_files sorted;
  for (const auto* part : parts) {
    const auto labware = read_as_labware(part->content);
    if (labware)
      if (const auto definition = read_labware_definition(*labware); !definition)
        return tl::unexpected{files_invalid(part->file_name + ": " + definition.error())};
    if (!labware) sorted.mains.push_back(part);
    sorted.files.push_back({part->file_name, labware ? "labware" : "main", part->content});
  }
  return sorted;
}

api_error wrong_number_of_mains(const std::vector<const form_part*>& mains) {
  if (mains.empty()) return files_invalid("There is no protocol among the files, only labware.");
  std::string names;
  for (const auto* main : mains) names += (names.empty() ? "" : ", ") + main->file_name;
  return files_invalid("Only one file may be a protocol, but these are none of them labware: " + names);
}

api_error to_api_error(const protocol_rejection& rejection) {
  if (rejection.fault == protocol_fault::files_invalid) return files_invalid(rejection.detail());
  return single_error(422, "ProtocolRobotTypeMismatch", "Protocol For Different Robot Type", rejection.detail());
}

// Data for the protocol to read may come with a Python file; a JSON file has no use for it.
void tell_data_apart(sorted_files& sorted) {
  const auto is_python = [](const form_part* part) { return is_python_file(part->file_name); };
  if (std::ranges::count_if(sorted.mains, is_python) != 1) return;
  std::erase_if(sorted.mains, [&](const form_part* part) { return !is_python(part); });
  for (auto& file : sorted.files)
    if (file.role == "main" && !is_python_file(file.name)) file.role = "data";
}

api_error native_not_allowed(const std::string& file_name) {
  return files_invalid(file_name + " is a C++ script. This server takes none: its operator would have to start it with " +
                       "--allow-native-scripts.");
}

bool is_json_file(const std::string& file_name) { return !is_python_file(file_name) && !is_native_file(file_name); }

add_protocol_request make_request(upload_form form, std::vector<protocol_file> files, json_protocol_ptr protocol) {
  add_protocol_request request;
  auto& description = request.description;
  description.content_hash = content_hash(files);
  description.protocol_type = type_of(*protocol);
  description.robot_type = protocol->robot_type;
  description.metadata_json = protocol->metadata.dump();
  description.key = std::move(form.key);
  description.protocol_kind = std::move(form.protocol_kind);
  if (protocol->python) description.api_level = protocol->python->api_level;
  description.files = std::move(files);
  request.protocol = std::move(protocol);
  return request;
}

tl::expected<add_protocol_request, api_error> read_upload(const api_call& call) {
  const auto& service = call.service;
  auto form = read_form(call.body);
  if (!form) return tl::unexpected{form.error()};
  auto parameters = read_parameters(form->parameter_values ? &*form->parameter_values : nullptr,
                                    form->parameter_files ? &*form->parameter_files : nullptr, *call.service.port.snapshot());
  if (!parameters) return tl::unexpected{parameters.error()};
  auto sorted = sort_files(form->files);
  if (!sorted) return tl::unexpected{sorted.error()};
  tell_data_apart(*sorted);
  if (sorted->mains.size() != 1) return tl::unexpected{wrong_number_of_mains(sorted->mains)};
  const auto& main = *sorted->mains.front();
  if (is_native_file(main.file_name) && !service.allow_native_scripts) return tl::unexpected{native_not_allowed(main.file_name)};
  if (is_json_file(main.file_name) && is_nested_too_deep(main.content))
    return tl::unexpected{files_invalid(main.file_name + ": is nested too deep")};
  auto protocol = read_protocol_files(sorted->files, service.script_process);
  if (!protocol) return tl::unexpected{to_api_error(protocol.error())};
  report_parameters(**protocol, service.script_process, *parameters);  // what is wrong with them shows in the analysis
  auto request = make_request(std::move(*form), std::move(sorted->files), std::move(*protocol));
  request.parameters = std::move(*parameters);
  return request;
}

}  // namespace

api_result post_protocol(const api_call& call) {
  auto request = read_upload(call);
  if (!request) return tl::unexpected{request.error()};
  const auto added = ask_engine(call.service, std::move(*request));
  if (!added) return tl::unexpected{added.error()};
  const auto picture = call.service.port.snapshot();
  const auto* protocol = picture->find_protocol(added->id);
  if (!protocol) return tl::unexpected{protocol_not_found(added->id)};
  // An upload is answered with its analysis pending, however soon that is over.
  if (added->is_new && protocol->fresh_json) return api_reply{201, data_body(*protocol->fresh_json)};
  return api_reply{added->is_new ? 201 : 200, data_body(*protocol->protocol_json)};
}

}  // namespace deckhand
