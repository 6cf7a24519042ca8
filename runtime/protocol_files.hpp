/// Protocol files of every kind: JSON, Python and C++.
#pragma once

#include <span>
#include <string_view>
#include <tl/expected.hpp>

#include "runtime/event.hpp"
#include "runtime/protocol_reader.hpp"
#include "runtime/script_process.hpp"

namespace deckhand {

/// `files` as uploaded, with one "main", whose name decides the kind. Scripts are looked at by a process of their own: it blocks
/// as describe_script does.
tl::expected<json_protocol_ptr, protocol_rejection> read_protocol_files(std::span<const protocol_file> files,
                                                                        const script_process_config& process = {});

/// "json", "python" or "native", as over HTTP.
std::string_view type_of(const json_protocol& protocol);

}  // namespace deckhand
