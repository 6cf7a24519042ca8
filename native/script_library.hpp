/// The shared object of a C++ script, loaded into this process.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "deckhand/script/entry.hpp"

namespace deckhand {

/// Loads it for good, which runs its initialisers, and finds its entry. The error is a sentence for the script's author: no
/// shared object, a symbol or library that is missing, no DECKHAND_SCRIPT in it, or built for another deckhand.
tl::expected<const script::entry*, std::string> load_script(std::string_view bytes);

}  // namespace deckhand
