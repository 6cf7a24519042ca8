/// The vocabulary between the protocol executor and the hardware driver: what a robot can be asked to do.
///
/// An operation says what shall be true of the robot, never how: waypoints, currents and G-code are the driver's.
/// Volumes in microlitres, lengths in millimetres, flow in microlitres a second.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/geometry.hpp"

namespace deckhand {

/// Homes the named axes; all of them, with both plungers brought to their bottom, where the list is empty.
struct home_operation {
  std::vector<motor_axis> axes;
  /// Of one pipette: the other mount stays down, even if it moved last (API levels up to 2.12).
  bool leaves_other_mount = false;
};

/// Speeds that carriages and gantry keep below, mm/s, by index_of(motor_axis); nothing: as fast as the axis can. Those of
/// plungers are ignored.
using axis_speed_limits = std::array<std::optional<double>, 6>;

/// How a move may get to its target.
enum class path_kind : unsigned char {
  direct,          ///< a straight line
  in_labware_arc,  ///< up above `base_z_mm` with a small margin (5 mm), across, down
  arc              ///< the same with the general margin (10 mm)
};

/// Brings the critical point of a mount (its tip's end, or its nozzle's without a tip; its own without a pipette) to a place.
/// Refused with `planning_refused` where the target or the arc lies above what the mount can reach.
struct move_operation {
  mount on = mount::left;
  point target;
  path_kind path = path_kind::arc;
  double base_z_mm = 0;              ///< what an arc must clear: the tallest obstacle, or the labware's own top
  double minimum_z_mm = 0;           ///< raises `base_z_mm` where larger
  std::optional<double> speed_mm_s;  ///< default: 400
  bool centre_of_nozzles = false;    ///< the critical point's x, y is the centre of all nozzles, not nozzle A1
  double nozzle_mm = 0;              ///< otherwise: how far in front of nozzle A1 it lies
  std::vector<point> detours;        ///< x, y to pass at travel height (the thermocycler's dodge); z is ignored
  axis_speed_limits axis_speeds{};
  bool stay_at_travel_height = false;  ///< ends above the target, at the highest z the mount can reach
  bool stay_at_height = false;         ///< keeps the z it has; `path` is direct
  bool is_legacy = false;              ///< plans as API levels below 2.14 do; see path_planner.hpp
};

/// Moves one mount along one axis (x, y, or z of the mount) from where it is. Fails with `position_unknown` before homing.
struct move_relative_operation {
  mount on = mount::left;
  char axis = 'x';  ///< 'x', 'y' or 'z'
  double distance_mm = 0;
};

/// Retracts an axis: close to its home by a move, then home (gantry axes are simply homed).
struct retract_axis_operation {
  motor_axis axis = motor_axis::left_z;
};

/// Reads both mounts' pipettes and configures the board for what is new. Fails with `pipette_absent` where the mount holds none
/// that can serve as `pipette_name`; without a name, nothing is loaded.
struct load_pipette_operation {
  mount on = mount::left;
  std::string pipette_name;  ///< for example "p300_single_gen2"; "": only looks
  /// The other mount's pipette is looked for under the name that it was loaded by (from API level 2.14 on).
  bool names_other_mount = true;
};

/// Presses the nozzle into the tip that the critical point is above, and retracts. Afterwards the tip is attached,
/// empty, with the plunger at its bottom. It is ready to aspirate if the operation `prepares` it.
struct pick_up_tip_operation {
  mount on = mount::left;
  std::string rack_uri;      ///< "namespace/load_name/version": decides the overlap
  double tip_length_mm = 0;  ///< of the rack's definition, overlap included
  double tip_volume_ul = 0;  ///< the well's capacity
  double tip_diameter_mm = 0;
  bool prepares = true;
  std::optional<int> presses = {};          ///< as the pipette has it unless given
  std::optional<double> increment_mm = {};  ///< how much deeper each press goes than the one before; likewise
};

/// Ejects the tip where the mount stands. Homes the plunger afterwards unless told otherwise.
struct drop_tip_operation {
  mount on = mount::left;
  bool home_after = true;
};

/// Brings the plunger to its bottom, at the blow-out flow: the pipette's own unless one is given.
struct prepare_to_aspirate_operation {
  mount on = mount::left;
  std::optional<double> flow_rate_ul_s = {};
};

struct aspirate_operation {
  mount on = mount::left;
  double volume_ul = 0;
  double flow_rate_ul_s = 0;
};

struct dispense_operation {
  mount on = mount::left;
  double volume_ul = 0;
  double flow_rate_ul_s = 0;
  double push_out_ul = 0;
};

struct blow_out_operation {
  mount on = mount::left;
  double flow_rate_ul_s = 0;
};

struct set_lights_operation {
  bool on = false;
};

/// Switches motors off, so that a hand can move the axes; their positions are unknown from then on.
struct disengage_operation {
  std::vector<motor_axis> axes;
};

/// Finds a module that can run what was written for `model`, leaving out those in use. An emulated robot that takes any module
/// attaches a new one where it has none of exactly that model. Fails with `module_absent`.
struct load_module_operation {
  std::string model;                        ///< for example "temperatureModuleV2"
  std::vector<std::string> serials_in_use;  ///< modules that the run has loaded already
};

/// What a module can be asked to do. Those that wait end when the module says that it is there.
enum class module_action : unsigned char {
  set_temperature,       ///< `value` in degrees Celsius: the plate's or block's new target; does not wait
  wait_for_temperature,  ///< until the target, or `value` where given, is reached, and the hold is over
  stop_heating,          ///< the plate or block drifts to room temperature from now on
  set_lid_temperature,   ///< `value` in degrees Celsius; does not wait
  wait_for_lid_temperature,
  stop_heating_lid,
  stop_all_heating,  ///< block and lid at once
  open_lid,          ///< waits
  close_lid,         ///< waits
  run_profile,       ///< `profile`, step by step; waits
  engage,            ///< `value`: the magnets' height above their lowest position, in mm; waits
  disengage,         ///< waits
  probe,             ///< the magnets rise until they meet what stands above them; waits
  shake,             ///< `value` in rpm; waits until that speed is reached
  stop_shaking,      ///< waits
  open_latch,        ///< waits
  close_latch        ///< waits
};

struct profile_step {
  double celsius = 0;
  double hold_s = 0;
};

/// Fails with `module_absent`, with `module_refused` where the module's state forbids the action, or on a link of its own with
/// `module_error` or `module_unreachable`.
struct module_operation {
  std::string serial_number;
  module_action action = module_action::set_temperature;
  std::optional<double> value = {};
  /// Of set_temperature on a thermocycler: how long it stays once it is there; nothing: for good.
  std::optional<double> hold_s = {};
  std::optional<double> volume_ul = {};    ///< of the block's set_temperature and run_profile: in its fullest well
  std::vector<profile_step> profile = {};  ///< of run_profile, with all repetitions
};

/// Resets the board, sets it up again, looks at the pipettes, and forgets every position; nothing moves until it is homed.
struct recover_operation {
  bool after_halt = true;  ///< the halt's own reset goes first
};

using robot_operation =
    std::variant<home_operation, move_operation, move_relative_operation, retract_axis_operation, load_pipette_operation,
                 pick_up_tip_operation, drop_tip_operation, prepare_to_aspirate_operation, aspirate_operation, dispense_operation,
                 blow_out_operation, set_lights_operation, disengage_operation, load_module_operation, module_operation,
                 recover_operation>;

/// Why a robot did not do what it was asked.
enum class robot_error_code : unsigned char {
  planning_refused,    ///< the target cannot be reached safely
  position_unknown,    ///< a move before homing
  pipette_absent,      ///< the mount holds no fitting pipette
  tip_absent,          ///< liquid handling or a drop without a tip
  tip_present,         ///< a pick-up with a tip on
  module_absent,       ///< no fitting module is attached
  module_refused,      ///< the module cannot do that in its present state
  module_error,        ///< the module reported an error, or answered what cannot be read
  module_unreachable,  ///< the link to the module is silent or gone
  halted,              ///< a halt came before the operation's end; the position is unknown
  board_alarm,         ///< limit switch, kill button, or another alarm of the board
  board_error,         ///< the board refused a line or answered what cannot be read
  no_response,         ///< the link to the board is silent or gone
  not_linked,          ///< the robot's node cannot be reached: nothing was asked of it
  outcome_unknown,     ///< the link to the robot's node was lost before the operation's end
  estop_engaged        ///< the emergency stop is pressed, or was pressed in the middle of the operation
};
constexpr std::string_view to_string(robot_error_code code) {
  switch (code) {
    case robot_error_code::planning_refused: return "planning refused";
    case robot_error_code::position_unknown: return "position unknown";
    case robot_error_code::pipette_absent: return "pipette absent";
    case robot_error_code::tip_absent: return "tip absent";
    case robot_error_code::tip_present: return "tip present";
    case robot_error_code::module_absent: return "module absent";
    case robot_error_code::module_refused: return "module refused";
    case robot_error_code::module_error: return "module error";
    case robot_error_code::module_unreachable: return "module unreachable";
    case robot_error_code::halted: return "halted";
    case robot_error_code::board_alarm: return "board alarm";
    case robot_error_code::board_error: return "board error";
    case robot_error_code::no_response: return "no response";
    case robot_error_code::not_linked: return "not linked";
    case robot_error_code::outcome_unknown: return "outcome unknown";
    case robot_error_code::estop_engaged: return "emergency stop engaged";
  }
  return "unknown";
}

/// It stands by somebody's will, and nothing may move before somebody homes it.
constexpr bool is_halt(robot_error_code code) {
  return code == robot_error_code::halted || code == robot_error_code::estop_engaged;
}

struct robot_error {
  robot_error_code code = robot_error_code::board_error;
  std::string detail;  ///< a sentence for people
};

}  // namespace deckhand
