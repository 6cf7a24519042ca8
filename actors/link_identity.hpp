/// A node's certificate and the authority of its lab, for links that are encrypted and whose ends both prove who they are.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "actors/tls_session.hpp"

namespace deckhand {

enum class link_end : unsigned char { connecting, listening };

/// Any thread may call it once it is made.
class link_identity {
 public:
  /// `directory` holds what `deckhand certs issue` gives a node; see certificate_authority.hpp. The error is a sentence.
  static tl::expected<std::shared_ptr<const link_identity>, std::string> load(const std::filesystem::path& directory);
  /// A session over a connected socket; it does not own the socket. Empty where memory is short.
  tls_session open(int socket, link_end end) const;

 private:
  tls_context context_;
};
using link_identity_ptr = std::shared_ptr<const link_identity>;

/// The name in the other node's certificate; empty where it showed none.
std::string name_of_other_node(const SSL& session);
/// Why the handshake did not come to its end, after a call that returned `result`; a clause for people.
std::string reason_of_failure(const SSL& session, int result);

}  // namespace deckhand
