#include "http/json_body.hpp"

#include <algorithm>

namespace deckhand {
namespace {

// "line 2, column 7: …": the parser's own text, without its class and number in front.
std::string describe(const nlohmann::json::parse_error& error) {
  const std::string_view text{error.what()};
  const auto place = text.find("parse error at ");
  const auto skip = std::string_view{"parse error at "}.size();
  return std::string{place == std::string_view::npos ? text : text.substr(place + skip)};
}

bool is_blank(const request_body& body) {
  return std::all_of(body.text.begin(), body.text.end(), [](unsigned char c) { return std::isspace(c) != 0; });
}

api_error body_problem(std::string detail) { return invalid_request({problem_at_pointer("/", std::move(detail))}); }

}  // namespace

bool is_nested_too_deep(std::string_view json_text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < json_text.size(); ++at) {
    const char c = json_text[at];
    if (c == '"') in_string = !in_string;
    if (in_string) {
      if (c == '\\') ++at;
    } else if (c == '{' || c == '[') {
      if (++depth > max_json_depth) return true;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return false;
}

tl::expected<nlohmann::json, std::string> parse_json(std::string_view text) {
  if (is_nested_too_deep(text)) return tl::unexpected{"is nested deeper than " + std::to_string(max_json_depth) + " levels"};
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    return tl::unexpected{describe(error)};
  } catch (const nlohmann::json::out_of_range& error) {  // a number too large for any type
    return tl::unexpected{std::string{error.what()}};
  }
}

tl::expected<nlohmann::json, api_error> read_object(const request_body& body) {
  if (is_blank(body)) return tl::unexpected{body_problem("field required")};
  auto document = parse_json(body.text);
  if (!document) return tl::unexpected{body_problem(document.error())};
  if (!document->is_object()) return tl::unexpected{body_problem("value is not a valid dict")};
  return std::move(*document);
}

tl::expected<nlohmann::json, api_error> read_data(const request_body& body, bool is_optional) {
  if (is_optional && !body.is_multipart && (is_blank(body) || body.text == "null")) return nlohmann::json::object();
  const auto document = read_object(body);
  if (!document) return tl::unexpected{document.error()};
  std::vector<error_item> problems;
  const auto* data = field_reader{*document, "", problems}.required_object("data");
  if (!data) return tl::unexpected{invalid_request(std::move(problems))};
  return *data;
}

const nlohmann::json* field_reader::find(const std::string& name) const {
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

const nlohmann::json* field_reader::require(const std::string& name) {
  const auto* field = find(name);
  if (!field) add_problem(name, "field required");
  return field;
}

template <class Check>
const nlohmann::json* field_reader::checked(const nlohmann::json* field, const std::string& name, Check is_right,
                                            const char* detail) {
  if (!field || is_right(*field)) return field;
  add_problem(name, detail);
  return nullptr;
}

const nlohmann::json* field_reader::required_object(const std::string& name) { return require(name) ? object(name) : nullptr; }

const nlohmann::json* field_reader::object(const std::string& name) {
  return checked(
      find(name), name, [](const auto& field) { return field.is_object(); }, "value is not a valid dict");
}

const nlohmann::json* field_reader::array(const std::string& name) {
  return checked(
      find(name), name, [](const auto& field) { return field.is_array(); }, "value is not a valid list");
}

std::optional<std::string> field_reader::required_string(const std::string& name) {
  return require(name) ? string(name) : std::nullopt;
}

std::optional<std::string> field_reader::string(const std::string& name) {
  const auto* field = checked(
      find(name), name, [](const auto& value) { return value.is_string(); }, "str type expected");
  if (!field) return std::nullopt;
  return field->get<std::string>();
}

std::optional<bool> field_reader::boolean(const std::string& name) {
  const auto* field = checked(
      find(name), name, [](const auto& value) { return value.is_boolean(); }, "value is not a valid boolean");
  if (!field) return std::nullopt;
  return field->get<bool>();
}

std::optional<bool> field_reader::required_boolean(const std::string& name) {
  return require(name) ? boolean(name) : std::nullopt;
}

std::optional<double> field_reader::required_number(const std::string& name) {
  const auto* field = checked(
      require(name), name, [](const auto& value) { return value.is_number(); }, "value is not a valid number");
  if (!field) return std::nullopt;
  return field->get<double>();
}

void field_reader::add_problem(const std::string& name, std::string detail) {
  problems_.push_back(problem_at_pointer(pointer_to(name), std::move(detail)));
}

tl::expected<bool, api_error> read_status(const request_body& body, const std::string& yes, const std::string& no) {
  const auto data = read_data(body);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  field_reader fields{*data, "/data", problems};
  const auto status = fields.required_string("status");
  if (status && *status != yes && *status != no) fields.add_problem("status", "must be " + yes + " or " + no);
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  return *status == yes;
}

}  // namespace deckhand
