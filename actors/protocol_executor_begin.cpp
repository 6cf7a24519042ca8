// What happens between a run's first play and its first command.

#include <spdlog/spdlog.h>

#include <algorithm>

#include "actors/protocol_executor.hpp"

namespace deckhand {
namespace {

bool has_tip(const robot_facts& facts) {
  return std::any_of(all_mounts.begin(), all_mounts.end(),
                     [&](mount on) { return facts.at(on).pipette && facts.at(on).pipette->tip; });
}

}  // namespace

// A live run's robot is homed. A protocol's first command does that itself; but a tip may still be on from a run that could not
// be brought to a tidy end, because the link to its robot was lost. Its own setup commands may have picked one up, too: that one
// stays.
void protocol_executor_state::look_first() {
  looks_first_ = false;
  is_getting_ready_ = true;
  const auto attempt = attempt_ = ++last_attempt_;
  const auto begin = [this, attempt] {
    if (attempt == attempt_) get_ready(std::nullopt);
  };
  self_->request(setup_.driver, caf::infinite, facts_atom_v)
      .then(
          [this, begin](const robot_facts& facts) {
            facts_ = facts;
            halts_ = facts.halts;
            if (has_tip(facts) && model_.pipettes().empty()) {
              spdlog::warn("run {}: a tip is on the robot from an earlier run; it goes to the trash first", run_.run_id);
              const auto operations = plan_cleanup(model_, facts);
              unlogged_.assign(operations.begin(), operations.end());
            } else if (!run_.protocol) {
              unlogged_ = {home_operation{}};
            }
            begin();
          },
          [begin](const caf::error&) { begin(); });  // the first operation will tell what is wrong
}

void protocol_executor_state::get_ready(const std::optional<robot_error>& error) {
  if (error || unlogged_.empty()) is_getting_ready_ = false;
  if (error) return end_run_on(to_command_error(*error));
  if (unlogged_.empty()) return advance();
  const auto operation = std::move(unlogged_.front());
  unlogged_.pop_front();
  perform(operation);
}

}  // namespace deckhand
