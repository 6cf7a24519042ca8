#include "hardware/emulated_board.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "hardware/gcode_text.hpp"
#include "hardware/motion_time.hpp"

namespace deckhand {
namespace {

// Where the switches are, and how far an axis goes beyond its switch's place before it closes.
constexpr by_axis<double> home_switch_mm{{418, 353, 218, 218, 19, 19}};
constexpr by_axis<double> switch_travel_mm{{2, 17, 2, 2, 2, 2}};
constexpr by_axis<double> homing_speed_mm_s{{80, 80, 80, 80, 30, 30}};
// A robot as somebody left it.
constexpr by_axis<double> parked_mm{{200, 200, 180, 180, 5, 5}};
constexpr double never_homed_faster_s = 0.02;  // a switch takes its time even where the axis stands on it

constexpr std::string_view kill_text = "ALARM: Kill button pressed - reset or M999 to continue";
constexpr std::string_view limit_text = "ALARM: Hard limit +X";

double plain_distance_mm(const by_axis<double>& from, const by_axis<double>& to) {
  double sum = 0;
  for (const auto axis : all_board_axes) sum += (to[axis] - from[axis]) * (to[axis] - from[axis]);
  return std::sqrt(sum);
}

}  // namespace

emulated_board::emulated_board(emulated_board_config config) : config_(std::move(config)), target_(parked_mm) {
  if (config_.ignores_relative_moves) target_[board_axis::b] = target_[board_axis::c] = 0;
}

emulated_answer emulated_board::handle(std::string_view line, double now_s) {
  forget_old(now_s);
  std::string reply;
  bool waits = false;
  for (const auto& wanted : read_gcodes(line)) {
    if (wanted.name == "M112") return fail(device_fault_kind::alarm, now_s);
    if (is_locked_ && wanted.name != "M999") return {"error:Alarm lock", now_s, false};
    waits |= wanted.name == "M400" || wanted.name == "G28.2";
    run(wanted, now_s, reply);
  }
  return {std::move(reply), waits ? std::max(now_s, free_at_s_) : now_s, false};
}

std::span<const device_fault_kind> emulated_board::own_faults() const {
  constexpr static std::array kinds{device_fault_kind::alarm, device_fault_kind::limit};
  return kinds;
}

emulated_answer emulated_board::fail(device_fault_kind kind, double now_s) {
  halt(now_s);
  return {std::string{kind == device_fault_kind::limit ? limit_text : kill_text}, now_s, true};
}

void emulated_board::run(const gcode& wanted, double now_s, std::string& reply) {
  const auto name = wanted.name;
  if (name == "G0") {
    move(wanted, now_s, reply);
  } else if (name == "G28.2") {
    home(wanted, now_s);
  } else if (name == "G4") {
    for (const auto& [letter, value] : wanted.arguments)
      if (letter == 'P') free_at_s_ = std::max(free_at_s_, now_s) + value;
  } else if (name == "G90" || name == "G91") {
    is_absolute_ = name == "G90" || config_.ignores_relative_moves;
  } else if (name == "M203.1") {
    set(max_speed_mm_s_, wanted);
  } else if (name == "M204") {
    set(acceleration_mm_s2_, wanted);
  } else if (name == "M114.2") {
    reply += position_text(now_s);
  } else if (name == "G28.6") {
    reply += homed_text();
  } else if (name == "M119") {
    reply += "X_max:0 Y_max:0 Z_max:0 A_max:0 B_max:0 C_max:0 Probe: 0";
  } else if (name == "M371" || name == "M369") {
    reply += instrument_text(wanted);
  } else if (name == "M999") {
    is_locked_ = false;
  } else if (name == "version") {
    reply += "Build version: Virtual Smoothie, Build date: none, MCU: none, System Clock: none";
  }
}

// What a pipette's memory holds comes as hexadecimal text behind the mount's letter.
std::string emulated_board::instrument_text(const gcode& wanted) const {
  const bool is_left = wanted.letters == "L";
  const auto& instrument = config_.instruments[is_left ? 0 : 1];
  if (!instrument) return "error:no instrument found";
  std::string reply = is_left ? "L:" : "R:";
  for (const char each : wanted.name == "M371" ? instrument->model : instrument->serial_number) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(each);
    reply += digits[byte >> 4];
    reply += digits[byte & 0xF];
  }
  return reply;
}

void emulated_board::set(by_axis<double>& values, const gcode& wanted) {
  for (const auto& [letter, value] : wanted.arguments)
    if (const auto axis = axis_of_letter(letter); axis && value > 0) values[*axis] = value;
}

