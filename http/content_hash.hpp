#pragma once

#include <string>
#include <vector>

#include "runtime/event.hpp"

namespace deckhand {

/// 64 hexadecimal digits (SHA-256): the same for the same files, names and contents, in any order.
std::string content_hash(const std::vector<protocol_file>& files);

}  // namespace deckhand
