#include "runtime/json_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace deckhand {
namespace {

bool needs_no_escape(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

// The scanner below reads text that nlohmann has accepted before: it only has to find where values end.

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) ++at;
  return at;
}

std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return at + 1;
}

std::size_t end_of_value(std::string_view text, std::size_t at) {
  if (text[at] == '"') return end_of_string(text, at);
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
    if (c == '"') {
      at = end_of_string(text, at);
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
  }
  while (text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '\n' || text[at - 1] == '\r') --at;
  return at;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  if (std::all_of(text.begin(), text.end(), needs_no_escape)) {
    out.append(1, '"').append(text).append(1, '"');
    return;
  }
  out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void json_object_text::add_name(std::string_view name) {
  if (text_.size() > 1) text_ += ',';
  text_.append(1, '"').append(name).append("\":");
}

json_object_text& json_object_text::add_string(std::string_view name, std::string_view value) {
  add_name(name);
  append_json_string(text_, value);
  return *this;
}

json_object_text& json_object_text::add_json(std::string_view name, std::string_view value) {
  add_name(name);
  text_ += value;
  return *this;
}

std::string json_object_text::take() && {
  text_ += '}';
  return std::move(text_);
}

std::string join_json_array(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const auto& item : items) {
    if (text.size() > 1) text += ',';
    text += item;
  }
  return text += ']';
}

std::optional<json_members> json_members::split(std::string_view text) {
  auto at = skip_blanks(text, 0);
  if (at == text.size() || text[at] != '{' || !nlohmann::json::accept(text)) return std::nullopt;
  json_members result;
  at = skip_blanks(text, at + 1);
  while (text[at] != '}') {
    const auto name_end = end_of_string(text, at);
    const auto name = text.substr(at + 1, name_end - at - 2);
    const auto value_at = skip_blanks(text, skip_blanks(text, name_end) + 1);
    const auto value_end = end_of_value(text, value_at);
    result.members_.emplace_back(name, text.substr(value_at, value_end - value_at));
    at = skip_blanks(text, value_end);
    if (text[at] == ',') at = skip_blanks(text, at + 1);
  }
  return result;
}

std::optional<std::string_view> json_members::find(std::string_view name) const {
  const auto found = std::find_if(members_.begin(), members_.end(), [&](const auto& member) { return member.first == name; });
  if (found == members_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> plain_text_of(std::string_view json) {
  if (json.size() < 2 || json.front() != '"') return std::nullopt;
  const auto inside = json.substr(1, json.size() - 2);
  if (inside.find('\\') == std::string_view::npos) return std::string{inside};
  const auto value = nlohmann::json::parse(json, nullptr, false);
  if (!value.is_string()) return std::nullopt;
  return value.get<std::string>();
}

}  // namespace deckhand
