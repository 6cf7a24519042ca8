/// Bytes as text, for JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deckhand {

std::string to_base64(std::string_view bytes);
/// nullopt for what to_base64 does not write.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace deckhand
