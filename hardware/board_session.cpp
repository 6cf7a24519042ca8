#include "hardware/board_session.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "hardware/gcode_text.hpp"

namespace deckhand {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds home_timeout = std::chrono::seconds{12'000};
constexpr milliseconds settle_after_home = std::chrono::seconds{5};
constexpr double backlash_mm = 0.3;
constexpr const char* default_max_speeds = "M203.1 A125 B40 C40 X600 Y400 Z125";
constexpr const char* default_feed = "G0 F24000";

// About four micrometres at the far end of X: smaller steps are not moves.
bool is_same_place(double a, double b) { return std::abs(a - b) <= std::max(1e-5 * std::max(std::abs(a), std::abs(b)), 1e-8); }

bool contains_ignoring_case(const std::string& text, std::string_view lower_case_word) {
  const auto found = std::search(text.begin(), text.end(), lower_case_word.begin(), lower_case_word.end(),
                                 [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
  return found != text.end();
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

void board_session::write(std::string text, milliseconds ack_timeout, milliseconds settle_timeout, answer_kind answer) {
  lines_.push_back({std::move(text), ack_timeout, answer});
  lines_.push_back({"M400", settle_timeout, answer_kind::none});
}

void board_session::write_home(std::string text, milliseconds ack_timeout) {
  write(std::move(text), ack_timeout, settle_after_home);
}

std::optional<board_write> board_session::next_line() {
  if (lines_.empty()) return std::nullopt;
  sent_ = std::move(lines_.front());
  lines_.pop_front();
  return board_write{sent_.text, sent_.ack_timeout};
}

tl::expected<void, std::string> board_session::take_reply(const std::string& text) {
  const bool asks_for_instrument = sent_.answer != answer_kind::none && sent_.answer != answer_kind::position;
  if (asks_for_instrument) {
    const bool is_left = sent_.answer == answer_kind::left_model || sent_.answer == answer_kind::left_serial;
    auto& found = scanned_[is_left ? 0 : 1];
    const bool is_model = sent_.answer == answer_kind::left_model || sent_.answer == answer_kind::right_model;
    read_instrument(text, is_model ? found.model : found.serial);
    return {};
  }
  if (contains_ignoring_case(text, "alarm") || contains_ignoring_case(text, "error")) return tl::unexpected{text};
  if (sent_.answer == answer_kind::position) return read_position(text);
  return {};
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
    if (!homing_.contains(axis)) continue;
    homed_[axis] = true;
    home_position_[axis] = read[axis];
  }
  homing_ = {};
  return {};
}

// "L:7033…" is hexadecimal text; anything else says that there is no pipette.
void board_session::read_instrument(const std::string& text, std::string& into) {
  const auto colon = text.find(':');
  into = colon == 1 ? decode_hex(std::string_view{text}.substr(2)) : std::string{};
}

// --- set-up ---

void board_session::set_up() {
  engaged_ = {};
  write("", std::chrono::seconds{5}, std::chrono::seconds{3});
  write("M999");
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

void board_session::clear_halt() {
  write("M999");
  write("G28.6");
  set_up();
}

void board_session::refresh_position() {
  write("M114.2", std::chrono::seconds{5}, std::chrono::seconds{12'000}, answer_kind::position);
}

void board_session::disengage(axis_set axes) {
  if (axes.empty()) return;
  std::string text = "M18 ";
  for (const auto axis : all_board_axes) {
    if (!axes.contains(axis)) continue;
    text += letter_of(axis);
    homed_[axis] = false;
  }
  engaged_ = engaged_.without(axes);
  write(std::move(text));
}

void board_session::scan_instruments() {
  engaged_ = engaged_.without(carriage_and_plunger_axes);
  const auto ask = [this](const char* code, answer_kind answer) {
    write("M18 ZABC");
    write("G4 P0.1");
    write(code, std::chrono::seconds{5}, std::chrono::seconds{12'000}, answer);
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

// --- moves ---

void board_session::move(const axis_targets& targets, std::optional<double> speed_mm_s) {
  axis_set moving;
  for (const auto axis : all_board_axes)
    if (targets[axis] && !is_same_place(*targets[axis], position_[axis])) moving.insert(axis);
  if (moving.empty()) return;
  engaged_ = engaged_.with(moving);
  std::string move = " G0", settle;
  for (const auto axis : alphabetical_axes) {
    if (!moving.contains(axis)) continue;
    // A plunger that goes up is taken a little too far and back, so that the screw's play is always on the same side.
    const bool has_backlash = is_plunger(axis) && *targets[axis] > position_[axis];
    move.append(" ").append(1, letter_of(axis)).append(coordinate_text(*targets[axis] + (has_backlash ? backlash_mm : 0)));
    if (has_backlash) settle.append(" G0 ").append(1, letter_of(axis)).append(coordinate_text(*targets[axis]));
  }
  currents_.dwell(every_axis.without(moving));
  currents_.activate(moving);
  const bool has_speed = speed_mm_s && *speed_mm_s != default_speed_mm_s;
  write((has_speed ? "G0 " + feed_text(*speed_mm_s) + " " : "") + currents_.text() + move + settle +
        (has_speed ? std::string{" "} + default_feed : ""));
  axis_set named_plungers;
  for (const auto axis : {board_axis::b, board_axis::c})
    if (targets[axis]) named_plungers.insert(axis);
  if (!named_plungers.empty()) {
    currents_.dwell(named_plungers);
    write(currents_.text());
  }
  for (const auto axis : all_board_axes)
    if (targets[axis]) position_[axis] = *targets[axis];
}

// --- homes ---

void board_session::home(axis_set axes) {
  if (axes.contains(board_axis::y)) axes.insert(board_axis::x);
  if (axes.contains(board_axis::x)) {
    axes.insert(board_axis::z);
    axes.insert(board_axis::a);
  }
  engaged_ = engaged_.with(axes);
  const auto group = axes.within(carriage_and_plunger_axes);
  auto alone = axes.within({board_axis::x, board_axis::y});
  for (const auto axis : all_board_axes)
    if (group.size() == 1 && group.contains(axis)) alone.insert(axis);
  currents_.dwell(every_axis.without(alone));
  if (!group.empty()) home_carriages_and_plungers(group);
  if (axes.contains(board_axis::x)) home_x();
  if (axes.contains(board_axis::y)) home_y();
  homing_ = axes;
  refresh_position();
}

void board_session::home_carriages_and_plungers(const axis_set& group) {
  currents_.activate(group);
  std::string letters;
  for (const auto axis : alphabetical_axes) {
    if (!group.contains(axis)) continue;
    letters.push_back(letter_of(axis));
    if (std::exchange(is_stuck_[axis], false)) work_loose(axis);
  }
  write_home(currents_.text() + " G28.2 " + letters, home_timeout);
  currents_.dwell(group);
  write(currents_.text());
}

// The gantry backs off in Y first, so that X homes clear of the frame.
void board_session::home_x() {
  currents_.force(board_axis::y, 0.8);
  write("M203.1 Y50");
  write(currents_.text() + " G91 G0 Y-28 G0 Y10 G90");
  currents_.dwell({board_axis::y});
  write("M203.1 X80");
  currents_.activate({board_axis::x});
  write_home(currents_.text() + " G28.2 X", milliseconds{10'450});
  write(default_max_speeds);
  currents_.dwell({board_axis::x});
  write(currents_.text());
}

// Fast to the switch, then slowly once more, and three millimetres off it.
void board_session::home_y() {
  write("M203.1 Y80");
  currents_.activate({board_axis::y});
  write_home(currents_.text() + " G28.2 Y", milliseconds{8'825});
  write("M203.1 Y8");
  write("G91 G0 Y-3 G90");
  write_home("G28.2 Y", milliseconds{750});
  write("G91 G0 Y-3 G90");
  write(default_max_speeds);
  currents_.dwell({board_axis::y});
  write(currents_.text());
}

void board_session::work_loose(board_axis plunger) {
  const std::string letter{letter_of(plunger)};
  const bool is_left = plunger == board_axis::b;
  write((is_left ? "M53" : "M55") + (" M92 " + letter) + "100.0 G4 P0.01 M907 " + letter + "1.75 G4 P0.005 G0 F60 G91");
  write("G0 " + letter + "-1");
  write(std::string{"G90 "} + (is_left ? "M52" : "M54") + " M92 " + letter + "3200.0 G4 P0.01 " + default_feed);
}

void board_session::fast_home(board_axis axis, double margin_mm) {
  axis_targets targets;
  targets[axis] = home_position_[axis] - std::abs(margin_mm);
  move(targets);
  home({axis});
}

void board_session::recover(std::optional<board_axis> lost, bool home_again) {
  lines_.clear();
  homing_ = {};
  write("M999");
  write("G28.6");
  if (!home_again) return;
  if (lost)
    home({*lost});
  else
    home(every_axis);
}

}  // namespace deckhand
