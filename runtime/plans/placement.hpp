/// Whether labware may stand at a place. Internal to command_plan.
#pragma once

#include "runtime/plans/planning.hpp"

namespace deckhand::plans {

/// Checks a labware location: the place exists, is free, and can carry this labware. `labware_id` may stand there already.
tl::expected<void, command_error> check_placement(const planning& command, const std::string& labware_id,
                                                  const labware_definition& definition, const nlohmann::json& location);

/// The labware's place among the run's offsets, as results name it.
std::optional<std::string> offset_id_at(const planning& command, const labware_definition& definition,
                                        const nlohmann::json& location);

}  // namespace deckhand::plans
