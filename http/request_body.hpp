#pragma once

#include <string>
#include <vector>

namespace deckhand {

/// One part of a multipart form.
struct form_part {
  std::string name;
  std::string file_name;
  std::string content;
};

/// A request's body, as it was sent. Only one of `text` and `parts` is filled.
struct request_body {
  std::string text;
  std::vector<form_part> parts;
  bool is_multipart = false;
  int read_status = 200;  ///< 400: not readable as what it claims to be; 413: longer than the server takes
};

}  // namespace deckhand
