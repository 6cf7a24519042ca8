#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "http/api_error.hpp"

namespace deckhand {

/// JSON protocols have no run-time parameters: values for them are accepted and mean nothing, as with any protocol that does not
/// declare them. Files are another matter, since there are none that a parameter could name: nullopt only for an empty object.
std::optional<api_error> refuse_parameter_files(const nlohmann::json* files);

}  // namespace deckhand
