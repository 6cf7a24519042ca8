#include "runtime/python_protocol.hpp"

#include "runtime/base64.hpp"
#include "runtime/native_protocol.hpp"
#include "runtime/script_conversation.hpp"
#include "runtime/script_description.hpp"
#include "runtime/script_requests.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

constexpr int first_minor_with_parameters = 18;  // of API level 2

}  // namespace

bool is_python_file(std::string_view file_name) { return file_name.ends_with(".py"); }

tl::expected<python_header, protocol_rejection> read_python_header(std::string_view file_name, std::string_view source,
                                                                   const script_process_config& process) {
  return describe_script(file_name, {{"fileName", file_name}, {"source", source}}, process).map([](const json& described) {
    const auto& level = described.at("apiLevel");
    return python_header{std::to_string(level.at(0).get<int>()) + "." + std::to_string(level.at(1).get<int>()),
                         described.at("robotType").get<std::string>(), described.at("metadata")};
  });
}

tl::expected<json_protocol_ptr, protocol_rejection> make_python_protocol(python_header header,
                                                                         std::span<const protocol_file> files) {
  auto protocol = std::make_shared<json_protocol>();
  python_source python;
  for (const auto& file : files) {
    if (file.role == "main") {
      python.file_name = file.name;
      python.text = file.content;
    } else if (file.role == "labware") {
      auto definition = read_labware_definition(json::parse(file.content, nullptr, false));
      if (!definition) return tl::unexpected{reject_script(file.name, "is not a labware definition.", definition.error())};
      protocol->labware_definitions.push_back(std::move(*definition));
    } else {
      python.data_files.emplace(file.name, file.content);
    }
  }
  protocol->robot_type = std::move(header.robot_type);
  protocol->metadata = std::move(header.metadata);
  protocol->has_fixed_trash_labware = minor_of(header.api_level) < 16;
  python.api_level = std::move(header.api_level);
  protocol->python = std::move(python);
  return protocol;
}

bool may_have_parameters(const json_protocol& protocol) {
  return protocol.python && minor_of(protocol.python->api_level) >= first_minor_with_parameters &&
         protocol.python->text.find("add_parameters") != std::string::npos;
}

tl::expected<json, command_error> read_python_parameters(const json_protocol& protocol, const protocol_parameters& chosen,
                                                         const script_process_config& process) {
  script_conversation conversation;
  json report = json::array();
  std::optional<script_finish> finish;
  script_handlers handlers;
  handlers.on_frame = [&](const std::string& frame) {
    const auto said = parse_script_frame(frame);
    if (!said) return conversation.kill();
    if (const auto* end = std::get_if<script_finish>(&*said)) {
      finish = *end;
      return;
    }
    const auto& request = std::get<script_request>(*said);
    if (request.method == "setParameters") report = request.params.value("parameters", json::array());
    conversation.send(script_ok_json(request.id, json::object(), {}));
  };
  handlers.on_output_line = [](std::string_view) {};  // the analysis prints it again
  const auto ended =
      run_to_read(conversation, process, script_start_json(protocol, script_purpose::parameters, chosen), std::move(handlers));
  if (finish && finish->error) return tl::unexpected{*finish->error};
  if (finish) return report;
  return tl::unexpected{
      command_error{"ProtocolProcessError",
                    ended ? "The protocol's process " + to_text(*ended) + " while its parameters were read." : ended.error()}};
}

std::string script_start_json(const json_protocol& protocol, script_purpose purpose, const protocol_parameters& parameters) {
  if (protocol.native) return native_start_json(protocol, purpose != script_purpose::run);
  auto files = json::object();
  for (const auto& [name, file] : parameters.files)
    files[name] = {{"id", file.file_id}, {"name", file.name}, {"content", to_base64(file.content)}};
  auto definitions = json::array();
  for (const auto& definition : protocol.labware_definitions) definitions.push_back(definition->document);
  auto data = json::object();
  for (const auto& [name, content] : protocol.python->data_files) data[name] = to_base64(content);
  const json first{{"start",
                    {{"fileName", protocol.python->file_name},
                     {"source", protocol.python->text},
                     {"isSimulating", purpose != script_purpose::run},
                     {"onlyParameters", purpose == script_purpose::parameters},
                     {"parameterValues", parameters.values},
                     {"csvFiles", std::move(files)},
                     {"labwareDefinitions", std::move(definitions)},
                     {"bundledData", std::move(data)}}}};
  return first.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace deckhand
