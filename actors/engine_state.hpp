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
/// How many data files are kept; the oldest that no analysis or run uses makes room.
inline constexpr std::size_t maximum_data_files = 50;
/// Quick transfers are kept until somebody deletes them; beyond this many, no more are taken.
inline constexpr std::size_t maximum_quick_transfers = 20;

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
  hardware_driver_actor driver{};     ///< for what is asked of the robot outside all runs
  bool allow_native_scripts = false;  ///< C++ scripts of the journal may be run
  std::shared_ptr<verb_timing> verbs = std::make_shared<verb_timing>();
  engine_gate_actor gate{};  ///< empty: there are no front ends on other nodes
};

/// The actor's state. The requests' handlers are in engine_requests.cpp and its neighbours.
class engine_state_state {
 public:
  engine_state_state(engine_state_actor::pointer self, engine_state_setup setup);
  engine_state_actor::behavior_type make_behavior();

  static inline const char* name = "engine_state";

 private:
  struct run_record {
    run_state state;
    std::string run_time_parameters_json = "[]";
    protocol_executor_actor executor;  ///< empty once the run is over
    run_kind kind = run_kind::protocol;
  };
  struct analysis_record {
    analysis_started started;
    bool is_completed = false;
  };
  struct data_file_record {
    std::string file_id;
    std::string name;
    std::string content_base64;
  };
  struct protocol_record {
    std::string protocol_id;
    std::string content_hash;
    std::string protocol_kind;
    std::optional<python_header> python;            ///< of a Python protocol
    std::optional<nlohmann::json> native_metadata;  ///< of a C++ script
    std::vector<protocol_file> files;
    json_protocol_ptr protocol;  ///< empty where a journalled protocol cannot be read any more, or may not be run
    std::vector<analysis_record> analyses;
  };

  // Events.
  void emit(const std::string& run_id, event_body body);
  void take(std::vector<event> events);
  void fold(const event& what);
  void fold_into_protocols(const event& what);
  void restore(const std::vector<event>& history);
  static protocol_record record_of(const protocol_added& added);
  void read_again(protocol_record& protocol) const;
  void on_executor_down(const caf::down_msg& down);

  // Requests; one function each. About protocols: engine_protocol_requests.cpp; outside protocol runs: engine_robot_requests.cpp.
  caf::result<control_outcome> answer(create_run_request& request);
  caf::result<control_outcome> answer(patch_run_request& request);
  caf::result<control_outcome> answer(delete_run_request& request);
  caf::result<control_outcome> answer(run_action_request& request);
  caf::result<control_outcome> answer(post_command_request& request);
  caf::result<control_outcome> answer(add_labware_offset_request& request);
  caf::result<control_outcome> answer(add_labware_definition_request& request);
  caf::result<control_outcome> answer(create_maintenance_run_request& request);
  caf::result<control_outcome> answer(delete_maintenance_run_request& request);
  caf::result<control_outcome> answer(robot_request& request);
  caf::result<control_outcome> answer(lights_request& request);
  caf::result<control_outcome> answer(identify_request& request);
  caf::result<control_outcome> answer(move_door_request& request);
  caf::result<control_outcome> answer(halt_request& request);
  caf::result<control_outcome> answer(press_estop_request& request);
  caf::result<control_outcome> answer(heed_door_request& request);
  caf::result<control_outcome> answer(add_protocol_request& request);
  caf::result<control_outcome> answer(delete_protocol_request& request);
  caf::result<control_outcome> answer(analyse_request& request);
  caf::result<control_outcome> answer(add_data_file_request& request);
  caf::result<control_outcome> answer(delete_data_file_request& request);
  caf::result<control_outcome> answer(shutdown_request& request);

  run_record* find_run(const std::string& run_id);
  /// Of whichever kind.
  run_record* find_any_run(const std::string& run_id);
  run_record* current_run();
  bool is_run_under_way();
  protocol_record* find_protocol(const std::string& protocol_id);
  bool is_used(const std::string& protocol_id) const;
  control_outcome accept_without_executor(const run_action_request& request);
  /// Answers when what happened so far is in the journal: a client that was told of a run finds it again after a crash.
  void deliver_when_written(caf::typed_response_promise<control_outcome> promise, control_outcome outcome);
  caf::result<control_outcome> add_to_deck(const std::string& run_id, deck_addition addition, control_success success);
  protocol_executor_actor spawn_executor(run_order order);
  void end_executor(run_record& run);
  caf::result<control_outcome> answer_when_ready(run_record& run);
  caf::result<control_outcome> post_to(run_record& run, const post_command_request& request);
  /// The run that stateless commands belong to; made where there is none.
  run_record& stateless_run();
  /// False: it is busy.
  bool drop_maintenance_run();
  void perform_next(std::vector<robot_operation> operations, std::size_t index, std::uint64_t halts,
                    caf::typed_response_promise<control_outcome> promise);
  void blink(std::uint64_t number);
  void show_door(caf::typed_response_promise<control_outcome> promise);
  void tell_of_halt(const robot_error& why, caf::typed_response_promise<control_outcome> promise);
  void watch_door(bool known);
  void on_door_moved();
  void have_run_look_at_door(caf::typed_response_promise<control_outcome> promise);
  void archive(run_record& run);
  void make_room_for_a_run();
  void make_room_for_a_protocol();
  std::string start_analysis(protocol_record& protocol, protocol_parameters parameters);
  void order_analysis(const protocol_record& protocol, const std::string& analysis_id, protocol_parameters parameters);
  protocol_parameters parameters_of(const analysis_started& started) const;
  void make_room_for_a_data_file();
  bool is_data_file_used(const std::string& file_id) const;

  engine_state_actor::pointer self_;
  engine_state_setup setup_;
  std::deque<run_record> runs_;                                // oldest first
  std::deque<protocol_record> protocols_;                      // oldest first
  std::deque<data_file_record> data_files_;                    // oldest first
  std::optional<run_record> maintenance_run_, stateless_run_;  // neither is journalled
  bool is_moving_robot_ = false;                               // for a robot_request
  std::uint64_t blinking_ = 0;                                 // tells a blinking that was cut short from the one that goes on
  std::uint32_t changes_left_ = 0;
  bool lights_before_blinking_ = false;
  bool heeds_door_ = false;  // runs pause while the door is open
  std::uint64_t last_sequence_ = 0;
};

engine_state_actor spawn_engine_state(caf::actor_system& system, engine_state_setup setup);

}  // namespace deckhand
