/// Protocols that are C++ scripts: shared objects. This process never loads one; see docs/scripts.md.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "runtime/event.hpp"
#include "runtime/protocol_reader.hpp"
#include "runtime/script_process.hpp"

namespace deckhand {

/// A larger one has debug information that nobody needs on a robot, and would not fit into a frame.
inline constexpr std::size_t largest_native_script_bytes = std::size_t{32} << 20;

bool is_native_file(std::string_view file_name);

/// Has a process of its own load the shared object and tell its metadata; its initialisers run there, in the sandbox. Blocks as
/// describe_script does.
tl::expected<nlohmann::json, protocol_rejection> read_native_metadata(std::string_view file_name, std::string_view library,
                                                                      script_process_config process = {});

/// `files` as uploaded: one "main", and labware beside it.
tl::expected<json_protocol_ptr, protocol_rejection> make_native_protocol(nlohmann::json metadata,
                                                                         std::span<const protocol_file> files);

/// The first frame of a run's or an analysis' process.
std::string native_start_json(const json_protocol& protocol, bool is_simulating);

}  // namespace deckhand
