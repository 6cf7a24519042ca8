/// An engine's side of the links to front ends on other nodes. See interfaces.hpp for its messages.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "actors/http_front_end.hpp"
#include "actors/interfaces.hpp"
#include "hardware/module_window.hpp"

namespace deckhand {

/// How many journalled events are held in memory for front ends that are nearly up to date; who is further behind gets them from
/// the journal.
inline constexpr std::size_t recent_events_kept = 1024;
/// How many events travel at once. A front end has one such batch on its way at a time: whoever takes them slowly, or not at all,
/// costs no memory but this.
inline constexpr std::size_t events_per_batch = 256;

struct engine_gate_setup {
  run_store_actor store;
  std::shared_ptr<const picture_board> board;  ///< for what does not work as it should
  std::shared_ptr<const module_window> robot;  ///< for what is true of the robot
  std::shared_ptr<const clock_source> clock;
  std::string engine_name;
  std::uint64_t last_sequence = 0;  ///< of the journal as the engine found it
};

class engine_gate_state {
 public:
  engine_gate_state(engine_gate_actor::pointer self, engine_gate_setup setup);
  engine_gate_actor::behavior_type make_behavior();

  static inline const char* name = "engine_gate";

 private:
  struct waiting_answer {
    std::uint64_t sequence, unkept;  // of the last events that go before it
    control_outcome outcome;
    caf::typed_response_promise<control_outcome, engine_condition> promise;
  };
  struct follower {
    replica_actor replica;
    std::string name;
    bool is_following = false;                         // it has told where it stands
    bool is_busy = false;                              // a batch is on its way, or comes from the journal
    std::uint64_t number = 0;                          // tells it from one that came before
    std::uint64_t sequence = 0;                        // sent to it so far
    std::uint64_t unkept = 0;                          // the same
    bool begins_anew = false, forgets_unkept = false;  // of its next batch
    std::deque<waiting_answer> answers;
  };
  struct unkept_event {
    std::uint64_t number;
    event what;
  };

  caf::result<std::string, std::string, std::int64_t> link(std::uint32_t version, const std::string& software,
                                                           const std::string& front_end_name);
  std::string reason_to_refuse(std::uint32_t version, const std::string& software, const std::string& front_end_name) const;
  void follow(const replica_position& position);
  void resume(follower& who, const replica_position& position, const std::vector<event>& found);
  caf::result<control_outcome, engine_condition> pass_on(control_request& request);
  void take(event& what);
  void take_unkept(const event& what);
  void pump(follower& who);
  void read_on(follower& who);
  void send(follower& who, std::vector<event> events, std::uint64_t reached);
  void add_unkept(follower& who, event_batch& batch) const;
  void answer_what_waits(follower& who);
  void on_down(const caf::down_msg& down);
  void forget(std::uint64_t number, const std::string& why);
  void turn_away(std::uint64_t number, const std::string& why);
  follower* find(std::uint64_t number);
  follower* sender();
  bool is_up_to_date(const follower& who) const;
  engine_condition condition() const;

  engine_gate_actor::pointer self_;
  engine_gate_setup setup_;
  control_actor engine_;
  std::deque<follower> followers_;
  std::uint64_t last_number_ = 0;
  std::deque<event> recent_;  // journalled, without a gap, up to the last one
  std::uint64_t last_sequence_ = 0;
  std::string source_;               // of the unjournalled events
  std::deque<unkept_event> unkept_;  // of the runs that there are; and which are gone
  std::uint64_t last_unkept_ = 0;
};

engine_gate_actor spawn_engine_gate(caf::actor_system& system, engine_gate_setup setup);

}  // namespace deckhand
