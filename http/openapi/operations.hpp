/// What each route is for, as the API's description tells it. route_table.cpp says how it is answered; a test holds the two
/// tables against each other.
#pragma once

#include <span>
#include <string_view>

namespace deckhand {

struct operation_description {
  std::string_view method;
  std::string_view pattern;
  std::string_view tag;
  std::string_view summary;
  /// Names in examples.cpp. The body: empty for none; "data:X" for {"data": X}; a "?" in front where it may be left out.
  /// Replies can also be "list:X", for {"data": [X…], "meta"}, and "text" or "html".
  std::string_view body;
  std::string_view reply;
  int status = 200;  ///< of success; of the only answer there is where that is a refusal
  /// Query parameters as "name:type", separated by blanks; a "!" at the end of a name that is required.
  std::string_view query = {};
};

std::span<const operation_description> all_operations();

}  // namespace deckhand
