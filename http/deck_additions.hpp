/// What clients add to the deck of a run, of whichever kind.
#pragma once

#include "http/api_call.hpp"

namespace deckhand {

/// POST …/{run_id}/labware_offsets and …/labware_definitions: 201, or 404 where no run of that kind has the path's id.
api_result add_labware_offset(const api_call& call, run_kind kind);
api_result add_labware_definition(const api_call& call, run_kind kind);

}  // namespace deckhand
