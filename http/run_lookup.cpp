#include "http/run_lookup.hpp"

namespace deckhand {

tl::expected<const run_view*, api_error> find_current_run(const read_model& picture, const std::string& run_id) {
  const auto* run = picture.find_run(run_id);
  if (run && run->current) return run;
  return tl::unexpected{single_error(409, "RunStopped", "Run Stopped", "Run " + run_id + " is not the current run.")};
}

}  // namespace deckhand
