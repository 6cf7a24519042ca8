/// The SQLite file behind an actor. See interfaces.hpp for its messages.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "actors/interfaces.hpp"
#include "actors/mailbox_maxima.hpp"
#include "runtime/line_timing.hpp"
#include "runtime/run_store.hpp"

namespace deckhand {

/// Transactions are at least this far apart; events that come in between share one. A killed process loses at most these.
inline constexpr std::chrono::milliseconds commit_interval{1};
/// A power cut loses at most what came within this time.
inline constexpr std::chrono::milliseconds sync_interval{250};
/// After a failed write, for example to a full disk.
inline constexpr std::chrono::milliseconds retry_interval{1000};

/// What the actor is made with.
struct run_store_setup {
  std::unique_ptr<run_store> store;  ///< open; nullptr where none could be opened, `open_error` then says why
  std::string open_error;
  http_front_end_actor front_end;
  std::shared_ptr<mailbox_maxima> maxima;
  std::shared_ptr<store_activity> activity = std::make_shared<store_activity>();
};

class run_store_state {
 public:
  run_store_state(run_store_actor::pointer self, run_store_setup setup);
  run_store_actor::behavior_type make_behavior();

  static inline const char* name = "run_store";

 private:
  void take(std::vector<event>& events);
  void commit();
  void commit_after(std::chrono::nanoseconds delay);
  void sync();
  void report(const std::string& trouble);
  caf::result<std::vector<event>> replay(std::uint64_t after, std::size_t limit);

  run_store_actor::pointer self_;
  run_store_setup setup_;
  std::vector<event> gathered_;  // not written yet; grows while the disk refuses, as the log in memory does
  bool commit_is_due_ = false;
  std::chrono::steady_clock::time_point last_commit_;
  bool sync_is_due_ = false;
  std::string trouble_;
};

run_store_actor spawn_run_store(caf::actor_system& system, run_store_setup setup);

}  // namespace deckhand
