// The lines of board_session that move: moves, homes, and what works a plunger loose before them.

#include <algorithm>
#include <cmath>
#include <utility>

#include "hardware/board_figures.hpp"
#include "hardware/board_session.hpp"
#include "hardware/gcode_text.hpp"

namespace deckhand {
namespace {

using std::chrono::milliseconds;

// What a motion takes is far below three times its way at its speed, one axis after the other.
constexpr double slowness = 3;
constexpr milliseconds home_timeout = std::chrono::seconds{120};
constexpr milliseconds settle_after_home = std::chrono::seconds{5};
constexpr double backlash_mm = 0.3;
constexpr double sticks_after_s = 1800;
constexpr double loosening_mm = 1;
constexpr double loosening_a = 1.75;
constexpr by_axis<double> default_limits_mm_s{{600, 400, 125, 125, 40, 40}};

// About four micrometres at the far end of X: smaller steps are not moves.
bool is_same_place(double a, double b) { return std::abs(a - b) <= std::max(1e-5 * std::max(std::abs(a), std::abs(b)), 1e-8); }

// Full steps are the finer ones times 32.
std::string full_steps(board_axis plunger) {
  return std::string{plunger == board_axis::b ? "M53" : "M55"} + " M92 " + letter_of(plunger) + "100.0 G4 P0.01";
}
std::string micro_steps(board_axis plunger) {
  return std::string{plunger == board_axis::b ? "M52" : "M54"} + " M92 " + letter_of(plunger) + "3200.0 G4 P0.01";
}

}  // namespace

// --- moves ---

void board_session::move(const axis_targets& targets, std::optional<double> speed_mm_s) {
  axis_set moving;
  for (const auto axis : all_board_axes)
    if (targets[axis] && !is_same_place(*targets[axis], position_[axis])) moving.insert(axis);
  if (moving.empty()) return;
  engaged_ = engaged_.with(moving);
  bool was_stuck = false;
  std::string move = " G0", settle;
  for (const auto axis : alphabetical_axes) {
    if (!moving.contains(axis)) continue;
    // A plunger that goes up is taken a little too far and back, so that the screw's play is always on the same side.
    const bool has_backlash = is_plunger(axis) && *targets[axis] > position_[axis];
    const double first_target_mm = *targets[axis] + (has_backlash ? backlash_mm : 0);
    if (is_stuck(axis)) {
      work_loose_before_move(axis, first_target_mm);
      was_stuck = true;
    }
    moved_at_s_[axis] = now_s_();
    move.append(" ").append(1, letter_of(axis)).append(coordinate_text(first_target_mm));
    if (has_backlash) settle.append(" G0 ").append(1, letter_of(axis)).append(coordinate_text(*targets[axis]));
  }
  currents_.dwell(every_axis.without(moving));
  currents_.activate(moving);
  const bool has_speed = speed_mm_s && *speed_mm_s != default_speed_mm_s;
  const auto feed = has_speed ? "G0 " + feed_text(*speed_mm_s) + " " : was_stuck ? std::string{default_feed} + " " : "";
  write(feed + currents_.text() + move + settle + (has_speed ? std::string{" "} + default_feed : ""), usual_ack,
        longest_motion(moving, targets, speed_mm_s.value_or(default_speed_mm_s)));
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

bool board_session::limit_speeds(const axis_targets& limits) {
  std::string text = "M203.1";
  for (const auto axis : alphabetical_axes)
    if (limits[axis]) text.append(" ").append(1, letter_of(axis)).append(setting_text(*limits[axis]));
  if (text.find(' ') == std::string::npos) return false;
  write(std::move(text));
  for (const auto axis : all_board_axes) speed_limits_mm_s_[axis] = limits[axis].value_or(speed_limits_mm_s_[axis]);
  return true;
}

void board_session::restore_speeds() {
  write(default_max_speeds);
  speed_limits_mm_s_ = default_limits_mm_s;
}

milliseconds board_session::longest_motion(const axis_set& moving, const axis_targets& targets, double speed_mm_s) const {
  double sum_s = 0;
  for (const auto axis : all_board_axes)
    if (moving.contains(axis))
      sum_s += std::abs(*targets[axis] - position_[axis]) / std::min(speed_mm_s, speed_limits_mm_s_[axis]);
  return usual_settle + std::chrono::duration_cast<milliseconds>(std::chrono::duration<double>{slowness * sum_s});
}

// --- homes ---

void board_session::write_home(std::string text, milliseconds ack_timeout) {
  write(std::move(text), ack_timeout, settle_after_home);
}

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
  refresh_position(axes);
}

void board_session::home_carriages_and_plungers(const axis_set& group) {
  currents_.activate(group);
  std::string letters;
  for (const auto axis : alphabetical_axes) {
    if (!group.contains(axis)) continue;
    letters.push_back(letter_of(axis));
    if (is_stuck(axis)) work_loose_before_home(axis);
    moved_at_s_[axis] = now_s_();
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

void board_session::set_sticks(board_axis plunger, bool sticks) {
  sticks_[plunger] = sticks;
  moved_at_s_[plunger].reset();
}

bool board_session::is_stuck(board_axis axis) const {
  return sticks_[axis] && (!moved_at_s_[axis] || now_s_() - *moved_at_s_[axis] > sticks_after_s);
}

// A millimetre down, slowly, in full steps and with much current.
void board_session::work_loose_before_home(board_axis plunger) {
  const std::string letter{letter_of(plunger)};
  write(full_steps(plunger) + " M907 " + letter + setting_text(loosening_a) + " G4 P0.005 G0 F60 G91", usual_ack, usual_settle,
        answer_kind::none, loosening::attempt);
  write("G0 " + letter + coordinate_text(-loosening_mm), usual_ack, usual_settle, answer_kind::none, loosening::attempt);
  write("G90 " + micro_steps(plunger) + " " + default_feed, usual_ack, usual_settle, answer_kind::none, loosening::restore);
}

// The first millimetre of a move, or as much as there is.
void board_session::work_loose_before_move(board_axis plunger, double target_mm) {
  const double way_mm = std::clamp(target_mm - position_[plunger], -loosening_mm, loosening_mm);
  write(full_steps(plunger) + " G0 F60 " + currents_.text_with(plunger, loosening_a));
  write(std::string{"G0 "} + letter_of(plunger) + coordinate_text(position_[plunger] + way_mm));
  write(micro_steps(plunger));
}

void board_session::fast_home(board_axis axis, double margin_mm) {
  axis_targets targets;
  targets[axis] = home_position_[axis] - std::abs(margin_mm);
  move(targets);
  home({axis});
}

}  // namespace deckhand
