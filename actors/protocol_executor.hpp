/// One run's progress. See interfaces.hpp for its messages.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/interfaces.hpp"
#include "actors/mailbox_maxima.hpp"
#include "actors/script_host.hpp"
#include "runtime/command_key.hpp"
#include "runtime/command_plan.hpp"
#include "runtime/command_queue.hpp"
#include "runtime/run_model.hpp"
#include "runtime/verb_timing.hpp"

namespace deckhand {

/// The run an executor is for.
struct run_order {
  std::string run_id;
  json_protocol_ptr protocol;  ///< nullptr: a live run, which has only what clients post
  std::vector<labware_offset> labware_offsets;
  engine_state_actor engine;
  protocol_parameters parameters = {};
  run_kind kind = run_kind::protocol;
  bool heeds_door = false;  ///< an open door pauses it
};

/// What an executor works with.
struct protocol_executor_setup {
  hardware_driver_actor driver;
  std::shared_ptr<const clock_source> clock;
  std::shared_ptr<mailbox_maxima> maxima;
  double time_scale = 1;  ///< of waits; 0: they take no time
  bool real_time = false;
  /// Starts the process of a script in Python or C++.
  std::function<script_host_actor(script_order)> spawn_script{};
  std::shared_ptr<verb_timing> verbs = std::make_shared<verb_timing>();
};

class protocol_executor_state {
 public:
  protocol_executor_state(protocol_executor_actor::pointer self, run_order order, protocol_executor_setup setup);
  protocol_executor_actor::behavior_type make_behavior();

  static inline const char* name = "protocol_executor";

 private:
  /// The command in hand.
  struct running_command {
    queued_command command;
    command_plan plan;
    std::size_t next_operation = 0;
    std::size_t step = 0;                 ///< of work with several
    std::vector<nlohmann::json> results;  ///< of the steps done
    std::int64_t began_steady_ns = 0;     ///< of its first robot operation, or of the command itself where it has none
    std::int64_t ended_steady_ns = 0;
    bool waits = false;
    bool is_held = false;  ///< by a pause between two of its operations
  };
  /// A command with the event that brings it into the log.
  struct prepared_command {
    queued_command command;
    command_queued queued;
  };
  /// What is known of the command in hand and of the file's next before the robot is done with the first.
  struct look_ahead {
    nlohmann::json result;                ///< of the command in hand, should it succeed
    std::vector<entity_changed> changes;  ///< as well
    std::optional<command_plan> plan;     ///< the next command's, whose first operation the driver has; it is in `prepared_`
    std::uint64_t attempt = 0;            ///< of that operation
  };
  /// An event whose text is made when the robot does not wait for it.
  struct gathered_event {
    wall_time at;
    std::int64_t at_steady_ns = 0;
    std::function<event_body()> make_body;
  };
  enum class phase : unsigned char { waiting_for_facts, open, cleaning_up, over };

  // Messages.
  caf::result<action_outcome> take_action(const action_order& order);
  action_outcome decide_action(const action_order& order);
  bool enqueue(const command_order& order);
  void add_to_deck(const deck_addition& addition);
  caf::result<void> look_at_door(bool heeds_door);
  void on_halted(const robot_error& why);
  void discard();
  void shut_down();
  void on_wait_over(std::uint64_t wait_number);

  // Actions; protocol_executor_actions.cpp.
  void play();
  void stop(const action_order& order, wall_time at);
  void pause(const action_order& order);
  void note_pause();

  // Progress.
  void on_first_facts(const robot_facts& facts);
  void advance_soon();
  void advance();
  bool is_playing() const { return is_played_ && !is_paused_ && result_ == run_result::none; }
  std::optional<queued_command> next_command();
  void prepare_file_command();
  void queue_first_home();
  void start(queued_command command);
  void look_then_begin();
  void begin_step();
  void go_on();
  void perform(const robot_operation& operation);
  template <class Atom>
  void ask_driver(Atom how, const robot_operation& operation, std::uint64_t attempt);
  void on_report(std::uint64_t attempt, const operation_report& report);
  void begin_wait();
  void succeed();
  void fail(const command_error& error);
  void leave_current();
  std::optional<std::int64_t> gap_us() const;

