#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/event.hpp"

namespace deckhand {

/// The SHA-256 of some bytes, as 64 hexadecimal digits.
std::string sha256_hex(std::string_view data);

/// 64 hexadecimal digits (SHA-256): the same for the same files, names and contents, in any order.
std::string content_hash(const std::vector<protocol_file>& files);

}  // namespace deckhand
