#include "http/upload_form.hpp"

#include <algorithm>

#include "http/json_body.hpp"
#include "runtime/labware_catalogue.hpp"
#include "runtime/python_protocol.hpp"

namespace deckhand {
namespace {

// A form field that holds a JSON object; nullopt, with a problem, for anything else.
std::optional<nlohmann::json> read_object_field(const form_part& part, std::vector<error_item>& problems) {
  auto object = parse_json(part.content);
  if (object && object->is_object()) return std::move(*object);
  problems.push_back(problem_at_pointer("/" + part.name, object ? "must be a JSON object" : object.error()));
  return std::nullopt;
}

// Labware is told from a protocol by what is in it; anything that is neither is left to read_protocol to judge.
std::optional<nlohmann::json> read_as_labware(const std::string& content) {
  auto document = parse_json(content);
  if (!document || !document->is_object() || !document->contains("ordering") || !document->contains("wells")) return std::nullopt;
  return std::move(*document);
}

api_error wrong_number_of_mains(const std::vector<const form_part*>& mains) {
  if (mains.empty()) return files_invalid_with_code("There is no protocol among the files, only labware.");
  std::string names;
  for (const auto* main : mains) names += (names.empty() ? "" : ", ") + main->file_name;
  return files_invalid_with_code("Only one file may be a protocol, but these are none of them labware: " + names);
}

// Data for the protocol to read may come with a Python file; a JSON file has no use for it.
void tell_data_apart(sorted_files& sorted) {
  const auto is_python = [](const form_part* part) { return is_python_file(part->file_name); };
  if (std::ranges::count_if(sorted.mains, is_python) != 1) return;
  std::erase_if(sorted.mains, [&](const form_part* part) { return !is_python(part); });
  for (auto& file : sorted.files)
    if (file.role == "main" && !is_python_file(file.name)) file.role = "data";
}

}  // namespace

api_error files_invalid(std::string detail) {
  return single_error(422, "ProtocolFilesInvalid", "Protocol File(s) Invalid", std::move(detail));
}

api_error files_invalid_with_code(const std::string& detail) {
  return files_invalid("Error 4006 INVALID_PROTOCOL_DATA (ProtocolFilesInvalidError): " + detail);
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

tl::expected<sorted_files, api_error> sort_files(const std::vector<const form_part*>& parts) {
  sorted_files sorted;
  for (const auto* part : parts) {
    const auto labware = read_as_labware(part->content);
    if (labware)
      if (const auto definition = read_labware_definition(*labware); !definition)
        return tl::unexpected{files_invalid_with_code(part->file_name + ": " + definition.error())};
    if (!labware) sorted.mains.push_back(part);
    sorted.files.push_back({part->file_name, labware ? "labware" : "main", part->content});
  }
  tell_data_apart(sorted);
  if (sorted.mains.size() != 1) return tl::unexpected{wrong_number_of_mains(sorted.mains)};
  return sorted;
}

}  // namespace deckhand
