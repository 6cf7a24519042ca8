#include "hardware/gcode_log.hpp"

#include <algorithm>
#include <cctype>

#include "hardware/gcode_line.hpp"
#include "hardware/gcode_text.hpp"
#include "runtime/number_text.hpp"

namespace deckhand {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

std::string float_text(double value) {
  auto text = setting_text(value);
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

std::string argument_text(std::string_view word) {
  if (std::ranges::all_of(word, is_letter)) {
    std::string letters;
    for (const char letter : word) letters.append(letters.empty() ? "" : " ").append(1, letter);
    return letters;
  }
  const auto value = number_in<double>(word.substr(1));
  return value ? word[0] + float_text(*value) : std::string{word};
}

}  // namespace

std::vector<std::string> gcodes_of(std::string_view write) {
  std::vector<std::string> codes;
  for (const auto word : words_of(write)) {
    if (begins_gcode(word) || codes.empty())
      codes.emplace_back(word);
    else
      codes.back().append(" ").append(argument_text(word));
  }
  return codes;
}

tl::expected<std::shared_ptr<gcode_log>, std::string> gcode_log::open(const std::filesystem::path& file) {
  std::ofstream stream{file, std::ios::binary | std::ios::trunc};
  if (!stream) return tl::unexpected{"cannot write " + file.string()};
  return std::shared_ptr<gcode_log>{new gcode_log{std::move(stream)}};
}

void gcode_log::write(std::string_view line) {
  const std::lock_guard lock{mutex_};
  for (const auto& code : gcodes_of(line)) file_ << code << '\n';
  file_.flush();
}

}  // namespace deckhand
