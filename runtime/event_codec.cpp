// Writes and reads the journal's form of events, by the tables of event_forms.hpp.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "runtime/base64.hpp"
#include "runtime/event_forms.hpp"
#include "runtime/json_text.hpp"
#include "runtime/number_text.hpp"

namespace deckhand {
namespace {

// Values, written and read.

void write(json_object_text& out, std::string_view name, const std::string& value) { out.add_string(name, value); }
void write(json_object_text& out, std::string_view name, bool value) { out.add_json(name, value ? "true" : "false"); }
void write(json_object_text& out, std::string_view name, std::int64_t value) { out.add_json(name, std::to_string(value)); }
template <class Enum>
requires std::is_enum_v<Enum>
void write(json_object_text& out, std::string_view name, Enum value) { out.add_string(name, to_string(value)); }
template <class Value>
void write(json_object_text& out, std::string_view name, const std::optional<Value>& value) {
  if (value) write(out, name, *value);
}
void write(json_object_text& out, std::string_view name, const std::vector<protocol_file>& files);

bool read(std::string_view json, std::string& value) {
  auto text = plain_text_of(json);
  if (text) value = std::move(*text);
  return text.has_value();
}
bool read(std::string_view json, bool& value) {
  value = json == "true";
  return value || json == "false";
}
bool read(std::string_view json, std::int64_t& value) {
  const auto read = number_in<std::int64_t>(json);
  value = read.value_or(value);
  return read.has_value();
}
std::optional<action_type> parse_enum(std::string_view text, action_type) { return parse_action_type(text); }
std::optional<command_intent> parse_enum(std::string_view text, command_intent) { return parse_command_intent(text); }
std::optional<run_result> parse_enum(std::string_view text, run_result) { return parse_run_result(text); }
std::optional<entity_kind> parse_enum(std::string_view text, entity_kind) { return parse_entity_kind(text); }
template <class Enum>
requires std::is_enum_v<Enum>
bool read(std::string_view json, Enum& value) {
  const auto text = plain_text_of(json);
  const auto parsed = text ? parse_enum(*text, value) : std::nullopt;
  if (parsed) value = *parsed;
  return parsed.has_value();
}
bool read(std::string_view json, std::vector<protocol_file>& files);

void write_json(json_object_text& out, std::string_view name, const std::string& json) { out.add_json(name, json); }
void write_json(json_object_text& out, std::string_view name, const std::optional<std::string>& json) {
  if (json) out.add_json(name, *json);
}

// Fields.

template <class Body, class Value>
void write_field(json_object_text& out, const Body& body, const field<Body, Value>& what) {
  write(out, what.name, body.*what.member);
}
template <class Body, class Value>
void write_field(json_object_text& out, const Body& body, const json_field<Body, Value>& what) {
  write_json(out, what.name, body.*what.member);
}
template <class Body, class Value>
void write_field(json_object_text& out, const Body& body, const later_field<Body, Value>& what) {
  if (body.*what.member != Body{}.*what.member) write(out, what.name, body.*what.member);
}
template <class Body>
void write_fields(json_object_text& out, const Body& body) {
  std::apply([&](const auto&... what) { (write_field(out, body, what), ...); }, form<Body>::fields);
}

template <class Value>
constexpr bool is_optional = false;
template <class Value>
constexpr bool is_optional<std::optional<Value>> = true;

template <class Body, class Value>
bool read_field(const json_members& members, Body& body, const field<Body, Value>& what) {
  const auto json = members.find(what.name);
  if constexpr (is_optional<Value>) {
    return !json || read(*json, (body.*what.member).emplace());
  } else {
    return json && read(*json, body.*what.member);
  }
}
template <class Body, class Value>
bool read_field(const json_members& members, Body& body, const json_field<Body, Value>& what) {
  const auto json = members.find(what.name);
  if (json) body.*what.member = std::string{*json};
  return json || is_optional<Value>;
}
template <class Body, class Value>
bool read_field(const json_members& members, Body& body, const later_field<Body, Value>& what) {
  const auto json = members.find(what.name);
  return !json || read(*json, body.*what.member);
}
template <class Body>
bool read_fields(const json_members& members, Body& body) {
  return std::apply([&](const auto&... what) { return (read_field(members, body, what) && ...); }, form<Body>::fields);
}

bool is_text(const std::string& bytes) try {
  static_cast<void>(nlohmann::json(bytes).dump());
  return true;
} catch (const nlohmann::json::type_error&) {
  return false;
}

void write(json_object_text& out, std::string_view name, const std::vector<protocol_file>& files) {
  std::vector<std::string> items;
  for (const auto& file : files) {
    json_object_text item;
    if (is_text(file.content))
      write_fields(item, file);
    else  // a shared object, or data
      item.add_string("name", file.name).add_string("role", file.role).add_string("content_base64", to_base64(file.content));
    items.push_back(std::move(item).take());
  }
  out.add_json(name, join_json_array(items));
}
bool read(std::string_view json, std::vector<protocol_file>& files) {
  const auto items = nlohmann::json::parse(json, nullptr, false);
  if (!items.is_array()) return false;
  for (const auto& item : items) {
    if (const auto encoded = item.find("content_base64"); encoded != item.end() && encoded->is_string()) {
      auto bytes = from_base64(encoded->get_ref<const std::string&>());
      if (!bytes) return false;
      files.push_back({item.value("name", ""), item.value("role", ""), std::move(*bytes)});
      continue;
    }
    const auto text = item.dump();
    const auto members = json_members::split(text);
    if (!members || !read_fields(*members, files.emplace_back())) return false;
  }
  return true;
}

// Bodies.

template <class Body>
std::optional<event_body> read_body(const json_members& members) {
  Body body;
  if (!read_fields(members, body)) return std::nullopt;
  return body;
}

struct body_reader {
  std::string_view name;
  std::optional<event_body> (*read)(const json_members&);
};
template <class... Bodies>
constexpr auto make_readers(const std::variant<Bodies...>*) {
  return std::array{body_reader{form<Bodies>::name, &read_body<Bodies>}...};
}
constexpr auto readers = make_readers(static_cast<const event_body*>(nullptr));

}  // namespace

std::string to_json_text(const event_body& body) {
  json_object_text out;
  std::visit(
      [&]<class Body>(const Body& what) {
        out.add_string("type", form<Body>::name);
        write_fields(out, what);
      },
      body);
  return std::move(out).take();
}

std::optional<event_body> parse_event_body(std::string_view json_text) {
  const auto members = json_members::split(json_text);
  const auto type = members ? members->find("type") : std::nullopt;
  const auto name = type ? plain_text_of(*type) : std::nullopt;
  if (!name) return std::nullopt;
  const auto found =
      std::find_if(readers.begin(), readers.end(), [&](const body_reader& reader) { return reader.name == *name; });
  return found == readers.end() ? std::nullopt : found->read(*members);
}

}  // namespace deckhand
