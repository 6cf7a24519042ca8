/// A real server on a free port over a fake node, and clients of two kinds.
#pragma once

#include <httplib.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "http/server.hpp"
#include "tests/http/fake_port.hpp"

namespace deckhand::testing {

struct answer {
  int status = 0;
  nlohmann::json body;  ///< discarded (null) where it is not JSON
  httplib::Headers headers;
  std::string text;

  std::string header(const std::string& name) const;
  /// The only error's id; "" where there is not exactly one.
  std::string error_id() const;
};

class http_fixture {
 public:
  explicit http_fixture(http_server::config settings = {});

  /// With the header `Opentrons-Version: 3`, as the app sends it.
  answer get(const std::string& path);
  answer remove(const std::string& path);
  answer post(const std::string& path, const nlohmann::json& data);
  answer patch(const std::string& path, const nlohmann::json& data);
  answer post_text(const std::string& path, const std::string& text, const std::string& content_type = "application/json");
  answer upload(const httplib::MultipartFormDataItems& items);
  /// Any method, only these headers.
  answer send(const std::string& method, const std::string& path, const httplib::Headers& headers, const std::string& body = {});

  httplib::Client client() const;

  fake_port port;
  http_server server;
  int port_number = 0;

 private:
  std::unique_ptr<httplib::Client> client_;
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
