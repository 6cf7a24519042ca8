/// Every route there is, as data.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/handlers.hpp"

namespace deckhand {

enum class error_style : unsigned char {
  list,   ///< {"errors": […]}
  legacy  ///< {"message", "errorCode"}
};
enum class version_rule : unsigned char { required, exempt };

struct route {
  std::string_view method;
  std::string_view pattern;  ///< "/runs/{run_id}/commands": a {…} takes any one segment
  api_result (*handler)(const api_call&);
  error_style errors = error_style::list;
  version_rule version = version_rule::required;
};

struct route_match {
  const route* found = nullptr;  ///< nullptr: unknown path, or a method the path does not have
  std::vector<std::string> path_args;
  std::vector<std::string_view> allowed_methods;  ///< of a known path; empty for an unknown one
};

/// In the order of the table.
std::span<const route> all_routes();

/// `path` as in the request's first line, without the query. HEAD is found as GET.
route_match find_route(std::string_view method, std::string_view path);

}  // namespace deckhand
