#include "hardware/gcode_text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdio>

namespace deckhand {

std::string coordinate_text(double millimetres) {
  char text[32];
  std::string number(text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.3f", millimetres)));
  number.erase(number.find_last_not_of('0') + 1);
  if (number.back() == '.') number.pop_back();
  return number;
}

std::string setting_text(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr};
}

std::string feed_text(double speed_mm_s) { return "F" + std::to_string(static_cast<long>(speed_mm_s * 60)); }

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool says(std::string_view text, std::string_view lower_case_word) {
  const auto found = std::search(text.begin(), text.end(), lower_case_word.begin(), lower_case_word.end(),
                                 [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
  return found != text.end();
}

}  // namespace deckhand
