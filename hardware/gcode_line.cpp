#include "hardware/gcode_line.hpp"

#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>

#include "hardware/gcode_text.hpp"

namespace deckhand {

std::optional<double> gcode::value_of(char letter) const {
  std::optional<double> found;
  for (const auto& each : arguments)
    if (each.letter == letter && !std::isnan(each.value)) found = each.value;
  return found;
}

bool begins_gcode(std::string_view word) {
  if (word == "version" || word == "dfu") return true;
  return word.size() > 1 && (word[0] == 'G' || word[0] == 'M') && std::isdigit(static_cast<unsigned char>(word[1]));
}

std::vector<gcode> read_gcodes(std::string_view line) {
  std::vector<gcode> codes;
  for (const auto word : words_of(line)) {
    if (begins_gcode(word)) {
      codes.push_back({word, {}, {}});
    } else if (!codes.empty()) {
      double value = std::numeric_limits<double>::quiet_NaN();
      std::from_chars(word.data() + 1, word.data() + word.size(), value);
      codes.back().arguments.push_back({word[0], value});
      if (codes.back().letters.empty()) codes.back().letters = word;
    }
  }
  return codes;
}

}  // namespace deckhand
