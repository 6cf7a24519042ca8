/// What runs leave open when whatever executed them ended without closing them, and the events that close them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "runtime/event.hpp"
#include "runtime/run_state.hpp"

namespace deckhand {

/// The events, unnumbered, that finish a run whose executor is gone; none for a run that is finished, unless one of its commands
/// is still running by a journal with holes. The run stays current.
///
/// - A command that was running has failed with `CommandOutcomeUnknownError`.
/// - A played run without a result has failed with `RunInterruptedError`; one whose cleanup was cut short keeps its result and
///   has that error as the cleanup's. A run that was never played is stopped.
/// - What was queued in a played run is given up, and so are queued setup commands behind an interrupted one. An idle run's
///   commands stay as they are.
std::vector<event> close_run(const run_state& state, wall_time at);

struct pending_analysis {
  std::string protocol_id;
  std::string analysis_id;
};

struct recovery_plan {
  std::vector<event> closing_events;               ///< unnumbered, in order: to be folded and journalled after the journal's own
  std::vector<pending_analysis> pending_analyses;  ///< started and never completed, oldest first
};

/// What to do after a restart: every unfinished run is closed, and no run is current any more.
/// `now` stamps the closing events; where the clock stands before the journal's last event, that one's time does.
recovery_plan recover_journal(std::span<const event> journal, wall_time now);

}  // namespace deckhand
