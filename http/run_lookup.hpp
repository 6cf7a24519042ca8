#pragma once

#include <string>
#include <tl/expected.hpp>

#include "http/api_error.hpp"

namespace deckhand {

/// For what only the current run can tell: 409 RunStopped for any other run, unknown ones included.
tl::expected<const run_view*, api_error> find_current_run(const read_model& picture, const std::string& run_id);

}  // namespace deckhand
