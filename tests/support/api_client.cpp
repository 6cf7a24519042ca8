#include "tests/support/api_client.hpp"

#include <stdexcept>

namespace deckhand::testing {
namespace {

answer read(const httplib::Result& result) {
  if (!result) throw std::runtime_error{"no answer: " + httplib::to_string(result.error())};
  auto body = nlohmann::json::parse(result->body, nullptr, false);
  if (body.is_discarded()) body = nullptr;
  return {result->status, std::move(body), result->headers, result->body};
}

const httplib::Headers usual_headers{{"Opentrons-Version", "3"}};

}  // namespace

std::string answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string{} : found->second;
}

std::string answer::error_id() const {
  if (!body.is_object() || !body.contains("errors") || body["errors"].size() != 1) return {};
  return body["errors"][0].value("id", "");
}

void api_client::connect(const std::string& host, int port) {
  client_ = std::make_unique<httplib::Client>(host, port);
  client_->set_keep_alive(true);
  client_->set_tcp_nodelay(true);
  client_->set_read_timeout(30);
}

answer api_client::get(const std::string& path) { return read(client_->Get(path, usual_headers)); }
answer api_client::remove(const std::string& path) { return read(client_->Delete(path, usual_headers)); }
answer api_client::post(const std::string& path, const nlohmann::json& data) {
  return post_text(path, nlohmann::json{{"data", data}}.dump());
}
answer api_client::put(const std::string& path, const nlohmann::json& data) {
  return read(client_->Put(path, usual_headers, nlohmann::json{{"data", data}}.dump(), "application/json"));
}
answer api_client::patch(const std::string& path, const nlohmann::json& data) {
  return read(client_->Patch(path, usual_headers, nlohmann::json{{"data", data}}.dump(), "application/json"));
}
answer api_client::post_text(const std::string& path, const std::string& text, const std::string& content_type) {
  return read(client_->Post(path, usual_headers, text, content_type));
}
answer api_client::upload(const httplib::MultipartFormDataItems& items) {
  return read(client_->Post("/protocols", usual_headers, items));
}
answer api_client::send(const std::string& method, const std::string& path, const httplib::Headers& headers,
                        const std::string& body) {
  httplib::Request request;
  request.method = method;
  request.path = path;
  request.headers = headers;
  request.body = body;
  return read(client_->send(request));
}

}  // namespace deckhand::testing