// The feed is the speed along the way; no axis goes beyond its own speed or acceleration.
void emulated_board::move(const gcode& wanted, double now_s, std::string& reply) {
  auto target = target_;
  for (const auto& [letter, value] : wanted.arguments) {
    if (letter == 'F' && value > 0) feed_mm_s_ = value / 60;
    if (const auto axis = axis_of_letter(letter)) target[*axis] = is_absolute_ ? value : target[*axis] + value;
  }
  for (const auto axis : all_board_axes) {
    const double limit_mm = home_switch_mm[axis] + switch_travel_mm[axis];
    if (target[axis] <= limit_mm || !homed_[axis]) continue;
    target[axis] = limit_mm;
    is_locked_ = true;
    homed_ = {};
    reply += std::string{"ALARM: Hard limit +"} + letter_of(axis);
  }
  const double distance_mm = plain_distance_mm(target_, target);
  if (distance_mm == 0) return;
  double speed_mm_s = feed_mm_s_, acceleration_mm_s2 = std::numeric_limits<double>::max();
  for (const auto axis : all_board_axes) {
    const double share = std::abs(target[axis] - target_[axis]) / distance_mm;
    if (share == 0) continue;
    speed_mm_s = std::min(speed_mm_s, max_speed_mm_s_[axis] / share);
    acceleration_mm_s2 = std::min(acceleration_mm_s2, acceleration_mm_s2_[axis] / share);
  }
  queue(target, speed_mm_s, acceleration_mm_s2, now_s);
}

void emulated_board::queue(const by_axis<double>& target, double speed_mm_s, double acceleration_mm_s2, double now_s) {
  segment next;
  next.from = target_;
  next.to = target;
  next.distance_mm = plain_distance_mm(target_, target);
  next.speed_mm_s = speed_mm_s;
  next.acceleration_mm_s2 = acceleration_mm_s2;
  next.begins_s = std::max(free_at_s_, now_s);
  next.ends_s = next.begins_s + trapezoid_s(next.distance_mm, speed_mm_s, acceleration_mm_s2);
  free_at_s_ = next.ends_s;
  target_ = target;
  segments_.push_back(next);
}

// The axes of one home go together, each at its homing speed, until the last has met its switch.
void emulated_board::home(const gcode& wanted, double now_s) {
  double longest_s = never_homed_faster_s;
  auto target = target_;
  for (const auto letter : wanted.letters) {
    const auto axis = axis_of_letter(letter);
    if (!axis) continue;
    const double speed_mm_s = std::min(homing_speed_mm_s[*axis], max_speed_mm_s_[*axis]);
    longest_s =
        std::max(longest_s, trapezoid_s(std::abs(home_switch_mm[*axis] - target[*axis]), speed_mm_s, acceleration_mm_s2_[*axis]));
    target[*axis] = home_switch_mm[*axis];
    homed_[*axis] = true;
  }
  segment next;
  next.from = target_;
  next.to = target;
  next.distance_mm = plain_distance_mm(target_, target);
  next.speed_mm_s = next.distance_mm / longest_s;
  next.acceleration_mm_s2 = std::numeric_limits<double>::max();
  next.begins_s = std::max(free_at_s_, now_s);
  next.ends_s = next.begins_s + longest_s;
  free_at_s_ = next.ends_s;
  target_ = target;
  segments_.push_back(next);
}

double emulated_board::position(board_axis axis, double now_s) const {
  for (const auto& each : segments_) {
    if (now_s >= each.ends_s) continue;
    if (each.distance_mm == 0 || now_s <= each.begins_s) return each.from[axis];
    const bool is_home = each.acceleration_mm_s2 == std::numeric_limits<double>::max();
    const double covered =
        is_home
            ? (now_s - each.begins_s) / (each.ends_s - each.begins_s)
            : trapezoid_mm(now_s - each.begins_s, each.distance_mm, each.speed_mm_s, each.acceleration_mm_s2) / each.distance_mm;
    return each.from[axis] + covered * (each.to[axis] - each.from[axis]);
  }
  return target_[axis];
}

void emulated_board::halt(double now_s) {
  by_axis<double> stopped;
  for (const auto axis : all_board_axes) stopped[axis] = position(axis, now_s);
  segments_.clear();
  target_ = stopped;
  free_at_s_ = now_s;
  homed_ = {};
  is_locked_ = true;
  is_absolute_ = true;
}

void emulated_board::forget_old(double now_s) {
  while (!segments_.empty() && segments_.front().ends_s <= now_s) segments_.pop_front();
}

std::string emulated_board::position_text(double now_s) const {
  std::string text = "MCS:";
  for (const auto axis : all_board_axes)
    text.append(" ").append(1, letter_of(axis)).append(":").append(coordinate_text(position(axis, now_s)));
  return text;
}

std::string emulated_board::homed_text() const {
  std::string text;
  for (const auto axis : all_board_axes)
    text.append(text.empty() ? "" : " ").append(1, letter_of(axis)).append(homed_[axis] ? ":1" : ":0");
  return text;
}

}  // namespace deckhand
