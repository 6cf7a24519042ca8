/// The truth about runs and protocols. See interfaces.hpp for its messages.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/interfaces.hpp"
#include "actors/mailbox_maxima.hpp"
#include "actors/protocol_executor.hpp"
#include "runtime/native_protocol.hpp"
#include "runtime/python_protocol.hpp"
#include "runtime/run_state.hpp"

namespace deckhand {

/// How many runs, and how many protocols that no run uses, are kept; older ones are deleted.
inline constexpr std::size_t maximum_runs = 20;
inline constexpr std::size_t maximum_unused_protocols = 5;

/// What an engine is made with.
struct engine_state_setup {
  std::function<protocol_executor_actor(run_order)> spawn_executor;
  run_store_actor store;
  http_front_end_actor front_end;
  protocol_analyser_actor analyser;
  std::shared_ptr<const clock_source> clock;
  std::shared_ptr<mailbox_maxima> maxima;
  /// The journal so far, numbered, with no run left open; the front end has folded the same.
  std::shared_ptr<const std::vector<event>> history;
  std::uint64_t last_sequence = 0;    ///< of the journal; numbering goes on after it
  bool allow_native_scripts = false;  ///< C++ scripts of the journal may be run
};

/// The actor's state. The requests' handlers are in engine_requests.cpp.
class engine_state_state {
 public:
  engine_state_state(engine_state_actor::pointer self, engine_state_setup setup);
  engine_state_actor::behavior_type make_behavior();

  static inline const char* name = "engine_state";

 private:
  struct run_record {
    run_state state;
    protocol_executor_actor executor;  ///< empty once the run is over
  };
  struct analysis_record {
    std::string analysis_id;
    bool is_completed = false;
  };
  struct protocol_record {
    std::string protocol_id;
    std::string content_hash;
    std::optional<python_header> python;            ///< of a Python protocol
    std::optional<nlohmann::json> native_metadata;  ///< of a C++ script
    std::vector<protocol_file> files;
    json_protocol_ptr protocol;  ///< empty where a journalled protocol cannot be read any more, or may not be run
    std::vector<analysis_record> analyses;
  };

  // Events.
  void emit(const std::string& run_id, event_body body);
  void take(event what);
  void fold(const event& what);
  void fold_into_protocols(const event& what);
  void restore(const std::vector<event>& history);
  void read_again(protocol_record& protocol) const;
  void on_executor_down(const caf::down_msg& down);

  // Requests; one function each.
  caf::result<control_outcome> answer(create_run_request& request);
  caf::result<control_outcome> answer(patch_run_request& request);
  caf::result<control_outcome> answer(delete_run_request& request);
  caf::result<control_outcome> answer(run_action_request& request);
  caf::result<control_outcome> answer(post_command_request& request);
  caf::result<control_outcome> answer(add_protocol_request& request);
  caf::result<control_outcome> answer(delete_protocol_request& request);
  caf::result<control_outcome> answer(analyse_request& request);
  caf::result<control_outcome> answer(shutdown_request& request);

  run_record* find_run(const std::string& run_id);
  run_record* current_run();
  protocol_record* find_protocol(const std::string& protocol_id);
  bool is_used(const std::string& protocol_id) const;
  control_outcome accept_without_executor(const run_action_request& request);
  /// Answers when what happened so far is in the journal: a client that was told of a run finds it again after a crash.
  void deliver_when_written(caf::typed_response_promise<control_outcome> promise, control_outcome outcome);
  void archive(run_record& run);
  void make_room_for_a_run();
  void make_room_for_a_protocol();
  std::string start_analysis(protocol_record& protocol);
  void order_analysis(const protocol_record& protocol, const std::string& analysis_id);

  engine_state_actor::pointer self_;
  engine_state_setup setup_;
  std::deque<run_record> runs_;            // oldest first
  std::deque<protocol_record> protocols_;  // oldest first
  std::uint64_t last_sequence_ = 0;
};

engine_state_actor spawn_engine_state(caf::actor_system& system, engine_state_setup setup);

}  // namespace deckhand
