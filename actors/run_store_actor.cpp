#include "actors/run_store_actor.hpp"

#include <spdlog/spdlog.h>

#include <iterator>

namespace deckhand {

run_store_state::run_store_state(run_store_actor::pointer self, run_store_setup setup) : self_(self), setup_(std::move(setup)) {}

run_store_actor::behavior_type run_store_state::make_behavior() {
  if (!setup_.store) report(setup_.open_error);
  return {
      [this](std::vector<event>& events) { take(events); },
      [this](commit_atom) {
        commit_is_due_ = false;
        commit();
      },
      [this](sync_atom) {
        sync_is_due_ = false;
        sync();
      },
      [this](flush_atom) {
        commit();
        sync();
      },
      [this](replay_atom, std::uint64_t after, std::uint64_t limit) { return replay(after, limit); },
  };
}

void run_store_state::take(std::vector<event>& events) {
  note_mailbox(self_, *setup_.maxima, watched_actor::run_store);
  if (!setup_.store) return;
  gathered_.insert(gathered_.end(), std::move_iterator{events.begin()}, std::move_iterator{events.end()});
  commit_after(last_commit_ + commit_interval - self_->clock().now());
}

void run_store_state::commit_after(std::chrono::nanoseconds delay) {
  if (std::exchange(commit_is_due_, true)) return;
  if (delay.count() > 0)
    self_->delayed_send(self_, delay, commit_atom_v);
  else
    self_->send(self_, commit_atom_v);  // behind the events that wait already, which so share the transaction
}

void run_store_state::commit() {
  if (!setup_.store || gathered_.empty()) return;
  setup_.activity->begin(steady_now_ns());
  const auto written = setup_.store->append(gathered_);
  setup_.activity->end(steady_now_ns());
  last_commit_ = self_->clock().now();
  if (!written) {
    report(written.error());
    commit_after(retry_interval);
    return;
  }
  gathered_.clear();
  report({});
  if (!std::exchange(sync_is_due_, true)) self_->delayed_send(self_, sync_interval, sync_atom_v);
}

void run_store_state::sync() {
  if (!setup_.store) return;
  setup_.activity->begin(steady_now_ns());
  const auto synced = setup_.store->sync();
  setup_.activity->end(steady_now_ns());
  if (synced) return;
  report(synced.error());
  if (!std::exchange(sync_is_due_, true)) self_->delayed_send(self_, retry_interval, sync_atom_v);
}

// Runs go on without a journal: the front end shows the mark, the log the reason, once for each change.
void run_store_state::report(const std::string& trouble) {
  if (trouble == trouble_) return;
  trouble_ = trouble;
  if (trouble.empty())
    spdlog::info("run store: writing again");
  else
    spdlog::error("run store: {}; runs go on, but what happens now would not survive a restart", trouble);
  std::vector<std::string> reasons;
  if (!trouble.empty()) reasons.push_back("run store: " + trouble);
  self_->send(setup_.front_end, degraded_atom_v, std::move(reasons));
}

// What is not written yet follows what is.
caf::result<std::vector<event>> run_store_state::replay(std::uint64_t after, std::size_t limit) {
  if (!setup_.store) return caf::make_error(caf::sec::runtime_error, "the engine keeps no journal: " + setup_.open_error);
  auto events = setup_.store->read(after, limit);
  if (!events) return caf::make_error(caf::sec::runtime_error, events.error());
  for (const auto& what : gathered_)
    if (events->size() < limit && what.sequence > (events->empty() ? after : events->back().sequence)) events->push_back(what);
  return std::move(*events);
}

run_store_actor spawn_run_store(caf::actor_system& system, run_store_setup setup) {
  return system.spawn<run_store_actor::stateful_impl<run_store_state>, caf::detached>(std::move(setup));
}

}  // namespace deckhand
