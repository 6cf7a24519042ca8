#include "hardware/board_currents.hpp"

#include "hardware/gcode_text.hpp"

namespace deckhand {

void board_currents::activate(const axis_set& axes) {
  for (const auto axis : all_board_axes) {
    if (!axes.contains(axis) || is_active_[axis]) continue;
    now_[axis] = active_[axis];
    is_active_[axis] = true;
  }
}

void board_currents::dwell(const axis_set& axes) {
  for (const auto axis : all_board_axes) {
    if (!axes.contains(axis) || !is_active_[axis]) continue;
    now_[axis] = dwell_[axis];
    is_active_[axis] = false;
  }
}

void board_currents::set_active(board_axis axis, double amperes) {
  active_[axis] = amperes;
  if (is_active_[axis]) now_[axis] = amperes;
}

void board_currents::set_dwell(board_axis axis, double amperes) {
  dwell_[axis] = amperes;
  if (!is_active_[axis]) now_[axis] = amperes;
}

void board_currents::pop_active() {
  for (const auto axis : all_board_axes) set_active(axis, saved_active_[axis]);
}

void board_currents::force(board_axis axis, double amperes) {
  now_[axis] = amperes;
  is_active_[axis] = true;
}

std::string board_currents::text() const {
  std::string text = "M907";
  for (const auto axis : alphabetical_axes) text.append(" ").append(1, letter_of(axis)).append(setting_text(now_[axis]));
  return text + " G4 P0.005";
}

}  // namespace deckhand
