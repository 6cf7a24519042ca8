/// One example of everything that bodies and replies hold; the schemas follow from them.
#pragma once

namespace deckhand {

/// A JSON object: schema name to example. Names of members carry marks, which examples.cpp tells of.
extern const char* const openapi_examples;

}  // namespace deckhand
