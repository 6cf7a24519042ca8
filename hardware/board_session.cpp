#include "hardware/board_session.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "hardware/board_figures.hpp"
#include "hardware/gcode_text.hpp"

namespace deckhand {
namespace {

using std::chrono::milliseconds;

constexpr int usual_retries = 3;
constexpr milliseconds breathing_space{100};  // before a reset, and before an unreadable answer is asked for again

// Hexadecimal text behind the mount's letter, or that there is none.
bool says_instrument(std::string_view text) { return text.find(':') == 1 || says(text, "error"); }

// A G0 with nothing but a feed moves nothing.
bool holds_move(std::string_view text) {
  for (auto at = text.find("G0 "); at != std::string_view::npos; at = text.find("G0 ", at + 1))
    if (at + 3 < text.size() && text[at + 3] != 'F') return true;
  return false;
}

// What a board that was halted says until it is reset and homed.
bool is_tail_of_halt(const std::string& text) {
  const bool is_news = says(text, "alarm:");
  return !is_news && (says(text, "alarm lock") || says(text, "after halt you should home"));
}

std::string decode_hex(std::string_view digits) {
  std::string text;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    unsigned value = 0;
    if (std::from_chars(digits.data() + i, digits.data() + i + 2, value, 16).ec != std::errc{}) break;
    if (value == 0 || value == 0xFF) break;
    text.push_back(static_cast<char>(value));
  }
  return text;
}

}  // namespace

// --- lines out, replies in ---

void board_session::write(std::string text, milliseconds ack_timeout, milliseconds settle_timeout, answer_kind answer,
                          loosening part) {
  const bool is_move = holds_move(text), moves = is_move || text.find("G28.2") != std::string::npos;
  lines_.push_back({std::move(text), ack_timeout, answer, part, moves, is_move, usual_retries});
  lines_.push_back({"M400", settle_timeout, answer_kind::none, part, moves, is_move});
}

void board_session::write_later(std::string text) {
  const auto place = lines_.size();
  write(std::move(text));
  lines_[place].pause_before = breathing_space;
}

std::optional<board_write> board_session::next_line() {
  if (lines_.empty()) return std::nullopt;
  sent_ = std::move(lines_.front());
  lines_.pop_front();
  return board_write{sent_.text, sent_.ack_timeout, sent_.retries, sent_.pause_before};
}

tl::expected<void, std::string> board_session::take_reply(const std::string& text) {
  if (says(text, kill_button)) return tl::unexpected{text};
  const bool asks_for_instrument = sent_.answer >= answer_kind::left_model;
  if (asks_for_instrument) {
    if (says(text, "alarm")) return tl::unexpected{text};
    if (!says_instrument(text) && --sent_.tries_left >= 0) {
      ask_again();
      return {};
    }
    const bool is_left = sent_.answer == answer_kind::left_model || sent_.answer == answer_kind::left_serial;
    auto& found = scanned_[is_left ? 0 : 1];
    const bool is_model = sent_.answer == answer_kind::left_model || sent_.answer == answer_kind::right_model;
    read_instrument(text, is_model ? found.model : found.serial);
    return {};
  }
  if (says(text, "alarm") || says(text, "error")) {
    if (!sent_.moves && is_tail_of_halt(text)) return {};
    if (sent_.part == loosening::none) return tl::unexpected{text};
    // The plunger may not have come loose; whatever comes of it, the board gets its usual settings back.
    while (!lines_.empty() && lines_.front().part == loosening::attempt) lines_.pop_front();
    return {};
  }
  if (sent_.answer == answer_kind::position) return take_position(text);
  if (sent_.answer == answer_kind::version) read_version(text);
  return {};
}

// What cannot be read is asked for again a few times.
tl::expected<void, std::string> board_session::take_position(const std::string& text) {
  auto read = read_position(text);
  if (read || --sent_.tries_left < 0) return read;
  ask_again();
  return {};
}

// Behind the wait that follows the question, and with one of its own.
void board_session::ask_again() {
  auto again = sent_;
  again.pause_before = breathing_space;
  const auto wait = lines_.front();
  lines_.insert(lines_.begin() + 1, {std::move(again), wait});
}

