/// The switches of /settings.
#pragma once

#include <string_view>

#include "http/settings_store.hpp"

namespace deckhand {

/// Runs pause while the door is open.
inline constexpr std::string_view door_switch_feature = "enableDoorSafetySwitch";

/// False for a switch that nobody has set.
bool is_feature_on(const settings_store& settings, std::string_view id);

}  // namespace deckhand
