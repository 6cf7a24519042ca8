/// Lines that tests of streams expect of a robot with small pipettes' currents, in the form in which they are sent.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

namespace deckhand::testing {

using stream = std::vector<std::string>;

inline constexpr const char* all_dwell = "M907 A0.1 B0.05 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005";
inline constexpr const char* default_speeds = "M203.1 A125 B40 C40 X600 Y400 Z125";

/// Both mounts are asked what they hold.
inline stream scan() {
  stream lines;
  for (const auto* question : {"M371 L", "M369 L", "M371 R", "M369 R"})
    lines.insert(lines.end(), {"M18 ZABC", "G4 P0.1", question});
  return lines;
}

inline stream joined(std::initializer_list<stream> parts) {
  stream all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace deckhand::testing
