/// One example of everything that bodies and replies hold; the schemas follow from them.
#pragma once

namespace deckhand {

/// A JSON object: schema name to example. Members whose names end in "?" may be left out.
extern const char* const openapi_examples;

}  // namespace deckhand
