/// The certificates of a lab's nodes: an authority that the lab makes for itself, and what it signs.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

namespace deckhand {

/// The files that a node is given, in a directory of its own. PEM.
inline constexpr auto authority_file = "authority.pem";  ///< whose certificates it lets in
inline constexpr auto certificate_file = "node.pem";
inline constexpr auto key_file = "node.key";
/// Stays with the authority: whoever has it can let anybody in.
inline constexpr auto authority_key_file = "authority.key";

/// Makes an authority: its certificate and its key, in a directory that has none yet. The error is a sentence. Keys are P-256
/// ECDSA, readable by their owner only.
tl::expected<void, std::string> make_certificate_authority(const std::filesystem::path& directory);

/// Has the authority in `directory` sign a new certificate for a node; `directory`/`name` then holds all that the node is given.
/// The name is letters, digits, "-", "_" and ".", and not taken. Such certificates are valid for ever: robots do not know what
/// day it is.
tl::expected<std::filesystem::path, std::string> issue_node_certificate(const std::filesystem::path& directory,
                                                                        const std::string& name);

}  // namespace deckhand
