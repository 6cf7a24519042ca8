/// What is physically true of a robot, as its driver knows it. The log is never asked for any of this.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/geometry.hpp"
#include "runtime/robot_calibration.hpp"
#include "runtime/robot_operation.hpp"

namespace deckhand {

/// A tip on a nozzle.
struct tip_facts {
  double length_mm = 0;  ///< beyond the nozzle: the rack's tip length less the overlap
  double volume_ul = 0;  ///< the tip's own capacity
  double diameter_mm = 0;
};

/// A pipette that was found on a mount and configured by a load_pipette_operation.
struct pipette_facts {
  std::string name;   ///< as asked for, for example "p300_single"
  std::string model;  ///< as found, for example "p300_single_v1.5"
  std::string serial_number;
  double max_volume_ul = 0;
  std::optional<tip_facts> tip;
  double volume_ul = 0;            ///< liquid held
  bool ready_to_aspirate = false;  ///< the plunger stands at its bottom and nothing was blown out since
};

/// What the board reads off a pipette, whether a run has loaded it or not.
struct attached_pipette {
  std::string model;  ///< for example "p300_single_v1.5"
  std::string serial_number;
};

struct mount_facts {
  std::optional<pipette_facts> pipette;      ///< loaded
  std::optional<attached_pipette> attached;  ///< as the last look at the mounts found it
  std::optional<point> position;             ///< of the critical point; nothing before homing
};

/// A plate, block or lid that is heated or cooled. Degrees Celsius.
struct heater_facts {
  double celsius = 0;
  std::optional<double> target_celsius;
};
/// Whether it has a target and is there, as near as it keeps to it: what holds a temperature wavers by half a degree.
bool is_at_target(const heater_facts& heater);

enum class lid_state : unsigned char { open, closed, between };
enum class latch_state : unsigned char {
  unknown,  ///< not moved since the module was switched on
  open,
  closed,
  opening,
  closing
};

/// How far a profile has come; counts from 1.
struct profile_facts {
  std::size_t step = 0;
  std::size_t steps = 0;
};

/// An attached module. What its kind does not have keeps its default.
struct module_facts {
  std::string model;  ///< as found, for example "temperatureModuleV2"
  std::string serial_number;
  heater_facts plate;                        ///< the thermocycler's block, too
  heater_facts lid_heater;                   ///< thermocyclers
  lid_state lid = lid_state::open;           ///< thermocyclers
  double hold_left_s = 0;                    ///< thermocyclers: of the block's hold
  std::optional<profile_facts> profile;      ///< thermocyclers: while one runs
  double magnet_height_mm = 0;               ///< magnetic modules: above the lowest position, where they are disengaged
  double shake_rpm = 0;                      ///< heater-shakers
  std::optional<double> target_rpm;          ///< heater-shakers
  latch_state latch = latch_state::unknown;  ///< heater-shakers
  std::string firmware_version;              ///< as the module tells it
  std::string hardware_revision;             ///< the same, for example "temp_deck_v20"
  std::string place;                         ///< its own link: a device, or "tcp://host:port"; empty: within the driver
  std::string complaint;                     ///< what it reported unasked since the last operation began; empty: nothing is wrong
};

/// The motor board, as it said of itself when it was connected last.
struct board_facts {
  std::string firmware_version = "unknown";
  std::string revision = "2.1";  ///< "2.1", "A", "B" or "C"
};

struct robot_facts {
  board_facts board;
  robot_calibration_ptr calibration;  ///< nullptr: none
  std::array<mount_facts, 2> mounts;
  std::array<bool, 6> homed{};    ///< by index_of(motor_axis)
  std::array<bool, 6> engaged{};  ///< by index_of(motor_axis): the motor holds its axis
  bool lights_on = false;
  bool is_door_open = false;      ///< the front door or the top window, by the robot's switch
  bool is_estop_engaged = false;  ///< nothing moves; on a real board: as its last answer told
  std::uint64_t halts = 0;        ///< how often it was halted, by whomever: operations are for a robot that was halted so often
  std::vector<module_facts> modules;  ///< all that are attached, in the order in which they came

  const mount_facts& at(mount m) const { return mounts[index_of(m)]; }
  mount_facts& at(mount m) { return mounts[index_of(m)]; }
  /// nullptr where no such module is attached.
  const module_facts* find_module(std::string_view serial_number) const;
  /// The attached module that a load of `model` gets: of exactly that model first, else one that can stand in for it; none of
  /// `serials_in_use`. nullptr for none.
  const module_facts* find_free_module(std::string_view model, const std::vector<std::string>& serials_in_use) const;
};

/// The driver's answer to one operation. Instants are steady-clock nanoseconds, taken by the driver: the first write to the
/// board, and the last acknowledgement. They measure the robot's own idle time between commands.
struct operation_report {
  std::int64_t began_steady_ns = 0;
  std::int64_t ended_steady_ns = 0;
  std::optional<robot_error> error;
  robot_facts facts;  ///< after the operation, failed or not
};

}  // namespace deckhand
