#include "actors/link_identity.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <array>

#include "runtime/certificate_authority.hpp"

namespace deckhand {
namespace {

// Of TLS 1.2 only: from 1.3 on the end that connects has long begun to speak when it is told that its certificate is not
// wanted, and could not say why the link was not to be. Certificates are good at any time, for a robot's clock may be years off.
void set_rules(SSL_CTX& context) {
  SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(&context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(&context, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_options(&context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(&context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_verify(&context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(&context), X509_V_FLAG_NO_CHECK_TIME);
}

bool is_alert_about_certificate(int reason) {
  switch (reason) {
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_TLSV1_ALERT_DECRYPT_ERROR:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_NO_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: return true;
    default: return false;
  }
}

}  // namespace

tl::expected<link_identity_ptr, std::string> link_identity::load(const std::filesystem::path& directory) {
  auto identity = std::make_shared<link_identity>();
  identity->context_.reset(SSL_CTX_new(TLS_method()));
  auto* context = identity->context_.get();
  if (!context) return tl::unexpected{"TLS cannot be set up: " + take_tls_problem()};
  set_rules(*context);
  const auto used = use_certificate(*context, directory / certificate_file, directory / key_file);
  if (!used) return tl::unexpected{used.error()};
  const auto authority = directory / authority_file;
  if (SSL_CTX_load_verify_locations(context, authority.c_str(), nullptr) != 1)
    return tl::unexpected{"The authority " + authority.string() + " cannot be used: " + take_tls_problem()};
  return identity;
}

tls_session link_identity::open(int socket, link_end end) const {
  tls_session session{SSL_new(context_.get())};
  if (session && SSL_set_fd(session.get(), socket) != 1) session.reset();
  if (!session) return session;
  if (end == link_end::listening)
    SSL_set_accept_state(session.get());
  else
    SSL_set_connect_state(session.get());
  return session;
}

std::string name_of_other_node(const SSL& session) {
  const auto* certificate = SSL_get0_peer_certificate(&session);
  if (!certificate) return {};
  std::array<char, 256> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(), name.size());
  return name.data();
}

std::string reason_of_failure(const SSL& session, int result) {
  const bool is_protocol_error = SSL_get_error(&session, result) == SSL_ERROR_SSL;
  const int reason = ERR_GET_REASON(ERR_peek_error());
  const auto text = take_tls_problem();
  if (!is_protocol_error || reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) return "the other node hung up before it was known";
  if (const auto verdict = SSL_get_verify_result(&session); verdict != X509_V_OK)
    return "the other node's certificate is not of this lab's authority (" + std::string{X509_verify_cert_error_string(verdict)} +
           ")";
  if (reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) return "the other node has no certificate";
  if (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST) return "the other node speaks in the clear";
  if (is_alert_about_certificate(reason)) return "the other node does not take this node's certificate (" + text + ")";
  return text;
}

}  // namespace deckhand
