#pragma once

#include <nlohmann/json.hpp>

#include "http/json_body.hpp"

namespace deckhand {

/// Checks one offset, at `pointer` in the body, as read_labware_offsets does.
nlohmann::json read_labware_offset(const nlohmann::json& offset, const std::string& pointer, std::vector<error_item>& problems);

/// Checks data.labwareOffsets of a new run and gives them back as the engine takes them: [{definitionUri, location{slotName, …},
/// vector{x, y, z}}, …], with slots in the OT-2's own names. Problems go to `problems`.
nlohmann::json read_labware_offsets(const nlohmann::json& offsets, const std::string& pointer, std::vector<error_item>& problems);

}  // namespace deckhand
