#include "http/run_time_parameters.hpp"

#include "runtime/python_protocol.hpp"

namespace deckhand {
namespace {

api_error file_not_found(const nlohmann::json& file_id) {
  return single_error(422, "FileIdNotFound", "Data File Id Not Found",
                      "Data file " + (file_id.is_string() ? file_id.get<std::string>() : file_id.dump()) + " was not found.");
}

}  // namespace

tl::expected<protocol_parameters, api_error> read_parameters(const nlohmann::json* values, const nlohmann::json* files,
                                                             const read_model& picture) {
  protocol_parameters parameters;
  if (values) parameters.values = *values;
  if (!files) return parameters;
  for (const auto& [name, file_id] : files->items()) {
    const auto* file = file_id.is_string() ? picture.find_data_file(file_id.get<std::string>()) : nullptr;
    if (!file) return tl::unexpected{file_not_found(file_id)};
    parameters.files[name] = {file->file_id, file->name, file->content};
  }
  return parameters;
}

std::optional<command_error> report_parameters(const json_protocol& protocol, const script_process_config& process,
                                               protocol_parameters& parameters) {
  if (!may_have_parameters(protocol)) return std::nullopt;
  auto report = read_python_parameters(protocol, parameters, process);
  if (!report) return report.error();
  parameters.report = std::move(*report);
  return std::nullopt;
}

std::optional<command_error> report_parameters(const api_service& service, const protocol_view& protocol,
                                               protocol_parameters& parameters) {
  if (!protocol.api_level) return std::nullopt;
  const auto read = make_python_protocol(
      {*protocol.api_level, protocol.robot_type, nlohmann::json::parse(protocol.metadata_json, nullptr, false)}, protocol.files);
  if (!read) return std::nullopt;  // it was accepted at its upload; the engine says what is wrong now
  return report_parameters(**read, service.script_process, parameters);
}

}  // namespace deckhand
