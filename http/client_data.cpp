// /clientData: an object a key.

#include <algorithm>

#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/wire.hpp"

namespace deckhand {
namespace {

std::optional<api_error> check_key(const std::string& key) {
  const auto is_allowed = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; };
  if (std::all_of(key.begin(), key.end(), is_allowed)) return std::nullopt;
  return invalid_request({problem_at(error_source::kind_type::parameter, "key", "only letters, digits, - and _ are allowed")});
}

api_error key_not_found(const std::string& key) {
  auto error = single_error(404, "ClientDataKeyDoesNotExist", "Client Data Key Does Not Exist",
                            "Nothing is stored under the key " + key + ".");
  error.items.front().meta_type = "ClientDataKeyDoesNotExist";
  return error;
}

}  // namespace

api_result put_client_data(const api_call& call) {
  const auto& key = call.path_args[0];
  if (auto problem = check_key(key)) return tl::unexpected{std::move(*problem)};
  const auto data = read_data(call.body);
  if (!data) return tl::unexpected{data.error()};
  auto text = data->dump();
  auto reply = data_body(text);
  if (!call.service.client_data.put(key, std::move(text)))
    return tl::unexpected{bad_request(413, "There is no room for so much: all keys together hold 16 MiB.")};
  return api_reply{200, std::move(reply)};
}

api_result get_client_data(const api_call& call) {
  const auto& key = call.path_args[0];
  if (auto problem = check_key(key)) return tl::unexpected{std::move(*problem)};
  const auto text = call.service.client_data.find(key);
  if (!text) return tl::unexpected{key_not_found(key)};
  return api_reply{200, data_body(*text)};
}

api_result delete_client_data(const api_call& call) {
  const auto& key = call.path_args[0];
  if (auto problem = check_key(key)) return tl::unexpected{std::move(*problem)};
  if (!call.service.client_data.remove(key)) return tl::unexpected{key_not_found(key)};
  return api_reply{200, "{}"};
}

api_result delete_all_client_data(const api_call& call) {
  call.service.client_data.clear();
  return api_reply{200, "{}"};
}

}  // namespace deckhand