tl::expected<void, std::string> board_session::read_position(const std::string& text) {
  by_axis<double> read;
  for (const auto axis : all_board_axes) {
    const auto place =
        text.find(std::string{letter_of(axis)} + ":", text.find("MCS:") == std::string::npos ? 0 : text.find("MCS:") + 4);
    if (place == std::string::npos) return tl::unexpected{"no position of axis " + std::string{letter_of(axis)} + " in: " + text};
    const auto* begin = text.data() + place + 2;
    if (std::from_chars(begin, text.data() + text.size(), read[axis]).ec != std::errc{})
      return tl::unexpected{"unreadable position in: " + text};
    read[axis] = std::round(read[axis] * 1000) / 1000;
  }
  position_ = read;
  for (const auto axis : all_board_axes) {
    if (!sent_.homed.contains(axis)) continue;
    homed_[axis] = true;
    home_position_[axis] = read[axis];
  }
  return {};
}

// "L:7033…" is hexadecimal text; anything else says that there is no pipette.
void board_session::read_instrument(const std::string& text, std::string& into) {
  const auto colon = text.find(':');
  into = colon == 1 ? decode_hex(std::string_view{text}.substr(2)) : std::string{};
}

// "Build version: edge-66ec883NOMSD, Build date: …"
void board_session::read_version(const std::string& text) {
  const auto colon = text.find(':');
  const auto begin = colon == std::string::npos ? colon : text.find_first_not_of(' ', colon + 1);
  if (begin == std::string::npos) return;
  firmware_version_ = text.substr(begin, text.find(',', begin) - begin);
  constexpr std::string_view dropped{"NOMSD"};
  if (firmware_version_.ends_with(dropped)) firmware_version_.resize(firmware_version_.size() - dropped.size());
}

// --- set-up ---

void board_session::set_up() {
  engaged_ = {};
  write("", std::chrono::seconds{5}, std::chrono::seconds{3});
  write_later("M999");
  write("G28.6");
  write("M92 X80.0 Y80.0 Z400 A400");
  write("M92 B768 C768");
  write("G90");
  refresh_position();
  currents_.forget_activity();
  write(default_max_speeds);
  write(default_feed);
  write("M204 S10000 A1500 B200 C200 X3000 Y2000 Z1500");
}

void board_session::identify() { write("version", usual_ack, usual_settle, answer_kind::version); }

void board_session::clear_halt() {
  write_later("M999");
  write("G28.6");
  set_up();
}

void board_session::refresh_position(axis_set homed) {
  const auto place = lines_.size();
  write("M114.2", std::chrono::seconds{5}, usual_settle, answer_kind::position);
  lines_[place].homed = homed;
}

void board_session::disengage(const std::vector<board_axis>& axes) {
  axis_set off;
  std::string letters;
  for (const auto axis : axes) {
    if (off.contains(axis)) continue;
    off.insert(axis);
    letters += letter_of(axis);
    homed_[axis] = false;
  }
  if (off.empty()) return;
  engaged_ = engaged_.without(off);
  write("M18 " + letters);
}

void board_session::scan_instruments() {
  engaged_ = engaged_.without(carriage_and_plunger_axes);
  const auto ask = [this](const char* code, answer_kind answer) {
    write("M18 ZABC");
    write("G4 P0.1");
    write(code, std::chrono::seconds{5}, usual_settle, answer);
  };
  ask("M371 L", answer_kind::left_model);
  ask("M369 L", answer_kind::left_serial);
  ask("M371 R", answer_kind::right_model);
  ask("M369 R", answer_kind::right_serial);
}

void board_session::configure(mount on, double plunger_steps_per_mm, double z_home_mm, double plunger_travel_mm) {
  const std::string carriage{letter_of(carriage_of(on))}, plunger{letter_of(plunger_of(on))};
  write("M92 " + plunger + setting_text(plunger_steps_per_mm));
  write("M365.0 " + carriage + setting_text(z_home_mm));
  write("M365.1 " + plunger + setting_text(plunger_travel_mm));
}

void board_session::recover(std::optional<board_axis> lost, bool home_again) {
  lines_.clear();
  write_later("M999");
  write("G28.6");
  if (!home_again) return;
  if (lost)
    home({*lost});
  else
    home(every_axis);
}

}  // namespace deckhand
