/// A client of the HTTP API that shows all of every answer.
#pragma once

#include <httplib.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

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

/// One connection, used by one thread. A server that does not answer is an exception.
class api_client {
 public:
  /// Nothing may be asked before.
  void connect(const std::string& host, int port);

  /// With the header `Opentrons-Version: 3`, as the app sends it. `data` goes under "data".
  answer get(const std::string& path);
  answer remove(const std::string& path);
  answer post(const std::string& path, const nlohmann::json& data);
  answer put(const std::string& path, const nlohmann::json& data);
  answer patch(const std::string& path, const nlohmann::json& data);
  answer post_text(const std::string& path, const std::string& text, const std::string& content_type = "application/json");
  answer upload(const httplib::MultipartFormDataItems& items);
  /// Any method, only these headers.
  answer send(const std::string& method, const std::string& path, const httplib::Headers& headers, const std::string& body = {});

 private:
  std::unique_ptr<httplib::Client> client_;
};

}  // namespace deckhand::testing
