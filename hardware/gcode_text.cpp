#include "hardware/gcode_text.hpp"

#include <charconv>

namespace deckhand {

std::string coordinate_text(double millimetres) {
  char text[64];
  const char* end = std::to_chars(text, text + sizeof text, millimetres, std::chars_format::fixed, 3).ptr;
  while (end[-1] == '0') --end;
  if (end[-1] == '.') --end;
  return {text, end};
}

std::string setting_text(double value) {
  char text[64];
  return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr};
}

std::string feed_text(double speed_mm_s) { return "F" + std::to_string(static_cast<long>(speed_mm_s * 60)); }

}  // namespace deckhand
