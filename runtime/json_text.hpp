/// Building JSON by joining texts that are ready, and taking it apart again without changing a byte of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deckhand {

/// Appends `text` as a JSON string, quotes included. Bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

/// Writes one object, member by member.
class json_object_text {
 public:
  json_object_text() { text_.reserve(512); }
  /// `value` is any text; it is quoted and escaped.
  json_object_text& add_string(std::string_view name, std::string_view value);
  /// `value` is ready JSON; it is taken as it is.
  json_object_text& add_json(std::string_view name, std::string_view value);
  /// Ends the object. Nothing may be added after it.
  std::string take() &&;

 private:
  void add_name(std::string_view name);
  std::string text_ = "{";
};

/// `items` are ready JSON: gives "[a,b,c]".
std::string join_json_array(const std::vector<std::string>& items);

/// The members of one object in a text, as slices of that text, which must outlive this.
class json_members {
 public:
  /// nullopt unless `text` is one valid JSON object.
  static std::optional<json_members> split(std::string_view text);
  /// The ready JSON of a member; of the first one where a name comes twice.
  std::optional<std::string_view> find(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> members_;
};

/// The plain text of a JSON string; nullopt where `json` is valid JSON of another kind.
std::optional<std::string> plain_text_of(std::string_view json);

}  // namespace deckhand
