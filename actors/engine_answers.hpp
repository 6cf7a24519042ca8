/// What the engine's answers to requests about runs and protocols have in common.
#pragma once

#include <string>
#include <vector>

#include "actors/front_end_port.hpp"
#include "runtime/run_model.hpp"

namespace deckhand {

control_refusal no_such_run(const std::string& run_id);
control_refusal no_such_protocol(const std::string& protocol_id);
control_refusal run_is_busy(const std::string& run_id);

/// An offset as clients post them, with an id of its own; and a list of them.
labware_offset read_offset(const nlohmann::json& item, wall_time created_at);
std::vector<labware_offset> read_offsets(const std::string& offsets_json, wall_time created_at);

}  // namespace deckhand
