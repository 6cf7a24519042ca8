#pragma once

#include <filesystem>

namespace deckhand::testing {

/// Makes certificate.pem and key.pem for "localhost" in a folder, each time new ones.
void write_self_signed_certificate(const std::filesystem::path& folder);

}  // namespace deckhand::testing
