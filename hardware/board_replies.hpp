/// What a motor board says, read into values. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hardware/board_axes.hpp"

namespace deckhand {

enum class complaint_kind : unsigned char {
  none,
  alarm,         ///< a limit switch, the kill button
  error,         ///< the board refused the line
  tail_of_halt,  ///< it is still locked by a halt that is being dealt with
  no_instrument  ///< the mount holds no pipette
};
complaint_kind complaint_in(std::string_view reply);

/// Six numbers, "X:418.0 Y:350.0 Z:218 A:218 B:19 C:19" in any order and with other words around; nullopt where one is missing.
std::optional<by_axis<double>> parse_axis_values(std::string_view reply);

/// "L:7033…", hexadecimal text up to the first 00 or FF; empty for anything else.
std::string parse_instrument_text(std::string_view reply);

/// The catalogue's spelling of a model as pipettes carry it: "p300_single" and "p300_single_v1" mean "p300_single_v1.0",
/// "p300_single_v13" means "p300_single_v1.3". Empty stays empty.
std::string complete_model_name(std::string model);

}  // namespace deckhand
