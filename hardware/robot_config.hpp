/// What an emulated robot has: its pipettes and modules.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "hardware/emulated_board.hpp"

namespace deckhand {

struct attached_module {
  std::string model;  ///< for example "temperatureModuleV2"
  std::string serial_number;
};

struct robot_config {
  /// True: a mount whose pipette cannot serve a run takes whichever the run asks for.
  bool mounts_take_any_pipette = true;
  /// By mount: the name of the pipette that is on it, for example "p300_single_gen2".
  std::array<std::optional<std::string>, 2> pipettes = {};
  /// True: a module that a run asks for is attached when it asks.
  bool takes_any_module = true;
  std::vector<attached_module> modules = {};
};

/// What an emulated robot has where nobody says otherwise: a GEN1 pipette on each mount and one module of each kind. It takes
/// whatever else a run asks for.
robot_config usual_robot();

/// Reads a robot's description:
///
///     {"pipettes": {"left": "p300_single_gen2", "right": null},
///      "modules": ["temperatureModuleV2", {"model": "magneticModuleV1", "serialNumber": "MM-7"}]}
///
/// What is left out at the top takes whatever a run asks for; a mount that is null or left out is empty. Anything unknown is an
/// error. Errors name the place, one a line, for example `modules[1].model: is no module of an OT-2: "toaster"`.
tl::expected<robot_config, std::string> read_robot_config(std::string_view text);

/// The pipettes as the emulated board holds them.
emulated_instruments instruments_of(const robot_config& config);

/// A serial number for the `number`th emulated module of a model.
std::string emulated_serial(std::string_view model, std::size_t number);

}  // namespace deckhand
