/// The API's envelopes, joined from texts that are ready JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace deckhand {

/// {"data": …}
std::string data_body(std::string_view data_json);
/// {"data": …, "links": …}
std::string data_and_links_body(std::string_view data_json, std::string_view links_json);

/// {"data": […], "meta": {"cursor", "totalLength"}, "links"?}
class list_body {
 public:
  /// `expected_bytes`: of all items together; room for the rest is added.
  explicit list_body(std::size_t expected_bytes = 512);
  void add(std::string_view item_json);
  /// `links_json`: empty for a list without links.
  std::string finish(std::size_t cursor, std::size_t total_length, std::string_view links_json = {}) &&;

 private:
  std::string text_;
};

}  // namespace deckhand
