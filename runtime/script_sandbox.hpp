/// What a protocol's process may not do.
#pragma once

#include <cstdint>
#include <string>

namespace deckhand {

struct sandbox_limits {
  std::uint64_t memory_bytes = 2ull << 30;  ///< address space
  unsigned processor_s = 600;
  unsigned open_files = 256;
};

/// Before anything else in the process: dies with the node, gains no privileges, keeps within the limits. The error names the
/// refused one.
std::string set_limits(const sandbox_limits& limits);

/// Last, before the protocol's own code: no other processes, no other programs, and of the file system only `folder` for writing
/// and the system's libraries for reading. What runs as root goes on as nobody. The error names what was refused; a kernel
/// without Landlock is not an error for a root-owned node, whose files nobody cannot read.
std::string close_sandbox(const std::string& folder);

}  // namespace deckhand
