#include "http/command_line/robot_client.hpp"

#include <algorithm>
#include <utility>

namespace deckhand {
namespace {

client_error read_errors(int status, const nlohmann::json& body, const std::string& text) {
  client_error error{status, {}};
  if (body.is_object() && body.contains("errors") && body["errors"].is_array())
    for (const auto& item : body["errors"]) error.details.push_back(item.value("detail", item.value("title", "")));
  if (error.details.empty()) error.details.push_back(text);
  return error;
}

robot_client::reply read_reply(const httplib::Result& result) {
  if (!result) return tl::unexpected{client_error{0, {"no answer: " + httplib::to_string(result.error())}}};
  auto body = nlohmann::json::parse(result->body, nullptr, false);
  if (result->status / 100 != 2) return tl::unexpected{read_errors(result->status, body, result->body)};
  if (!body.is_object()) return tl::unexpected{client_error{result->status, {"the answer is not JSON"}}};
  return body;
}

// Where a URL's path begins; its end where it has none.
std::size_t path_begin(const std::string& url) {
  const auto scheme_end = url.find("://");
  return std::min(url.find('/', scheme_end == std::string::npos ? 0 : scheme_end + 3), url.size());
}

}  // namespace

robot_client::robot_client(const std::string& url, const std::string& token, const std::string& authority)
    : client_(url.substr(0, path_begin(url))), base_(url.substr(path_begin(url))) {
  if (base_ == "/") base_.clear();
  httplib::Headers headers{{"Opentrons-Version", "*"}};
  if (!token.empty()) headers.emplace("Authorization", "Bearer " + token);
  client_.set_default_headers(headers);
  if (!authority.empty()) client_.set_ca_cert_path(authority);
  client_.set_keep_alive(true);
  client_.set_tcp_nodelay(true);
  client_.set_read_timeout(30);
}

robot_client::reply robot_client::get(const std::string& path) { return read_reply(client_.Get(base_ + path)); }

robot_client::reply robot_client::post(const std::string& path, const nlohmann::json& data) {
  return read_reply(client_.Post(base_ + path, nlohmann::json{{"data", data}}.dump(), "application/json"));
}

robot_client::reply robot_client::upload(std::string_view file_name, std::string_view content) {
  return post_form("/protocols", {{"files", std::string{file_name}, std::string{content}}});
}

robot_client::reply robot_client::post_form(const std::string& path, const std::vector<form_part>& parts) {
  httplib::MultipartFormDataItems items;
  for (const auto& part : parts)
    items.push_back({part.name, part.content, part.file_name, part.file_name.empty() ? "" : "application/octet-stream"});
  return read_reply(client_.Post(base_ + path, items));
}

}  // namespace deckhand
