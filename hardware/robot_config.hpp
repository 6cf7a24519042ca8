/// What a robot has: its motor board, and, where it is emulated, its pipettes and modules.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "hardware/board_currents.hpp"
#include "hardware/emulated_board.hpp"
#include "runtime/geometry.hpp"
#include "runtime/robot_calibration.hpp"

namespace deckhand {

struct attached_module {
  std::string model;  ///< for example "temperatureModuleV2"
  std::string serial_number;
};

struct robot_config {
  board_revision revision = board_revision::v2_1;
  /// The emulated board behaves as the one in the maker's software does, which recorded streams come from: see
  /// emulated_board.hpp.
  bool ignores_relative_moves = false;
  /// True: a mount whose pipette cannot serve a run takes whichever the run asks for.
  bool mounts_take_any_pipette = true;
  /// By mount: the pipette that is on it.
  emulated_instruments pipettes = {};
  /// True: a module that a run asks for is attached when it asks.
  bool takes_any_module = true;
  std::vector<attached_module> modules = {};
  robot_calibration_ptr calibration = {};
};

/// What an emulated robot has where nobody says otherwise: a GEN1 pipette on each mount and one module of each kind. It takes
/// whatever else a run asks for.
robot_config usual_robot();

/// Reads a robot's description:
///
///     {"pipettes": {"left": "p300_single_gen2", "right": {"model": "p20_single_v2.0", "serialNumber": "P-3"}},
///      "modules": ["temperatureModuleV2", {"model": "magneticModuleV1", "serialNumber": "MM-7"}],
///      "board": {"revision": "2.1", "ignoresRelativeMoves": false}}
///
/// A pipette is given by its name, which means the newest of its models, or by its model. Revisions are "2.1", "A", "B" and "C".
/// What is left out at the top takes whatever a run asks for; a mount that is null or left out is empty. Anything unknown is an
/// error. Errors name the place, one a line, for example `modules[1].model: is no module of an OT-2: "toaster"`.
tl::expected<robot_config, std::string> read_robot_config(std::string_view text);

/// For a robot on the emulated board.
emulated_board_config board_of(const robot_config& config);

/// A serial number for the emulated pipette of a mount.
std::string emulated_pipette_serial(mount on, std::string_view name);
/// A serial number for the `number`th emulated module of a model.
std::string emulated_serial(std::string_view model, std::size_t number);

}  // namespace deckhand
