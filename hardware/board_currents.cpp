#include "hardware/board_currents.hpp"

#include "hardware/gcode_text.hpp"

namespace deckhand {

board_currents::board_currents(board_revision revision) {
  const bool is_old = revision == board_revision::v2_1;
  const double gantry_a = is_old ? 0.3 : 0.7, carriages_a = is_old ? 0.8 : 0.5;
  now_ = dwell_ = {{gantry_a, gantry_a, 0.1, 0.1, 0.05, 0.05}};
  active_ = saved_active_ = {{1.25, 1.25, carriages_a, carriages_a, 0.05, 0.05}};
}

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
  // Others may still have the current of a motion that was broken off.
  for (const auto other : all_board_axes)
    if (!is_active_[other]) now_[other] = dwell_[other];
}

void board_currents::pop_active() {
  for (const auto axis : all_board_axes) set_active(axis, saved_active_[axis]);
}

void board_currents::force(board_axis axis, double amperes) {
  now_[axis] = amperes;
  is_active_[axis] = true;
}

std::string board_currents::text() const { return text_of(now_); }

std::string board_currents::text_with(board_axis axis, double amperes) const {
  auto changed = now_;
  changed[axis] = amperes;
  return text_of(changed);
}

std::string board_currents::text_of(const by_axis<double>& amperes) {
  std::string text = "M907";
  for (const auto axis : alphabetical_axes) text.append(" ").append(1, letter_of(axis)).append(setting_text(amperes[axis]));
  return text + " G4 P0.005";
}

}  // namespace deckhand
