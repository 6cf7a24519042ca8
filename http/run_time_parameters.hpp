/// What clients choose for the runtime parameters of Python protocols. JSON protocols have none: values for them are accepted and
/// mean nothing, as with any protocol that does not declare them.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "http/api_call.hpp"
#include "http/api_error.hpp"
#include "runtime/command_error.hpp"

namespace deckhand {

/// `values` and `files` as posted (objects by variable name), or nullptr. The files' contents come from the picture; 422 for an
/// id that is not there.
tl::expected<protocol_parameters, api_error> read_parameters(const nlohmann::json* values, const nlohmann::json* files,
                                                             const read_model& picture);

/// Fills in the report of a protocol's parameters; nothing where it has none. Gives the error where the choice does not fit what
/// the protocol declares, and leaves the report empty then. Blocks for the time that a process takes.
std::optional<command_error> report_parameters(const json_protocol& protocol, const script_process_config& process,
                                               protocol_parameters& parameters);
std::optional<command_error> report_parameters(const api_service& service, const protocol_view& protocol,
                                               protocol_parameters& parameters);

}  // namespace deckhand
