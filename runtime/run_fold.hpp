/// One run's part of the read model: its events go in, run_views come out.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/read_model.hpp"

namespace deckhand {

class run_fold {
 public:
  run_fold(const std::string& run_id, wall_time created_at, const run_created& body);

  const std::string& run_id() const { return state_.run_id; }
  /// Any event of this run after its run_created.
  void apply(const event& what);
  void record_lag(std::int64_t lag_us) { timing_->reporting_lag.record(lag_us); }
  /// Made anew only where something has changed since the last call; the run's own JSON only where that has changed.
  std::shared_ptr<const run_view> view();

 private:
  struct visitor;
  /// What the Run object lists of one kind: entity id and its ready JSON, in order of first appearance.
  using entity_list = std::vector<std::pair<std::string, std::string>>;

  void queue(const command_queued& body, wall_time at);
  void start(const std::string& command_id, wall_time at);
  void finish(const std::string& command_id, command_record outcome, wall_time at);
  void put_entity(const entity_changed& body);
  void move_first_queued();
  std::string list_json(entity_kind kind) const;
  std::string run_json() const;

  run_state state_;
  // The Run object's fields; empty times are absent.
  std::string created_at_, started_at_, completed_at_;
  std::string run_time_parameters_json_;
  run_kind kind_;
  std::vector<std::string> actions_;
  std::optional<std::string> run_error_json_, finish_error_json_;
  std::array<entity_list, 5> entities_;  // by entity_kind
  bool run_json_is_stale_ = true;

  std::unordered_map<std::string, command_record> unfinished_;  // by command id; a finished command's entry never changes
  std::shared_ptr<command_index> index_ = std::make_shared<command_index>();
  std::shared_ptr<run_timing> timing_ = std::make_shared<run_timing>();
  std::size_t next_queued_ = 0;                // no protocol or file command before this one is queued
  run_view next_view_;                         // kept up to date; copied for publishing
  std::shared_ptr<const run_view> published_;  // nullptr: stale
};

}  // namespace deckhand
