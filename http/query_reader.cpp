#include "http/query_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace deckhand {
namespace {

// What the original server's framework takes for a boolean.
constexpr std::array<std::string_view, 6> words_for_true{"true", "1", "yes", "on", "t", "y"};
constexpr std::array<std::string_view, 6> words_for_false{"false", "0", "no", "off", "f", "n"};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '-') return std::nullopt;
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end != text.data() + text.size() || error == std::errc::invalid_argument) return std::nullopt;
  if (error == std::errc::result_out_of_range)
    return text.front() == '-' ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
  return value;
}

std::optional<std::string> query_reader::text(const std::string& name) const {
  const auto found = query_.find(name);
  if (found == query_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::int64_t> query_reader::integer(const std::string& name) {
  const auto given = text(name);
  if (!given) return std::nullopt;
  const auto value = parse_integer(*given);
  if (!value) add_problem(name, "value is not a valid integer");
  return value;
}

bool query_reader::boolean(const std::string& name, bool otherwise) {
  const auto given = text(name);
  if (!given) return otherwise;
  const auto word = lower(*given);
  if (std::find(words_for_true.begin(), words_for_true.end(), word) != words_for_true.end()) return true;
  if (std::find(words_for_false.begin(), words_for_false.end(), word) == words_for_false.end())
    add_problem(name, "value could not be parsed to a boolean");
  return false;
}

void query_reader::add_problem(const std::string& name, std::string detail) {
  problems_.push_back(problem_at(error_source::kind_type::parameter, name, std::move(detail)));
}

}  // namespace deckhand
