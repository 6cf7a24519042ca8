/// What the parts of board_session share: included by its source files only.
#pragma once

#include <chrono>

namespace deckhand {

inline constexpr std::chrono::milliseconds usual_ack = std::chrono::seconds{5};
inline constexpr std::chrono::milliseconds usual_settle = std::chrono::seconds{30};
inline constexpr const char* default_max_speeds = "M203.1 A125 B40 C40 X600 Y400 Z125";
inline constexpr const char* default_feed = "G0 F24000";

}  // namespace deckhand
