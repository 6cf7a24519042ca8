/// The API's description in OpenAPI's form, made of operations.cpp and examples.cpp.
#pragma once

#include <nlohmann/json.hpp>

namespace deckhand {

/// The same at every call.
const nlohmann::json& openapi_document();

}  // namespace deckhand
