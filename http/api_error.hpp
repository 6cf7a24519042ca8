/// Errors as clients of the HTTP API see them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/front_end_port.hpp"

namespace deckhand {

/// Which part of a request is wrong.
struct error_source {
  enum class kind_type : unsigned char { pointer, parameter, header };
  kind_type kind = kind_type::pointer;
  std::string place;  ///< a JSON pointer into the body ("/data/params/volume"), or the name of a query parameter or header
};

struct error_item {
  std::string id;     ///< "InvalidRequest", …
  std::string title;  ///< "Invalid Request", …
  std::string detail;
  std::string error_code = "4000";
  std::optional<error_source> source;
  std::optional<std::string> meta_type;  ///< the kind of exception behind it; makes `meta`
};

struct api_error {
  int status = 500;
  std::vector<error_item> items;  ///< at least one
};

/// 422 with one item.
error_item problem_at(error_source::kind_type kind, std::string place, std::string detail);
error_item problem_at_pointer(std::string pointer, std::string detail);
api_error invalid_request(std::vector<error_item> problems);
/// The errors of HTTP itself: unknown route, wrong method, unreadable request. All have the id BadRequest.
api_error bad_request(int status, std::string detail);
api_error single_error(int status, std::string id, std::string title, std::string detail);
api_error run_not_found(std::string_view run_id);
api_error robot_not_found(std::string_view name);
api_error protocol_not_found(std::string_view protocol_id);
api_error unexpected_error(std::string type, std::string detail);
/// A setting holds, but only until the process ends; `why` is a sentence.
api_error setting_not_written(std::string why);
api_error to_api_error(const control_refusal& refusal);

/// {"errors": [{id, title, detail, errorCode, source?, meta?}, …]}. Any bytes in texts come out as valid JSON.
std::string to_errors_json(const api_error& error);
/// {"message", "errorCode"}, as the oldest routes answer.
std::string to_legacy_json(const api_error& error);

}  // namespace deckhand
