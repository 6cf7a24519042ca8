/// Base64 (RFC 4648, with padding): bytes of any kind as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deckhand {

std::string to_base64(std::string_view bytes);
/// nullopt where the text is not what to_base64 writes.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace deckhand
