#include "http/content_hash.hpp"
#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/run_time_parameters.hpp"
#include "http/upload_form.hpp"
#include "http/wire.hpp"
#include "runtime/native_protocol.hpp"
#include "runtime/protocol_files.hpp"
#include "runtime/python_protocol.hpp"

namespace deckhand {
namespace {

api_error to_api_error(const protocol_rejection& rejection) {
  if (rejection.fault == protocol_fault::files_invalid)
    return is_python_file(rejection.file) ? files_invalid(rejection.detail()) : files_invalid_with_code(rejection.detail());
  return single_error(422, "ProtocolRobotTypeMismatch", "Protocol For Different Robot Type", rejection.detail());
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
  const auto& main = *sorted->mains.front();
  if (is_native_file(main.file_name) && !service.allow_native_scripts) return tl::unexpected{native_not_allowed(main.file_name)};
  if (is_json_file(main.file_name) && is_nested_too_deep(main.content))
    return tl::unexpected{files_invalid_with_code(main.file_name + ": is nested too deep")};
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
