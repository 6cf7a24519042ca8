/// The form that a protocol comes in: its fields, and which of its files is what.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "http/api_error.hpp"
#include "http/request_body.hpp"
#include "runtime/event.hpp"

namespace deckhand {

/// Points into the body it was read from.
struct upload_form {
  std::vector<const form_part*> files;  ///< at least one
  std::optional<std::string> key;
  std::string protocol_kind = "standard";
  std::optional<nlohmann::json> parameter_values, parameter_files;  ///< objects
};

/// 422 with the name of every field that is missing or wrong.
tl::expected<upload_form, api_error> read_form(const request_body& body);

struct sorted_files {
  std::vector<protocol_file> files;  ///< with their roles
  std::vector<const form_part*> mains;
};

/// Told apart by what is in them: anything that is not labware may be the protocol, but beside a Python file is data for it. 422
/// for labware that is none, and unless exactly one file may be the protocol.
tl::expected<sorted_files, api_error> sort_files(const std::vector<const form_part*>& parts);

/// 422 ProtocolFilesInvalid with the detail as it is, which is for what comes of reading Python, …
api_error files_invalid(std::string detail);
/// … and as the original server's exceptions print themselves, for all else.
api_error files_invalid_with_code(const std::string& detail);

}  // namespace deckhand
