#pragma once

#include <string>
#include <tl/expected.hpp>

namespace deckhand {

struct listening_socket {
  int descriptor = -1;
  int port = 0;
};

/// A TCP socket that listens on `host` (a name or an address) and `port` (0: any free one), which no other process may share.
/// The error is a sentence, for example "cannot listen on 127.0.0.1:31950: Address already in use".
tl::expected<listening_socket, std::string> open_listening_socket(const std::string& host, int port);

}  // namespace deckhand
