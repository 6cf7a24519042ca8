/// A small HTTP client of a robot, as any app would be one.
#pragma once

#include <httplib.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "http/request_body.hpp"

namespace deckhand {

struct client_error {
  int status = 0;                    ///< 0: no answer at all
  std::vector<std::string> details;  ///< what the robot said is wrong
};

/// Every call blocks until the answer is there or the connection has failed. One thread at a time.
class robot_client {
 public:
  /// `url` such as "http://127.0.0.1:31950", with "/robots/NAME" behind it for one of several robots; a bearer token, and the PEM
  /// file of who signed the server's certificate, where the server needs them.
  explicit robot_client(const std::string& url, const std::string& token = {}, const std::string& authority = {});

  using reply = tl::expected<nlohmann::json, client_error>;
  reply get(const std::string& path);
  reply post(const std::string& path, const nlohmann::json& data);
  /// The uploaded protocol's resource.
  reply upload(std::string_view file_name, std::string_view content);
  /// A form with files and fields.
  reply post_form(const std::string& path, const std::vector<form_part>& parts);

 private:
  httplib::Client client_;
  std::string base_;  ///< in front of every path
};

}  // namespace deckhand
