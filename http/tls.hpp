/// The server's side of TLS: its certificate, and one session for each connection.
#pragma once

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>

namespace deckhand {

struct tls_deleter {
  void operator()(SSL* session) const { SSL_free(session); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using tls_session = std::unique_ptr<SSL, tls_deleter>;

/// Any thread may call it once it is made.
class tls_identity {
 public:
  /// Reads a certificate chain and its private key, both PEM. TLS 1.2 and newer. The error is a sentence that names the file.
  static tl::expected<std::shared_ptr<const tls_identity>, std::string> load(const std::filesystem::path& certificate,
                                                                             const std::filesystem::path& private_key);
  /// A session over a connected socket, which is not read yet; it does not own the socket. Empty where memory is short.
  tls_session open(int socket) const;

 private:
  std::unique_ptr<SSL_CTX, tls_deleter> context_;
};

}  // namespace deckhand
