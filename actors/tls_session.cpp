#include "actors/tls_session.hpp"

#include <openssl/err.h>

#include <array>

namespace deckhand {

std::string take_tls_problem() {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  return text.data();
}

tl::expected<void, std::string> use_certificate(SSL_CTX& context, const std::string& certificate,
                                                const std::string& private_key) {
  if (SSL_CTX_use_certificate_chain_file(&context, certificate.c_str()) != 1)
    return tl::unexpected{"The certificate " + certificate + " cannot be used: " + take_tls_problem()};
  if (SSL_CTX_use_PrivateKey_file(&context, private_key.c_str(), SSL_FILETYPE_PEM) != 1)
    return tl::unexpected{"The private key " + private_key + " cannot be used: " + take_tls_problem()};
  if (SSL_CTX_check_private_key(&context) != 1)
    return tl::unexpected{"The private key " + private_key + " does not belong to " + certificate + "."};
  return {};
}

}  // namespace deckhand
