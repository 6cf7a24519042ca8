/// What was measured of one robot: how its deck lies, where its pipettes' nozzles are, how long its tips are.
///
/// Kept as the OT-2's own software keeps it, so that its folder can be used as it is.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "runtime/geometry.hpp"

namespace deckhand {

/// Rows. The machine's point is this matrix times the deck's.
using attitude_matrix = std::array<std::array<double, 3>, 3>;
inline constexpr attitude_matrix level_deck{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
/// nullopt where the matrix flattens space.
std::optional<attitude_matrix> inverse_of(const attitude_matrix& matrix);
point operator*(const attitude_matrix& matrix, const point& at);

/// How a measurement came about, as its file says; empty where it says nothing.
struct measurement {
  std::string last_modified = {};
  std::string source = {};        ///< for example "user"
  std::string tip_rack = {};      ///< a hash of its definition
  std::string tip_rack_uri = {};  ///< "namespace/load_name/version"
  bool is_marked_bad = false;
};

struct deck_calibration {
  attitude_matrix attitude = level_deck;
  std::string pipette_serial = {};  ///< of the pipette that it was measured with
  measurement made = {};
};
struct pipette_offset {
  mount on = mount::left;
  std::string pipette_serial;
  point offset;  ///< added to the nozzles' places
  measurement made;
};
struct tip_length {
  std::string pipette_serial;
  double length_mm = 0;  ///< beyond the nozzle
  measurement made;      ///< of tips out of its tip_rack_uri
};

struct robot_calibration {
  std::optional<deck_calibration> deck;
  std::vector<pipette_offset> pipette_offsets;
  std::vector<tip_length> tip_lengths;

  /// Zeros where none was measured.
  point offset_of(mount on, std::string_view pipette_serial) const;
  std::optional<double> tip_length_mm(std::string_view pipette_serial, std::string_view tip_rack_uri) const;
};
/// nullptr: nothing was measured.
using robot_calibration_ptr = std::shared_ptr<const robot_calibration>;

/// Reads a folder:
///
///     robot/deck_calibration.json               {"attitude": [[1, 0, 0], [0, 1, 0], [0, 0, 1]], ...}
///     robot/pipettes/left/SERIAL.json           {"offset": [0.1, -0.2, 0], ...}; and the same in right
///     tip_lengths/SERIAL.json                   {"opentrons/opentrons_96_tiprack_300ul/1": {"tipLength": 51.8, ...}, ...}
///
/// "robot/" may be left out. A tip length's key may be a hash, if the entry has the rack's "uri". What a file says besides goes
/// into `measurement`. Whatever is not there was not measured. Errors name file and place.
tl::expected<robot_calibration, std::string> read_robot_calibration(const std::filesystem::path& folder);

}  // namespace deckhand
