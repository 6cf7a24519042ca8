/// Protocols made for measuring, as JSON texts.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

namespace deckhand::testing {

/// One step of a protocol file.
nlohmann::json step(const char* command_type, nlohmann::json params);

/// A whole schema-7 file with these steps; the definitions of a 300 uL tip rack and a 96-well plate are in it.
std::string protocol_of(nlohmann::json steps);

/// Steps that load a P300 single as "pipette" (right mount), the rack as "rack" in slot 1 and the plate as "plate" in slot 2.
nlohmann::json loading_steps();

/// Loads, one tip, `commands` short touch-tips in one well, drop. `radius` (of the well's) decides how long one takes.
std::string touch_tip_protocol(std::size_t commands, double radius);
/// `commands` numbered comments, "step 0" and so on: as many log entries as wanted, in no time.
std::string comment_protocol(std::size_t commands);

}  // namespace deckhand::testing
