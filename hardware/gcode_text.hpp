/// Numbers as the motor board's lines carry them.
#pragma once

#include <string>
#include <string_view>

namespace deckhand {

/// A coordinate: three decimals at most, shortest form ("14.38", "-8.5", "200").
std::string coordinate_text(double millimetres);
/// A current, delay or setting: the shortest decimal that reads back as the same number.
std::string setting_text(double value);
/// "F" and the speed in mm/min, truncated to a whole number.
std::string feed_text(double speed_mm_s);

/// Whether what a board says contains a word, in whatever case.
bool says(std::string_view text, std::string_view lower_case_word);

}  // namespace deckhand
