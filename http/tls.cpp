#include "http/tls.hpp"

namespace deckhand {

tl::expected<std::shared_ptr<const tls_identity>, std::string> tls_identity::load(const std::filesystem::path& certificate,
                                                                                  const std::filesystem::path& private_key) {
  auto identity = std::make_shared<tls_identity>();
  identity->context_.reset(SSL_CTX_new(TLS_server_method()));
  auto* context = identity->context_.get();
  if (!context) return tl::unexpected{"TLS cannot be set up: " + take_tls_problem()};
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  if (auto used = use_certificate(*context, certificate, private_key); !used) return tl::unexpected{used.error()};
  return identity;
}

tls_session tls_identity::open(int socket) const {
  tls_session session{SSL_new(context_.get())};
  if (session && SSL_set_fd(session.get(), socket) != 1) session.reset();
  if (session) SSL_set_accept_state(session.get());
  return session;
}

}  // namespace deckhand
