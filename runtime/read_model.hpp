/// What HTTP reads: an immutable picture of all runs and protocols, in ready JSON. Made by read_model_builder from events.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/command_log.hpp"
#include "runtime/event.hpp"
#include "runtime/gap_histogram.hpp"
#include "runtime/run_state.hpp"

namespace deckhand {

/// The measurements of one run. The histograms grow while they are read.
struct run_timing {
  gap_histogram gaps;           ///< robot idle time from one command's end to the next one's start
  gap_histogram reporting_lag;  ///< event made to event readable
};

/// Command id to index. Only ever grows, so one index serves every picture of its run; a reader ignores what lies past its log's
/// end.
class command_index {
 public:
  void add(const std::string& command_id, std::size_t index);
  std::optional<std::size_t> find(const std::string& command_id) const;

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::size_t> index_by_id_;
};

/// One run at one moment.
struct run_view {
  std::string run_id;
  bool current = true;
  run_status status = run_status::idle;
  run_result result = run_result::none;
  std::shared_ptr<const std::string> run_json;  ///< the Run object, ready to go under "data"
  command_log commands;
  std::shared_ptr<const command_index> index;
  shared_list<std::string> command_errors;  ///< ErrorOccurrences of failed commands, oldest first
  std::optional<std::size_t> running_index;
  std::optional<std::size_t> first_queued_index;   ///< of protocol or file commands (not setup)
  std::optional<std::size_t> last_finished_index;  ///< the most recently finalised command
  std::optional<std::size_t> first_failed_index;   ///< of a command that failed with an error; setup commands do not count
  std::shared_ptr<const run_timing> timing;

  /// Index of a command in this picture's log.
  std::optional<std::size_t> index_of(const std::string& command_id) const;
};

struct analysis_view {
  std::string analysis_id;
  bool is_completed = false;
  std::shared_ptr<const std::string> document_json;  ///< whole, once completed
  std::string run_time_parameters_json = "[]";       ///< as the protocol declares them, with their values
};

struct data_file_view {
  std::string file_id;
  std::string name;
  std::string content;
  std::string file_json;  ///< the resource, ready to go under "data"
};

struct protocol_view {
  std::string protocol_id;
  std::string protocol_kind;
  std::shared_ptr<const std::string> protocol_json;  ///< the protocol resource, ready to go under "data"
  std::shared_ptr<const std::string> fresh_json;     ///< as it was with its first analysis pending; empty before that
  std::vector<analysis_view> analyses;               ///< oldest first
  std::string content_hash;
  std::vector<protocol_file> files;
  // The resource's other fields, from which protocol_json is made.
  std::string created_at, protocol_type, robot_type, metadata_json;
  std::optional<std::string> key, api_level;
};

struct read_model {
  std::uint64_t last_sequence = 0;
  std::vector<std::shared_ptr<const run_view>> runs;                          ///< oldest first
  std::shared_ptr<const run_view> maintenance_run;                            ///< nullptr where there is none
  std::shared_ptr<const run_view> stateless_run;                              ///< nullptr before the first such command
  std::vector<std::shared_ptr<const protocol_view>> protocols;                ///< oldest first
  std::vector<std::shared_ptr<const data_file_view>> data_files;              ///< oldest first
  std::map<std::string, std::shared_ptr<const std::string>> protocol_of_run;  ///< run id to protocol id, for referencing runs
  std::vector<std::string> degraded;  ///< what does not work as it should, for /health; empty when all is well

  const run_view* find_run(std::string_view run_id) const;
  /// The same for all kinds of run; nullptr for a run of another kind.
  const run_view* find_run(run_kind kind, std::string_view run_id) const;
  const run_view* current_run() const;
  const protocol_view* find_protocol(std::string_view protocol_id) const;
  const data_file_view* find_data_file(std::string_view file_id) const;
};
using read_model_ptr = std::shared_ptr<const read_model>;

class run_fold;

/// The fold. Owned by one actor; only the pictures it publishes are shared.
class read_model_builder {
 public:
  read_model_builder();
  ~read_model_builder();
  /// Events come in the order of their numbers; those of runs that are not journalled have none. What is said of unknown runs,
  /// protocols or commands is ignored.
  void apply(const event& what);
  /// A duration from event made to event readable, for one run's timing.
  void record_lag(const std::string& run_id, std::int64_t lag_us);
  void set_degraded(std::vector<std::string> reasons);
  /// The state after the last apply. Cost does not depend on the length of any log.
  read_model_ptr publish() const;

 private:
  run_fold* find(const std::string& run_id);
  void apply_to_runs(const event& what);
  void add_run(const event& what, const run_created& created);
  void delete_run(const std::string& run_id);
  void apply_to_protocols(const event& what);
  void apply_to_data_files(const event& what);

  std::vector<std::unique_ptr<run_fold>> runs_;
  std::unique_ptr<run_fold> maintenance_run_, stateless_run_;
  std::vector<std::shared_ptr<const protocol_view>> protocols_;
  std::vector<std::shared_ptr<const data_file_view>> data_files_;
  std::map<std::string, std::shared_ptr<const std::string>> protocol_of_run_;
  std::vector<std::string> degraded_;
  std::uint64_t last_sequence_ = 0;
};

}  // namespace deckhand
