/// The insides of hardware/robot.hpp: included by its own source files only.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "hardware/board_session.hpp"
#include "hardware/kinematics.hpp"
#include "hardware/path_planner.hpp"
#include "hardware/plunger_conversion.hpp"
#include "hardware/robot.hpp"

namespace deckhand {

struct robot::implementation {
  implementation(robot_config chosen, robot_surroundings where)
      : config(std::move(chosen)),
        around(std::move(where)),
        board(
            config.revision, around.now_s ? around.now_s : [] { return 0.0; }),
        deck(config.calibration && config.calibration->deck ? config.calibration->deck->attitude : level_deck) {}

  /// What a mount holds.
  struct held_pipette {
    const pipette_model* model = nullptr;
    std::string serial;
    point offset{};             ///< of its nozzles, as calibrated
    bool is_put_on = false;     ///< by the emulation, since a run asked for it
    std::string name;           ///< as asked for
    bool is_loaded = false;     ///< by a load_pipette_operation
    bool is_asked_for = false;  ///< the same, since the last run's end
    double max_volume_ul = 0;
    std::optional<tip_facts> tip;
    double volume_ul = 0;
    bool is_ready = false;
  };
  struct found_pipette {
    const pipette_model* model = nullptr;  ///< nullptr: the mount is empty
    std::string serial;
    bool is_put_on = false;
  };

  static constexpr double retract_margin_mm = 10;
  static constexpr double shake_speed_mm_s = 50;
  static constexpr double after_shake_lift_mm = 20;
  static constexpr auto estop_is_pressed = "The emergency stop is engaged: release it, then home the robot.";

  // Each queues steps, or fails at once.
  void begin(const home_operation& wanted);
  void begin(const move_operation& wanted);
  void begin(const move_relative_operation& wanted);
  void begin(const retract_axis_operation& wanted);
  void begin(const load_pipette_operation& wanted);
  void begin(const pick_up_tip_operation& wanted);
  void begin(const drop_tip_operation& wanted);
  void begin(const prepare_to_aspirate_operation& wanted);
  void begin(const aspirate_operation& wanted);
  void begin(const dispense_operation& wanted);
  void begin(const blow_out_operation& wanted);
  void begin(const set_lights_operation& wanted);
  void begin(const disengage_operation& wanted);
  void begin(const load_module_operation& wanted);
  void begin(const module_operation& wanted);
  void begin(const recover_operation& wanted);

  void connect();
  /// A step is composed when all lines of the steps before it have been answered: positions may have changed by then.
  void then(std::function<void()> step) { steps.push_back(std::move(step)); }
  std::optional<board_write> next_write();
  void on_reply(const board_reply& reply);
  void fail(robot_error what);
  void recover(std::optional<board_axis> lost, bool home_again);
  void on_halt();
  void on_killed();

  robot_facts facts() const;
  bool is_gantry_homed(mount on) const;
  point carriage(mount on) const;
  point critical(mount on, double nozzle_mm = 0) const;
  bool require(bool holds, robot_error_code code, const char* detail);
  bool require_position(mount on);
  bool require_pipette(mount on);
  bool require_tip(mount on);

  void retract_other(mount on);
  void move_carriage(mount on, const point& place, std::optional<double> speed_mm_s = std::nullopt);
  static axis_targets limits_of(const move_operation& wanted);
  void move_carriage_by(mount on, const point& step, std::optional<double> speed_mm_s = std::nullopt);
  void move_plunger(mount on, double position_mm, std::optional<double> speed_mm_s = std::nullopt);
  void home_everything();
  void home_plunger(mount on, bool looks_first);
  void home_pipette(mount on, bool leaves_other_mount);
  void take_scan(const std::array<std::string, 2>& names);
  found_pipette found_on(mount on, const std::string& name) const;
  void configure(mount on);
  void configure_again();

  const tip_class& tips_of(mount on) const;
  double tip_length_mm(const held_pipette& hand, const pick_up_tip_operation& wanted) const;
  void run_plunger_current(mount on);
  void press_into_tip(mount on, int presses, double increment_mm);
  void shake_after_pick_up(mount on);
  void shake_after_drop(mount on);
  void eject(mount on, bool home_after);
  void prepare(mount on, std::optional<double> flow_ul_s = std::nullopt);
  void dispense(const dispense_operation& wanted);

  robot_config config;
  robot_surroundings around;
  board_session board;
  deck_attitude deck;
  bool is_connecting = false;
  bool is_link_lost = false;  // until the board has been set up again
  bool needs_reset = false;   // since a halt
  std::deque<std::function<void()>> steps;
  std::optional<robot_error> error;
  std::array<held_pipette, 2> hands;
  std::optional<mount> last_moved;
  bool lights_on = false;
  bool is_door_open = false;
  bool is_estop_pressed = false;  // the emulated one
  bool is_killed = false;         // the board said so, and was not reset since
  std::uint64_t halts = 0;
};

}  // namespace deckhand
