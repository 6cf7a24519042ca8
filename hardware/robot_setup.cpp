// Which pipettes the robot has, what the board is told of them, and how it comes back after a halt.

#include <array>
#include <utility>

#include "hardware/robot_implementation.hpp"

namespace deckhand {

void robot::implementation::begin(const load_pipette_operation& wanted) {
  then([this] { board.scan_instruments(); });
  then([this, wanted] {
    std::array<std::string, 2> names;
    for (const auto on : all_mounts)
      if (wanted.names_other_mount && hands[index_of(on)].is_asked_for) names[index_of(on)] = hands[index_of(on)].name;
    names[index_of(wanted.on)] = wanted.pipette_name;
    if (wanted.pipette_name.empty()) return take_scan({});
    take_scan(names);
    auto& hand = hands[index_of(wanted.on)];
    if (!hand.model || !can_stand_in(*hand.model, wanted.pipette_name))
      return fail({robot_error_code::pipette_absent,
                   "The " + std::string{to_string(wanted.on)} + " mount holds no " + wanted.pipette_name + "."});
    hand.is_loaded = hand.is_asked_for = true;
    hand.name = wanted.pipette_name;
    // Asked for under an older pipette's name, it takes that one's range.
    const auto* as_named = newest_model_of(wanted.pipette_name);
    hand.max_volume_ul = as_named ? as_named->max_volume_ul : hand.model->max_volume_ul;
  });
}

// The board is told of a pipette that is new, or that is asked for under another name than its own.
void robot::implementation::take_scan(const std::array<std::string, 2>& names) {
  for (const auto on : all_mounts) {
    auto& hand = hands[index_of(on)];
    const auto& name = names[index_of(on)];
    auto [model, serial, is_put_on] = found_on(on, name);
    if (!model && !hand.model) continue;
    const bool is_same = hand.model == model && hand.serial == serial;
    if (!is_same) {
      hand = {};
      hand.model = model;
      hand.serial = std::move(serial);
      hand.max_volume_ul = model ? model->max_volume_ul : 0;
      if (config.calibration) hand.offset = config.calibration->offset_of(on, hand.serial);
      hand.is_put_on = is_put_on;
    }
    if (!is_same || (model && !name.empty() && name != model->name)) configure(on);
  }
}

// An emulated mount that takes any pipette: what was put on it stays until something else is asked for.
robot::implementation::found_pipette robot::implementation::found_on(mount on, const std::string& name) const {
  const auto& hand = hands[index_of(on)];
  const auto* scanned = find_pipette_model(board.scanned_model(on));
  const auto fits = [&](const pipette_model* model) { return model && (name.empty() || can_stand_in(*model, name)); };
  if (config.mounts_take_any_pipette && hand.is_put_on && fits(hand.model)) return {hand.model, hand.serial, true};
  if (config.mounts_take_any_pipette && !fits(scanned) && newest_model_of(name))
    return {newest_model_of(name), emulated_pipette_serial(on, name), true};
  return {scanned, board.scanned_serial(on)};
}

void robot::implementation::configure(mount on) {
  const auto& hand = hands[index_of(on)];
  const pipette_model none;
  const auto& model = hand.model ? *hand.model : none;
  board.configure(on, model.plunger_steps_per_mm, model.z_home_mm, model.plunger_travel_mm);
  board.set_sticks(plunger_of(on), model.has_quirk("needsUnstick"));
  if (hand.model) board.currents().set_dwell(plunger_of(on), model.idle_current_a);
}

void robot::implementation::on_halt() {
  ++halts;
  needs_reset = true;
  fail({robot_error_code::halted, "The robot was halted."});
  board.forget_position();
  last_moved.reset();
}

// Whoever pressed it wants that nothing moves, not even home.
void robot::implementation::on_killed() {
  on_halt();
  is_killed = true;
  error->code = robot_error_code::estop_engaged;
  error->detail = estop_is_pressed;
}

// The board comes back from the halt, and once more for the reset; it then has to be told of the pipettes again.
void robot::implementation::begin(const recover_operation& wanted) {
  then([this, wanted] {
    board.forget_position();
    last_moved.reset();
    if (wanted.after_halt) board.clear_halt();
    board.clear_halt();
    board.scan_instruments();
  });
  then([this] {
    needs_reset = is_killed = false;
    configure_again();
  });
}

// The board's set-up left it with the plungers' usual figures.
void robot::implementation::configure_again() {
  for (const auto on : all_mounts) {
    hands[index_of(on)].is_asked_for = false;
    if (hands[index_of(on)].model) configure(on);
  }
  take_scan({});
}

}  // namespace deckhand
