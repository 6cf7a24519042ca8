/// Reads JSON out of requests: as text, and then field by field with the place of everything that is wrong.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "http/api_error.hpp"
#include "http/request_body.hpp"

namespace deckhand {

/// Deeper nesting is refused: nothing in this API needs it, and recursion over it would exhaust a thread's stack.
constexpr std::size_t max_json_depth = 100;

/// Whether brackets nest deeper than max_json_depth. Also for text that is not valid JSON.
bool is_nested_too_deep(std::string_view json_text);

/// The error is a sentence with the place, for example "line 1, column 9: …".
tl::expected<nlohmann::json, std::string> parse_json(std::string_view text);

/// A request body that is one object, as the oldest routes take it.
tl::expected<nlohmann::json, api_error> read_object(const request_body& body);
/// A request body's "data" object. `is_optional`: an empty body counts as one with an empty object.
tl::expected<nlohmann::json, api_error> read_data(const request_body& body, bool is_optional = false);

/// Reads one object's fields. A null counts as a field that is not there. Outlived by the object and the list of problems.
class field_reader {
 public:
  field_reader(const nlohmann::json& object, std::string pointer, std::vector<error_item>& problems)
      : object_(object), pointer_(std::move(pointer)), problems_(problems) {}

  /// nullptr where the field is not there; a problem, too, for the required_ ones.
  const nlohmann::json* find(const std::string& name) const;
  const nlohmann::json* required_object(const std::string& name);
  const nlohmann::json* object(const std::string& name);
  const nlohmann::json* array(const std::string& name);
  std::optional<std::string> required_string(const std::string& name);
  std::optional<std::string> string(const std::string& name);
  std::optional<bool> boolean(const std::string& name);
  std::optional<double> required_number(const std::string& name);
  std::optional<bool> required_boolean(const std::string& name);

  void add_problem(const std::string& name, std::string detail);
  std::string pointer_to(const std::string& name) const { return pointer_ + "/" + name; }

 private:
  const nlohmann::json* require(const std::string& name);
  template <class Check>
  const nlohmann::json* checked(const nlohmann::json* field, const std::string& name, Check is_right, const char* detail);

  const nlohmann::json& object_;
  std::string pointer_;
  std::vector<error_item>& problems_;
};

/// Of a body {"data": {"status": "…"}} whether it says `yes`; a problem where it says neither that nor `no`.
tl::expected<bool, api_error> read_status(const request_body& body, const std::string& yes, const std::string& no);

}  // namespace deckhand
