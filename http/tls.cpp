#include "http/tls.hpp"

#include <openssl/err.h>

#include <array>

namespace deckhand {
namespace {

std::string last_problem() {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  return text.data();
}

}  // namespace

tl::expected<std::shared_ptr<const tls_identity>, std::string> tls_identity::load(const std::filesystem::path& certificate,
                                                                                  const std::filesystem::path& private_key) {
  auto identity = std::make_shared<tls_identity>();
  identity->context_.reset(SSL_CTX_new(TLS_server_method()));
  auto* context = identity->context_.get();
  if (!context) return tl::unexpected{"TLS cannot be set up: " + last_problem()};
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1)
    return tl::unexpected{"The certificate " + certificate.string() + " cannot be used: " + last_problem()};
  if (SSL_CTX_use_PrivateKey_file(context, private_key.c_str(), SSL_FILETYPE_PEM) != 1)
    return tl::unexpected{"The private key " + private_key.string() + " cannot be used: " + last_problem()};
  if (SSL_CTX_check_private_key(context) != 1)
    return tl::unexpected{"The private key " + private_key.string() + " does not belong to " + certificate.string() + "."};
  return identity;
}

tls_session tls_identity::open(int socket) const {
  tls_session session{SSL_new(context_.get())};
  if (session && SSL_set_fd(session.get(), socket) != 1) session.reset();
  if (session) SSL_set_accept_state(session.get());
  return session;
}

}  // namespace deckhand
