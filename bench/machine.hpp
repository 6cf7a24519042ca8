/// What a figure was measured on.
#pragma once

#include <string>

namespace deckhand::bench {

/// Processor, cores, kernel, memory and load average, a line each.
std::string describe_machine();

}  // namespace deckhand::bench
