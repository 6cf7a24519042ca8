/// Python protocols: what is known of a file without running it, and the frame that its process starts with.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "runtime/command_error.hpp"
#include "runtime/event.hpp"
#include "runtime/protocol_reader.hpp"
#include "runtime/script_process.hpp"

namespace deckhand {

/// What a file says of itself.
struct python_header {
  std::string api_level;   ///< "2.13"
  std::string robot_type;  ///< "OT-2 Standard"
  nlohmann::json metadata = nlohmann::json::object();
};

/// Has a process of its own read the file's header; nothing of it is executed. Blocks for some tens of milliseconds,
/// longest_reading at the most: not for a pooled actor.
tl::expected<python_header, protocol_rejection> read_python_header(std::string_view file_name, std::string_view source,
                                                                   const script_process_config& process = {});

/// `files` as uploaded: one "main", and labware or data beside it. Problems with the labware are named with the file.
tl::expected<json_protocol_ptr, protocol_rejection> make_python_protocol(python_header header,
                                                                         std::span<const protocol_file> files);

bool is_python_file(std::string_view file_name);

/// Whether a file may declare runtime parameters. True for some that don't.
bool may_have_parameters(const json_protocol& protocol);

/// Has a process of its own execute the file as far as its declarations go, and gives the report for protocol_parameters. The
/// error is what an analysis would end with. Blocks for a tenth of a second, longest_reading at the most: not for a
/// pooled actor.
tl::expected<nlohmann::json, command_error> read_python_parameters(const json_protocol& protocol,
                                                                   const protocol_parameters& chosen,
                                                                   const script_process_config& process = {});

/// What the process of a script is started for.
enum class script_purpose : unsigned char { run, analysis, parameters };
/// Its first frame.
std::string script_start_json(const json_protocol& protocol, script_purpose purpose, const protocol_parameters& parameters);

}  // namespace deckhand
