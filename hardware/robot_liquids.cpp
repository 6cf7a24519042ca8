// Tips and liquids: what a pipette does where it stands.

#include <algorithm>
#include <cmath>

#include "hardware/robot_implementation.hpp"

namespace deckhand {
namespace {

constexpr double after_pick_up_margin_mm = 2;
constexpr double pick_up_shake_mm = 0.3;
constexpr double widest_drop_shake_mm = 2.25;
constexpr double narrowest_drop_shake_mm = 1;
constexpr double volume_tolerance_ul = 1e-9;

}  // namespace

const tip_class& robot::implementation::tips_of(mount on) const {
  const auto& hand = hands[index_of(on)];
  return hand.model->class_for(std::min(hand.max_volume_ul, hand.tip ? hand.tip->volume_ul : hand.max_volume_ul));
}

void robot::implementation::run_plunger_current(mount on) {
  board.currents().set_active(plunger_of(on), hands[index_of(on)].model->run_current_a);
}

// A plunger's call names the gantry too, which stays.
void robot::implementation::move_plunger(mount on, double position_mm, std::optional<double> speed_mm_s) {
  axis_targets targets;
  targets[plunger_of(on)] = position_mm;
  board.move(targets, speed_mm_s);
}

void robot::implementation::move_carriage_by(mount on, const point& step, std::optional<double> speed_mm_s) {
  move_carriage(on, carriage(on) + deck.step(step), speed_mm_s);
}

// --- tips ---

void robot::implementation::begin(const pick_up_tip_operation& wanted) {
  const auto on = wanted.on;
  auto& hand = hands[index_of(on)];
  if (!require_pipette(on) || !require_position(on) ||
      !require(!hand.tip, robot_error_code::tip_present, "The pipette has a tip attached already."))
    return;
  then([this, on, wanted] {
    const auto& model = *hands[index_of(on)].model;
    const int presses = wanted.presses.value_or(model.pick_up_presses);
    const double increment_mm = wanted.increment_mm.value_or(model.pick_up_increment_mm);
    run_plunger_current(on);
    move_plunger(on, model.plunger_bottom_mm);
    press_into_tip(on, presses, increment_mm);
    if (model.has_quirk("pickupTipShake")) shake_after_pick_up(on);
    board.fast_home(carriage_of(on), model.pick_up_distance_mm + increment_mm * presses + after_pick_up_margin_mm);
  });
  then([this, wanted] {
    auto& holder = hands[index_of(wanted.on)];
    holder.tip = tip_facts{tip_length_mm(holder, wanted), wanted.tip_volume_ul, wanted.tip_diameter_mm};
    holder.volume_ul = 0;
    holder.is_ready = false;
    if (wanted.prepares) prepare(wanted.on);
  });
}

// As measured, or by the figures.
double robot::implementation::tip_length_mm(const held_pipette& hand, const pick_up_tip_operation& wanted) const {
  const auto measured_mm = config.calibration ? config.calibration->tip_length_mm(hand.serial, wanted.rack_uri) : std::nullopt;
  return measured_mm.value_or(wanted.tip_length_mm - hand.model->overlap_mm(wanted.rack_uri));
}

void robot::implementation::press_into_tip(mount on, int presses, double increment_mm) {
  const auto& model = *hands[index_of(on)].model;
  for (int press = 0; press < presses; ++press) {
    const double depth_mm = model.pick_up_distance_mm + press * increment_mm;
    board.currents().push_active();
    board.currents().set_active(carriage_of(on), model.pick_up_z_current_a);
    move_carriage_by(on, {0, 0, -depth_mm}, model.pick_up_speed_mm_s);
    board.currents().pop_active();
    move_carriage_by(on, {0, 0, depth_mm});
  }
}

void robot::implementation::shake_after_pick_up(mount on) {
  for (int round = 0; round < 2; ++round) {
    for (const double step_mm : {-pick_up_shake_mm, 2 * pick_up_shake_mm, -pick_up_shake_mm})
      move_carriage_by(on, {step_mm, 0, 0}, shake_speed_mm_s);
    for (const double step_mm : {-pick_up_shake_mm, 2 * pick_up_shake_mm, -pick_up_shake_mm})
      move_carriage_by(on, {0, step_mm, 0}, shake_speed_mm_s);
    move_carriage_by(on, {0, 0, after_shake_lift_mm});
  }
}

void robot::implementation::begin(const drop_tip_operation& wanted) {
  const auto on = wanted.on;
  if (!require_tip(on) || !require_position(on)) return;
  const int times = hands[index_of(on)].model->has_quirk("doubleDropTip") ? 2 : 1;
  for (int time = 0; time < times; ++time) eject(on, wanted.home_after);
  then([this, on] {
    if (hands[index_of(on)].model->has_quirk("dropTipShake")) shake_after_drop(on);
    run_plunger_current(on);
    auto& hand = hands[index_of(on)];
    hand.tip.reset();
    hand.volume_ul = 0;
    hand.is_ready = false;
  });
}

void robot::implementation::eject(mount on, bool home_after) {
  then([this, on, home_after] {
    const auto& model = *hands[index_of(on)].model;
    run_plunger_current(on);
    move_plunger(on, model.plunger_bottom_mm);
    board.currents().set_active(plunger_of(on), model.drop_tip_current_a);
    move_plunger(on, model.plunger_drop_tip_mm, model.drop_tip_speed_mm_s);
    if (home_after) board.fast_home(plunger_of(on), model.plunger_bottom_mm - model.plunger_drop_tip_mm);
  });
  then([this, on] {
    run_plunger_current(on);
    move_plunger(on, hands[index_of(on)].model->plunger_bottom_mm);
  });
}

void robot::implementation::shake_after_drop(mount on) {
  const double width_mm =
      std::max(std::min(widest_drop_shake_mm, hands[index_of(on)].tip->diameter_mm / 4), narrowest_drop_shake_mm);
  for (const double step_mm : {-width_mm, 2 * width_mm, -width_mm}) move_carriage_by(on, {step_mm, 0, 0}, shake_speed_mm_s);
  // A tip that is dropped where it was picked up is dropped from the top: there is no higher.
  const double room_mm = hands[index_of(on)].model->z_home_mm - retract_distance_mm - carriage(on).z_mm;
  move_carriage_by(on, {0, 0, std::clamp(room_mm, 0.0, after_shake_lift_mm)});
}

// --- liquids ---

void robot::implementation::prepare(mount on, std::optional<double> flow_ul_s) {
  auto& hand = hands[index_of(on)];
  const auto& tips = tips_of(on);
  run_plunger_current(on);
  move_plunger(on, hand.model->plunger_bottom_mm,
               plunger_speed_mm_s(*tips.aspirate_table, hand.max_volume_ul, flow_ul_s.value_or(tips.blow_out_flow_ul_s)));
  hand.volume_ul = 0;
  hand.is_ready = true;
}

void robot::implementation::begin(const prepare_to_aspirate_operation& wanted) {
  if (!require_tip(wanted.on)) return;
  then([this, wanted] { prepare(wanted.on, wanted.flow_rate_ul_s); });
}

void robot::implementation::begin(const aspirate_operation& wanted) {
  if (!require_tip(wanted.on)) return;
  then([this, wanted] {
    auto& hand = hands[index_of(wanted.on)];
    const auto& table = *tips_of(wanted.on).aspirate_table;
    const auto position_mm = plunger_position_mm(*hand.model, table, hand.volume_ul + wanted.volume_ul);
    if (!position_mm) return fail({robot_error_code::planning_refused, "The pipette's tables do not reach this volume."});
    run_plunger_current(wanted.on);
    move_plunger(wanted.on, *position_mm, plunger_speed_mm_s(table, hand.max_volume_ul, wanted.flow_rate_ul_s));
    hand.volume_ul += wanted.volume_ul;
  });
}

void robot::implementation::begin(const dispense_operation& wanted) {
  if (!require_tip(wanted.on)) return;
  then([this, wanted] { dispense(wanted); });
}

// A push-out goes on past the bottom, as far as a blow-out at the most; the plunger must then be prepared again.
void robot::implementation::dispense(const dispense_operation& wanted) {
  auto& hand = hands[index_of(wanted.on)];
  const auto& table = *tips_of(wanted.on).dispense_table;
  const double rest_ul = std::max(0.0, hand.volume_ul - wanted.volume_ul);
  const auto position_mm = plunger_position_mm(*hand.model, table, rest_ul);
  const auto factor = ul_per_mm(table, wanted.push_out_ul);
  if (!position_mm || !factor)
    return fail({robot_error_code::planning_refused, "The pipette's tables do not reach this volume."});
  const bool pushes_out = wanted.push_out_ul > 0 && rest_ul <= volume_tolerance_ul;
  const double target_mm =
      pushes_out ? std::max(hand.model->plunger_blow_out_mm, *position_mm - wanted.push_out_ul / *factor) : *position_mm;
  run_plunger_current(wanted.on);
  move_plunger(wanted.on, target_mm, plunger_speed_mm_s(table, hand.max_volume_ul, wanted.flow_rate_ul_s));
  hand.volume_ul = rest_ul <= volume_tolerance_ul ? 0 : rest_ul;
  if (pushes_out) hand.is_ready = false;
}

void robot::implementation::begin(const blow_out_operation& wanted) {
  if (!require_tip(wanted.on)) return;
  then([this, wanted] {
    auto& hand = hands[index_of(wanted.on)];
    const auto& table = *tips_of(wanted.on).dispense_table;
    run_plunger_current(wanted.on);
    move_plunger(wanted.on, hand.model->plunger_blow_out_mm,
                 plunger_speed_mm_s(table, hand.max_volume_ul, wanted.flow_rate_ul_s));
    hand.volume_ul = 0;
    hand.is_ready = false;
  });
}

}  // namespace deckhand
