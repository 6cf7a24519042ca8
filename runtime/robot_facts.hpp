/// What is physically true of a robot, as its driver knows it. The log is never asked for any of this.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "runtime/geometry.hpp"
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

struct mount_facts {
  std::optional<pipette_facts> pipette;
  std::optional<point> position;  ///< of the critical point; nothing before homing
};

struct robot_facts {
  std::array<mount_facts, 2> mounts;
  std::array<bool, 6> homed{};  ///< by index_of(motor_axis)
  bool lights_on = false;

  const mount_facts& at(mount m) const { return mounts[index_of(m)]; }
  mount_facts& at(mount m) { return mounts[index_of(m)]; }
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
