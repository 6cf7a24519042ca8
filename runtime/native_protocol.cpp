#include "runtime/native_protocol.hpp"

#include "runtime/base64.hpp"
#include "runtime/script_description.hpp"

namespace deckhand {

using nlohmann::json;

bool is_native_file(std::string_view file_name) { return file_name.ends_with(".so"); }

tl::expected<json, protocol_rejection> read_native_metadata(std::string_view file_name, std::string_view library,
                                                            script_process_config process) {
  if (library.size() > largest_native_script_bytes)
    return tl::unexpected{reject_script(file_name, "is too large.",
                                        "It has " + std::to_string(library.size()) + " bytes; a script may have " +
                                            std::to_string(largest_native_script_bytes) + ". Strip its debug information.")};
  process.language = script_language::native;
  return describe_script(file_name, {{"fileName", file_name}, {"library", to_base64(library)}}, process)
      .map([](const json& described) {
        const auto metadata = described.find("metadata");
        return metadata != described.end() && metadata->is_object() ? *metadata : json::object();
      });
}

tl::expected<json_protocol_ptr, protocol_rejection> make_native_protocol(json metadata, std::span<const protocol_file> files) {
  auto protocol = std::make_shared<json_protocol>();
  for (const auto& file : files) {
    if (file.role == "main") {
      protocol->native = native_source{file.name, file.content};
      continue;
    }
    auto definition = read_labware_definition(json::parse(file.content, nullptr, false));
    if (!definition) return tl::unexpected{reject_script(file.name, "is not a labware definition.", definition.error())};
    protocol->labware_definitions.push_back(std::move(*definition));
  }
  protocol->robot_type = "OT-2 Standard";
  protocol->metadata = std::move(metadata);
  return protocol;
}

std::string native_start_json(const json_protocol& protocol, bool is_simulating) {
  const json first{{"start",
                    {{"fileName", protocol.native->file_name},
                     {"library", to_base64(protocol.native->library)},
                     {"isSimulating", is_simulating}}}};
  return first.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace deckhand
