#include "hardware/robot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "hardware/gcode_text.hpp"
#include "hardware/robot_implementation.hpp"

namespace deckhand {
robot::robot(robot_config config, robot_surroundings around)
    : impl_(std::make_unique<implementation>(std::move(config), std::move(around))) {}
robot::~robot() = default;
robot::robot(robot&&) noexcept = default;
robot& robot::operator=(robot&&) noexcept = default;

void robot::begin_connect() {
  impl_->error.reset();
  impl_->connect();
}

void robot::begin(const robot_operation& operation) {
  impl_->error.reset();
  impl_->is_connecting = false;
  if (impl_->is_estop_pressed) return impl_->fail({robot_error_code::estop_engaged, implementation::estop_is_pressed});
  const bool is_reset = std::holds_alternative<recover_operation>(operation);
  if (!impl_->is_link_lost && (!impl_->needs_reset || is_reset))
    return std::visit([this](const auto& wanted) { impl_->begin(wanted); }, operation);
  // The board may have been off, or may be another one, or it was halted: it is set up first.
  if (impl_->is_link_lost)
    impl_->connect();
  else
    impl_->begin(recover_operation{.after_halt = false});
  impl_->then([this_ = impl_.get(), operation] {
    this_->is_connecting = false;
    std::visit([this_](const auto& wanted) { this_->begin(wanted); }, operation);
  });
}

void robot::switch_lights(bool on) { impl_->lights_on = on; }
void robot::move_door(bool open) { impl_->is_door_open = open; }
void robot::press_estop(bool pressed) { impl_->is_estop_pressed = pressed; }
std::optional<board_write> robot::next_write() { return impl_->next_write(); }
void robot::on_reply(const board_reply& reply) { impl_->on_reply(reply); }
bool robot::is_settled() const {
  return impl_->steps.empty() && !impl_->error && !impl_->board.has_lines() && !impl_->board.awaits_reading();
}
const std::optional<robot_error>& robot::error() const { return impl_->error; }
robot_facts robot::facts() const { return impl_->facts(); }
void robot::on_halt() { impl_->on_halt(); }
std::uint64_t robot::halts() const { return impl_->halts; }

// --- steps ---

void robot::implementation::connect() {
  is_connecting = true;
  then([this] {
    board.set_up();
    board.identify();
    board.scan_instruments();
  });
  then([this] {
    is_link_lost = needs_reset = is_killed = false;
    configure_again();
  });
}

std::optional<board_write> robot::implementation::next_write() {
  while (!board.has_lines() && !steps.empty()) {
    const auto step = std::move(steps.front());
    steps.pop_front();
    step();
  }
  auto line = board.next_line();
  if (line && around.on_line && !is_connecting) around.on_line(line->text);
  return line;
}

void robot::implementation::on_reply(const board_reply& reply) {
  if (!reply) {
    const auto code =
        reply.error().code == transport_error_code::halted ? robot_error_code::halted : robot_error_code::no_response;
    fail({code, reply.error().detail});
    board.forget_position();
    last_moved.reset();
    if (code != robot_error_code::halted) is_link_lost = true;
    return;
  }
  const auto taken = board.take_reply(*reply);
  if (!taken && says(taken.error(), kill_button)) return on_killed();
  if (taken || error) return;  // what goes wrong in a recovery changes nothing: the first error counts
  const bool is_alarm = says(taken.error(), "alarm");
  const bool moved = board.last_line_moved();
  fail({is_alarm ? robot_error_code::board_alarm : robot_error_code::board_error, "The motor board answered: " + taken.error()});
  board.forget_position();
  // The axis is the last character of messages such as "ALARM: Hard limit +X".
  recover(taken.error().empty() ? std::nullopt : axis_of_letter(taken.error().back()), moved);
}

// A plunger comes home with the current that it runs with, whatever was set for the lines behind the one that failed.
void robot::implementation::recover(std::optional<board_axis> lost, bool home_again) {
  board.currents().push_active();
  for (const auto on : all_mounts)
    if (lost == plunger_of(on) && hands[index_of(on)].model) run_plunger_current(on);
  board.recover(lost, home_again);
  board.currents().pop_active();
}

void robot::implementation::fail(robot_error what) {
  error = std::move(what);
  steps.clear();
  board.clear_lines();
}

// --- facts ---

robot_facts robot::implementation::facts() const {
  robot_facts now;
  if (!board.firmware_version().empty()) now.board.firmware_version = board.firmware_version();
  now.board.revision = to_string(config.revision);
  for (const auto axis : all_axes) {
    now.homed[index_of(axis)] = board.is_homed(to_board_axis(axis));
    now.engaged[index_of(axis)] = board.is_engaged(to_board_axis(axis));
  }
  for (const auto on : all_mounts) {
    const auto& hand = hands[index_of(on)];
    auto& told = now.at(on);
    if (is_gantry_homed(on)) told.position = deck.to_deck(carriage(on), on, critical(on));
    if (!board.scanned_model(on).empty()) told.attached = attached_pipette{board.scanned_model(on), board.scanned_serial(on)};
    if (!hand.model) continue;
    told.attached = attached_pipette{std::string{hand.model->model}, hand.serial};
    if (!hand.is_loaded) continue;
    told.pipette =
        pipette_facts{hand.name, hand.model->model, hand.serial, hand.max_volume_ul, hand.tip, hand.volume_ul, hand.is_ready};
  }
  now.calibration = config.calibration;
  now.lights_on = lights_on;
  now.is_door_open = is_door_open;
  now.is_estop_engaged = is_estop_pressed || is_killed;
  now.halts = halts;
  return now;
}

bool robot::implementation::is_gantry_homed(mount on) const {
  return board.is_homed(board_axis::x) && board.is_homed(board_axis::y) && board.is_homed(carriage_of(on));
}

point robot::implementation::carriage(mount on) const {
  return {board.position(board_axis::x), board.position(board_axis::y), board.position(carriage_of(on))};
}

point robot::implementation::critical(mount on, double nozzle_mm) const {
  const auto& hand = hands[index_of(on)];
  if (!hand.model) return bare_mount_critical_point;
  return critical_point(*hand.model, hand.tip ? hand.tip->length_mm : 0, nozzle_mm) + hand.offset;
}

bool robot::implementation::require(bool holds, robot_error_code code, const char* detail) {
  if (!holds) fail({code, detail});
  return holds;
}

bool robot::implementation::require_position(mount on) {
  return require(is_gantry_homed(on), robot_error_code::position_unknown, "The robot must be homed before it can move there.");
}

bool robot::implementation::require_pipette(mount on) {
  return require(hands[index_of(on)].model != nullptr, robot_error_code::pipette_absent, "The mount holds no pipette.");
}

bool robot::implementation::require_tip(mount on) {
  return require_pipette(on) &&
         require(hands[index_of(on)].tip.has_value(), robot_error_code::tip_absent, "The pipette has no tip attached.");
}

// --- carriages ---

// The other mount goes up before this one travels, if it was the last to move.
void robot::implementation::retract_other(mount on) {
  then([this, on] {
    if (last_moved && *last_moved != on) board.fast_home(carriage_of(*last_moved), retract_margin_mm);
  });
}

void robot::implementation::move_carriage(mount on, const point& place, std::optional<double> speed_mm_s) {
  axis_targets targets;
  targets[board_axis::x] = place.x_mm;
  targets[board_axis::y] = place.y_mm;
  targets[carriage_of(on)] = place.z_mm;
  board.move(targets, speed_mm_s);
  last_moved = on;
}

void robot::implementation::begin(const home_operation& wanted) {
  if (wanted.axes.empty()) return home_everything();
  axis_set axes;
  for (const auto axis : wanted.axes) axes.insert(to_board_axis(axis));
  for (const auto on : all_mounts)
    if (axes.is(axis_set{carriage_of(on), plunger_of(on)})) return home_pipette(on, wanted.leaves_other_mount);
  const auto gantry = axes.without({board_axis::b, board_axis::c});
  const bool is_one_plunger = gantry.empty() && axes.size() == 1;
  then([this, gantry, is_one_plunger] {
    if (!gantry.empty()) board.home(gantry);
    if (!is_one_plunger) last_moved.reset();
  });
  for (const auto on : all_mounts)
    if (axes.contains(plunger_of(on))) home_plunger(on, is_one_plunger);
}

// Where the other mount moved last, both carriages go up: the other one's may be low.
void robot::implementation::home_pipette(mount on, bool leaves_other_mount) {
  then([this, on, leaves_other_mount] {
    const bool is_alone = leaves_other_mount || !last_moved || *last_moved == on;
    board.home(is_alone ? axis_set{carriage_of(on)} : axis_set{board_axis::z, board_axis::a});
    last_moved.reset();
  });
  home_plunger(on, true);
}

void robot::implementation::home_everything() {
  then([this] { board.home({board_axis::x, board_axis::y, board_axis::z, board_axis::a}); });
  for (const auto on : all_mounts) home_plunger(on, false);
  then([this] { last_moved.reset(); });
}

// A mount without a pipette has nothing to home.
void robot::implementation::home_plunger(mount on, bool looks_first) {
  then([this, on, looks_first] {
    const auto& hand = hands[index_of(on)];
    if (!hand.model) return;
    if (looks_first) board.refresh_position();
    board.currents().push_active();
    board.currents().set_active(plunger_of(on), hand.model->run_current_a);
    board.home({plunger_of(on)});
  });
  then([this, on] {
    const auto& hand = hands[index_of(on)];
    if (!hand.model) return;
    move_plunger(on, hand.model->plunger_bottom_mm);
    board.currents().pop_active();
  });
}

void robot::implementation::begin(const move_operation& wanted) {
  if (!require_position(wanted.on)) return;
  // The older planner starts from where it was before the other mount went up, which the board then says in whole micrometres.
  const auto before = carriage(wanted.on);
  retract_other(wanted.on);
  then([this, wanted, before] {
    const auto* held = hands[index_of(wanted.on)].model;
    const auto cp = critical(wanted.on, held && wanted.centre_of_nozzles ? held->nozzle_span_mm / 2 : wanted.nozzle_mm);
    const double max_z_mm = (held ? held->z_home_mm : bare_mount_z_home_mm) - retract_distance_mm + cp.z_mm;
    const auto from = wanted.is_legacy ? before : carriage(wanted.on);
    const auto way = plan_path(deck.to_deck(from, wanted.on, cp), wanted, max_z_mm);
    if (!way) return fail({robot_error_code::planning_refused, way.error()});
    for (const auto& waypoint : *way) {
      const auto place = deck.to_carriage(waypoint, wanted.on, cp);
      const bool is_limited = board.limit_speeds(limits_of(wanted));
      move_carriage(wanted.on, place, wanted.speed_mm_s);
      if (is_limited) board.restore_speeds();
    }
  });
}

// Nothing where no axis that could move here is limited.
axis_targets robot::implementation::limits_of(const move_operation& wanted) {
  axis_targets limits;
  for (const auto axis : all_axes)
    if (!is_plunger(to_board_axis(axis))) limits[to_board_axis(axis)] = wanted.axis_speeds[index_of(axis)];
  return limits;
}

void robot::implementation::begin(const move_relative_operation& wanted) {
  if (!require_position(wanted.on)) return;
  retract_other(wanted.on);
  then([this, wanted] {
    point step;
    (wanted.axis == 'x' ? step.x_mm : wanted.axis == 'y' ? step.y_mm : step.z_mm) = wanted.distance_mm;
    move_carriage_by(wanted.on, step);
  });
}

void robot::implementation::begin(const retract_axis_operation& wanted) {
  const auto axis = to_board_axis(wanted.axis);
  then([this, axis] {
    const bool is_carriage = axis == board_axis::z || axis == board_axis::a;
    if (is_carriage && board.is_homed(axis))
      board.fast_home(axis, retract_margin_mm);
    else
      board.home({axis});
  });
}

void robot::implementation::begin(const set_lights_operation& wanted) { lights_on = wanted.on; }

void robot::implementation::begin(const disengage_operation& wanted) {
  std::vector<board_axis> axes;
  for (const auto axis : wanted.axes) axes.push_back(to_board_axis(axis));
  then([this, axes] { board.disengage(axes); });
}

void robot::implementation::begin(const load_module_operation& wanted) {
  fail({robot_error_code::module_absent, "The motor board carries no module " + wanted.model + "."});
}

void robot::implementation::begin(const module_operation& wanted) {
  fail({robot_error_code::module_absent, "The motor board carries no module " + wanted.serial_number + "."});
}

}  // namespace deckhand
