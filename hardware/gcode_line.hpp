/// A line of G-code as a device reads it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace deckhand {

/// Lives as long as the line that it was read from.
struct gcode {
  struct argument {
    char letter;
    double value;  ///< NaN where the letter stands alone
  };
  std::string_view name;  ///< for example "G28.2"
  std::vector<argument> arguments;
  std::string_view letters;  ///< the first argument as it is, for example "ZABC"

  /// The last argument of that letter that has a number.
  std::optional<double> value_of(char letter) const;
};

/// Whether a word is no argument: G or M and a number, or one of the words "version" and "dfu".
bool begins_gcode(std::string_view word);
/// What stands in front of the first code is left out.
std::vector<gcode> read_gcodes(std::string_view line);

}  // namespace deckhand
