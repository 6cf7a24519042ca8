/// What everybody here who speaks TLS needs of OpenSSL.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <tl/expected.hpp>

namespace deckhand {

struct tls_deleter {
  void operator()(SSL* session) const { SSL_free(session); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using tls_session = std::unique_ptr<SSL, tls_deleter>;
using tls_context = std::unique_ptr<SSL_CTX, tls_deleter>;

/// What went wrong in this thread, in OpenSSL's words; forgets it.
std::string take_tls_problem();

/// Has a context show a certificate chain and its private key, both PEM. The error is a sentence that names the file.
tl::expected<void, std::string> use_certificate(SSL_CTX& context, const std::string& certificate, const std::string& private_key);

}  // namespace deckhand
