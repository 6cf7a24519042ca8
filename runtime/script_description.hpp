/// What a script's own process says of its file, before anything of it runs on a robot.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "runtime/protocol_reader.hpp"
#include "runtime/script_conversation.hpp"
#include "runtime/script_process.hpp"

namespace deckhand {

/// What reading a file may take: of processor time, and in all, since a busy machine is slow.
inline constexpr unsigned reading_processor_limit_s = 10;
inline constexpr std::chrono::seconds longest_reading{60};

/// script_conversation::run for a process that only reads a file, within these limits.
tl::expected<script_exit, std::string> run_to_read(script_conversation& conversation, script_process_config process,
                                                   std::string_view first_json, script_handlers handlers);

/// Has a process read the file that `wanted` holds: its "described". Blocks for some tens of milliseconds,
/// longest_reading at the most: not for a pooled actor. What is wrong with the file is named with `file_name`.
tl::expected<nlohmann::json, protocol_rejection> describe_script(std::string_view file_name, const nlohmann::json& wanted,
                                                                 const script_process_config& process);

protocol_rejection reject_script(std::string_view file_name, std::string summary, std::string message,
                                 protocol_fault fault = protocol_fault::files_invalid);

}  // namespace deckhand
