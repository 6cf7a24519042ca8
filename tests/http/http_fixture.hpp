/// A real server on a free port over a fake node, and clients of two kinds.
#pragma once

#include <httplib.h>

#include <string>
#include <string_view>

#include "http/server.hpp"
#include "tests/http/fake_port.hpp"
#include "tests/support/api_client.hpp"

namespace deckhand::testing {

class http_fixture : public api_client {
 public:
  explicit http_fixture(http_server::config settings = {});

  httplib::Client client() const;

  fake_port port;
  http_server server;
  int port_number = 0;
};

/// A client that says what a proper one would not, or nothing at all.
class raw_client {
 public:
  explicit raw_client(int port);
  ~raw_client();
  raw_client(raw_client&& other) noexcept;
  raw_client& operator=(raw_client&&) = delete;

  void send(std::string_view bytes) const;
  /// One answer: head, and body if it has a Content-Length. What there was of it where the connection ended.
  std::string read_answer();
  /// Waits until the server has closed the connection; what came before that. Fails by exception after a long time.
  std::string read_to_end();

 private:
  bool read_more();
  int socket_ = -1;
  std::string received_;
};

}  // namespace deckhand::testing
