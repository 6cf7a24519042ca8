#include "http/wire.hpp"

#include <utility>

namespace deckhand {

std::string data_body(std::string_view data_json) {
  std::string text;
  text.reserve(data_json.size() + 16);
  text.append("{\"data\":").append(data_json).append(1, '}');
  return text;
}

std::string data_and_links_body(std::string_view data_json, std::string_view links_json) {
  std::string text;
  text.reserve(data_json.size() + links_json.size() + 32);
  text.append("{\"data\":").append(data_json).append(",\"links\":").append(links_json).append(1, '}');
  return text;
}

list_body::list_body(std::size_t expected_bytes) {
  text_.reserve(expected_bytes + 512);
  text_.append("{\"data\":[");
}

void list_body::add(std::string_view item_json) {
  if (text_.back() != '[') text_ += ',';
  text_.append(item_json);
}

std::string list_body::finish(std::size_t cursor, std::size_t total_length, std::string_view links_json) && {
  text_.append("],\"meta\":{\"cursor\":").append(std::to_string(cursor));
  text_.append(",\"totalLength\":").append(std::to_string(total_length)).append(1, '}');
  if (!links_json.empty()) text_.append(",\"links\":").append(links_json);
  text_ += '}';
  return std::move(text_);
}

}  // namespace deckhand
