#include <algorithm>
#include <cctype>

#include "runtime/protocol_parts.hpp"

namespace deckhand {

namespace {

using nlohmann::json;

/// Real protocols stay below ten. Parsing is iterative, but copying and writing JSON is not.
constexpr std::size_t deepest = 64;

std::string line_and_column(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto line_start = before.rfind('\n');
  const auto column = before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// Where the text first goes too deep; npos if it does not.
std::size_t find_deep_nesting(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\')
      ++i;
    else if (c == '"')
      in_string = !in_string;
    else if (!in_string && (c == '{' || c == '[') && ++depth > deepest)
      return i;
    else if (!in_string && (c == '}' || c == ']') && depth > 0)
      --depth;
  }
  return std::string_view::npos;
}

/// The parser's own words without its prefix, and without the bytes it last read: they need not be text.
std::string tidy(std::string message) {
  if (const auto column = message.find("column "); column != std::string::npos)
    message.erase(0, message.find(": ", column) + 2);
  else if (const auto prefix = message.find("] "); prefix != std::string::npos)
    message.erase(0, prefix + 2);
  if (const auto last_read = message.find("; last read: "); last_read != std::string::npos) {
    const auto expected = message.rfind("; expected ");
    message.erase(last_read, expected == std::string::npos || expected < last_read ? std::string::npos : expected - last_read);
  }
  return message;
}

/// Builds the document as the library's own parser does, and notices the first key that comes twice in one object: that parser
/// would keep the last and say nothing. (With a callback instead, the library looks through all elements of a list at each one's
/// end.)
class watchful_parser {
 public:
  using string_t = json::string_t;
  using binary_t = json::binary_t;

  bool null() { return add() && dom_.null(); }
  bool boolean(bool value) { return add() && dom_.boolean(value); }
  bool number_integer(json::number_integer_t value) { return add() && dom_.number_integer(value); }
  bool number_unsigned(json::number_unsigned_t value) { return add() && dom_.number_unsigned(value); }
  bool number_float(json::number_float_t value, const string_t& text) { return add() && dom_.number_float(value, text); }
  bool string(string_t& value) { return add() && dom_.string(value); }
  bool binary(binary_t& value) { return add() && dom_.binary(value); }
  bool start_object(std::size_t elements) { return open(false) && dom_.start_object(elements); }
  bool key(string_t& name) { return note_key(name) && dom_.key(name); }
  bool end_object() { return close() && dom_.end_object(); }
  bool start_array(std::size_t elements) { return open(true) && dom_.start_array(elements); }
  bool end_array() { return close() && dom_.end_array(); }
  template <class Exception>
  bool parse_error(std::size_t position, const std::string& last_token, const Exception& error) {
    return dom_.parse_error(position, last_token, error);  // throws
  }

  json take() { return std::move(parsed_); }
  /// Empty where no key came twice.
  const std::string& place() const { return place_; }

 private:
  struct container {
    bool is_array = false;
    std::size_t elements = 0;
    std::string last_key = {};
    std::set<std::string> keys = {};
  };

  bool add() {
    if (!open_.empty() && open_.back().is_array) ++open_.back().elements;
    return true;
  }
  bool open(bool is_array) {
    add();
    open_.push_back({.is_array = is_array});
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  bool note_key(const std::string& name) {
    open_.back().last_key = name;
    if (open_.back().keys.insert(name).second || !place_.empty()) return true;
    for (const auto& each : open_)
      place_ = each.is_array ? place_below(place_, each.elements - 1) : place_below(place_, each.last_key);
    return true;
  }

  json parsed_;
  nlohmann::detail::json_sax_dom_parser<json> dom_{parsed_, true};
  std::vector<container> open_;
  std::string place_;
};

bool is_word(std::string_view text) {
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 && std::ranges::all_of(text, is_part);
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string unescaped(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size())
      text += token[++i] == '1' ? '/' : '~';
    else
      text += token[i];
  }
  return text;
}

const json* find_member(const json& parent, const std::string& place, const char* key, problem_list& problems) {
  const auto found = parent.find(key);
  if (found != parent.end() && !found->is_null()) return &*found;
  problems.complain(place_below(place, key), "is missing");
  return nullptr;
}

}  // namespace

std::string place_below(const std::string& parent, std::string_view key) {
  if (!is_word(key)) return parent + '[' + in_quotes(key) + ']';
  return parent.empty() ? std::string(key) : parent + '.' + std::string(key);
}

std::string place_below(const std::string& parent, std::size_t index) { return parent + '[' + std::to_string(index) + ']'; }

std::string place_of_pointer(const std::string& parent, std::string_view json_pointer) {
  auto place = parent;
  while (!json_pointer.empty()) {
    json_pointer.remove_prefix(1);
    const auto token = json_pointer.substr(0, json_pointer.find('/'));
    place = is_number(token) ? place + '[' + std::string(token) + ']' : place_below(place, unescaped(token));
    json_pointer.remove_prefix(token.size());
  }
  return place;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 80;
  if (text.size() <= longest) return '"' + std::string(text) + '"';
  auto end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not within a character
  return '"' + std::string(text.substr(0, end)) + "…\"";
}

const json* find_object(const json& parent, const std::string& place, const char* key, problem_list& problems) {
  const auto* member = find_member(parent, place, key, problems);
  if (!member || member->is_object()) return member;
  problems.complain(place_below(place, key), "must be an object");
  return nullptr;
}

const json* find_list(const json& parent, const std::string& place, const char* key, problem_list& problems) {
  const auto* member = find_member(parent, place, key, problems);
  if (!member || member->is_array()) return member;
  problems.complain(place_below(place, key), "must be a list");
  return nullptr;
}

const std::string* find_text(const json& parent, const std::string& place, const char* key, problem_list& problems) {
  const auto* member = find_member(parent, place, key, problems);
  if (!member || member->is_string()) return member ? member->get_ptr<const std::string*>() : nullptr;
  problems.complain(place_below(place, key), "must be a string");
  return nullptr;
}

tl::expected<json, protocol_problem> parse_protocol_source(std::string_view text) {
  const auto refuse = [&](std::size_t offset, std::string message) {
    return tl::unexpected(protocol_problem{line_and_column(text, offset), std::move(message)});
  };
  if (const auto offset = find_deep_nesting(text); offset != std::string_view::npos)
    return refuse(offset, "is nested more than " + std::to_string(deepest) + " levels deep");
  try {
    watchful_parser parser;
    json::sax_parse(text, &parser);
    if (parser.place().empty()) return parser.take();
    return tl::unexpected(protocol_problem{parser.place(), "is there twice"});
  } catch (const json::parse_error& error) {
    return refuse(error.byte > 0 ? error.byte - 1 : 0, tidy(error.what()));
  } catch (const json::out_of_range& error) {  // a number beyond all bounds; the message ends with it, in quotes
    const std::string_view message = error.what();
    const auto end = message.rfind('\'');
    const auto begin = message.rfind('\'', end - 1) + 1;
    return refuse(text.find(message.substr(begin, end - begin)), tidy(error.what()));
  }
}

}  // namespace deckhand
