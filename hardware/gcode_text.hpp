/// What the lines of motor boards and modules, and their answers, are made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace deckhand {

/// A coordinate: three decimals at most, shortest form ("14.38", "-8.5", "200").
std::string coordinate_text(double millimetres);
/// A current, delay or setting: the shortest decimal that reads back as the same number.
std::string setting_text(double value);
/// "F" and the speed in mm/min, truncated to a whole number.
std::string feed_text(double speed_mm_s);

/// The words between the spaces of a line or an answer, as slices of it; none of them empty.
std::vector<std::string_view> words_of(std::string_view text);

/// Whether what a board says contains a word, in whatever case.
bool says(std::string_view text, std::string_view lower_case_word);

}  // namespace deckhand
