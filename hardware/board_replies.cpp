#include "hardware/board_replies.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace deckhand {
namespace {

bool contains_ignoring_case(std::string_view text, std::string_view lower_case_words) {
  const auto found = std::search(text.begin(), text.end(), lower_case_words.begin(), lower_case_words.end(),
                                 [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
  return found != text.end();
}

bool is_end_of_text(unsigned byte) { return byte == 0x00 || byte == 0xFF; }

}  // namespace

complaint_kind complaint_in(std::string_view reply) {
  if (reply.empty()) return complaint_kind::none;
  if (contains_ignoring_case(reply, "alarm lock") || contains_ignoring_case(reply, "after halt you should home"))
    return complaint_kind::tail_of_halt;
  if (contains_ignoring_case(reply, "instrument found")) return complaint_kind::no_instrument;
  if (contains_ignoring_case(reply, "alarm")) return complaint_kind::alarm;
  return contains_ignoring_case(reply, "error") ? complaint_kind::error : complaint_kind::none;
}

std::optional<by_axis<double>> parse_axis_values(std::string_view reply) {
  by_axis<double> values;
  axis_set found;
  for (std::size_t i = 0; i + 1 < reply.size(); ++i) {
    const auto axis = axis_of_letter(reply[i]);
    if (!axis || reply[i + 1] != ':' || (i > 0 && reply[i - 1] != ' ')) continue;
    const auto* begin = reply.data() + i + 2;
    if (std::from_chars(begin, reply.data() + reply.size(), values[*axis]).ec != std::errc{}) return std::nullopt;
    values[*axis] = std::round(values[*axis] * 1000) / 1000;
    found.insert(*axis);
  }
  if (found.size() != all_board_axes.size()) return std::nullopt;
  return values;
}

std::string parse_instrument_text(std::string_view reply) {
  if (reply.size() < 2 || reply[1] != ':') return {};
  const auto digits = reply.substr(2);
  std::string text;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    unsigned byte = 0;
    const auto* begin = digits.data() + i;
    const auto read = std::from_chars(begin, begin + 2, byte, 16);
    if (read.ptr != begin + 2 || is_end_of_text(byte)) break;
    text.push_back(static_cast<char>(byte));
  }
  return text;
}

std::string complete_model_name(std::string model) {
  if (model.empty()) return model;
  auto version = model.rfind("_v");
  if (version == std::string::npos) {
    version = model.size();
    model += "_v1";
  }
  const auto digits = model.size() - version - 2;
  if (digits == 1) return model + ".0";
  if (digits == 2) model.insert(version + 3, 1, '.');
  return model;
}

}  // namespace deckhand