  // What the robot does before a run's first command, and no log shows; protocol_executor_begin.cpp.
  void look_first();
  void get_ready(const std::optional<robot_error>& error);

  // The next command, before the one in hand is over; protocol_executor_ahead.cpp.
  bool may_look_ahead() const;
  void foresee();
  void look_ahead_from(const robot_facts& foreseen);
  void perform_ahead(const robot_operation& operation);
  void adopt_next();
  void withdraw_next_then(std::function<void()> next);

  // The robot's door; protocol_executor_door.cpp.
  void on_door(bool is_open);

  // A script in Python or C++; protocol_executor_script.cpp.
  void start_script();
  void take_call(const script_call& call);
  void answer_call(const script_call& call);
  void begin_timer(std::uint64_t call_number, double seconds);
  void queue_work(std::uint64_t call_number, script_work work);
  void switch_lights(std::uint64_t call_number, const script_work& work);
  void end_script(const script_end& end);
  void give_up_script();
  void answer_ok(std::uint64_t call_number, const nlohmann::json& ok);
  void answer_error(std::uint64_t call_number, const command_error& error);
  bool go_to_next_step(nlohmann::json result);
  void succeed_work();
  void fail_work(const command_error& error);

  // The end.
  void cancel_current(wall_time at);
  void give_up_queued(bool setup, wall_time at);
  void end_run_on(const command_error& error);
  void end_run(run_result result, std::optional<std::string> error_json, wall_time at);
  void end_run_by_itself();
  void halt_then(std::function<void()> next);
  void look_and_clean_up();
  void clean_up_next(std::vector<robot_operation> operations, std::size_t index);
  void finish_with(const command_error& error);
  void finish(std::optional<std::string> error_json);

  // Reporting.
  void mail(event_body body) { mail_at(setup_.clock->wall_now(), std::move(body)); }
  void mail_later(wall_time at, std::function<event_body()> make_body);
  void mail_at(wall_time at, event_body body);
  void mail_changes();
  void on_flush();
  void flush();
  prepared_command prepare(queued_command command);
  void queue_command(queued_command command);
  void set_paused(bool paused);

  protocol_executor_actor::pointer self_;
  run_order run_;
  protocol_executor_setup setup_;
  phase phase_ = phase::waiting_for_facts;
  run_model model_;
  robot_facts facts_;
  command_queue queue_;
  command_key_chain keys_;
  std::size_t next_file_command_ = 0;
  std::optional<prepared_command> prepared_;  // the file's next, not in the log yet
  std::optional<running_command> current_;
  std::optional<look_ahead> ahead_;
  script_host_actor script_;              // from the first play of a script on
  std::optional<script_end> script_end_;  // it has no more to ask for
  bool is_played_ = false;
  bool is_paused_ = false;
  bool is_blocked_by_door_ = false;
  bool is_halted_ = false;              // somebody else halted the robot: nothing cleans up
  std::uint64_t halts_ = 0;             // of the robot, as far as this run knows: what it asks for is for no other
  std::size_t operations_out_ = 0;      // with the driver
  std::int64_t pause_asked_ns_ = 0;     // of a pause while the robot still moves
  std::vector<gathered_event> outbox_;  // mailed to the engine once the robot has its next operation
  bool advance_is_due_ = false;         // an advance_atom is in the mailbox
  bool goes_straight_on_ = false;       // nothing else has come while the robot was busy
  bool looks_first_ = false;            // at the first play
  bool is_getting_ready_ = false;       // with `unlogged_`
  std::deque<robot_operation> unlogged_;
  run_result result_ = run_result::none;
  std::optional<command_error> cleanup_trouble_;
  std::uint64_t attempt_ = 0;            // tells a late answer from the one waited for
  std::uint64_t last_attempt_ = 0;       // the newest number given
  std::int64_t last_end_steady_ns_ = 0;  // of the command before; 0 where no gap is to be counted
};

/// What a run shows of a driver that does not answer.
command_error driver_lost(const caf::error& reason);

/// A protocol's run begins with a home command of its own; a live run's robot is homed at the first play, which no log shows. Nor
/// does any show how tips are taken off that the run before had to leave on.
protocol_executor_actor spawn_protocol_executor(caf::actor_system& system, run_order order, protocol_executor_setup setup);

}  // namespace deckhand
