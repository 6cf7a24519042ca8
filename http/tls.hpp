/// The server's side of TLS: its certificate, and one session for each connection.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "actors/tls_session.hpp"

namespace deckhand {

/// Any thread may call it once it is made.
class tls_identity {
 public:
  /// Reads a certificate chain and its private key, both PEM. TLS 1.2 and newer. The error is a sentence that names the file.
  static tl::expected<std::shared_ptr<const tls_identity>, std::string> load(const std::filesystem::path& certificate,
                                                                             const std::filesystem::path& private_key);
  /// A session over a connected socket, which is not read yet; it does not own the socket. Empty where memory is short.
  tls_session open(int socket) const;

 private:
  tls_context context_;
};

}  // namespace deckhand
