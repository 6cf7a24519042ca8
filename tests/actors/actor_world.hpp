/// Actors without threads: the test decides which message is handled when, and what time it is.
#pragma once

#include <caf/scheduler/test_coordinator.hpp>
#include <deque>
#include <memory>
#include <vector>

#include "actors/interfaces.hpp"
#include "actors/mailbox_maxima.hpp"

namespace deckhand::testing {

/// Wall time goes on by a microsecond at each look, so that every stamp is distinct and in order.
class counting_clock final : public clock_source {
 public:
  wall_time wall_now() const override { return wall_time{std::chrono::microseconds{1'700'000'000'000'000 + ++looks_}}; }
  std::int64_t steady_now_ns() const override { return ++looks_ * 1000; }

 private:
  mutable std::int64_t looks_ = 0;
};

class actor_world {
 public:
  actor_world();

  caf::actor_system& system() { return system_; }
  /// Handles messages until none is left.
  void settle() { coordinator().run(); }
  /// Lets time pass for delayed messages, and settles.
  void pass(std::chrono::nanoseconds duration) {
    coordinator().advance_time(duration);
    settle();
  }
  std::shared_ptr<const clock_source> clock() const { return clock_; }
  std::shared_ptr<mailbox_maxima> maxima() const { return maxima_; }

 private:
  caf::scheduler::test_coordinator& coordinator() { return dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler()); }
  static caf::actor_system_config make_config();

  caf::actor_system_config config_ = make_config();
  caf::actor_system system_{config_};
  std::shared_ptr<const clock_source> clock_ = std::make_shared<counting_clock>();
  std::shared_ptr<mailbox_maxima> maxima_ = std::make_shared<mailbox_maxima>();
};

/// A driver whose operations end when, and as, the test says.
struct scripted_driver {
  struct open_operation {
    robot_operation wanted;
    caf::typed_response_promise<operation_report> promise;
    bool follows = false;
  };
  robot_facts facts;
  std::optional<robot_facts> foreseen;  ///< the answer to whoever wants to know early
  std::deque<open_operation> open;
  std::vector<caf::typed_response_promise<bool>> awaiting_door;
  std::vector<robot_operation> seen;
  std::size_t halts = 0;  // of the robot, too
  std::size_t holds = 0;  // only counted: what waits goes on waiting

  hardware_driver_actor spawn(caf::actor_system& system);
  /// Ends the oldest open operation, once messages are handled.
  void succeed() { caf::anon_send(actor, board_answer{}); }
  void fail(robot_error error) {
    next_error = std::move(error);
    succeed();
  }

  hardware_driver_actor actor;
  std::optional<robot_error> next_error;
};

/// What a driver has answered, in the order of the answers.
struct driver_answers {
  std::vector<operation_report> reports;
  std::size_t halts = 0;
  std::uint64_t robot_halts = 0;  ///< as the last halt's answer told: operations are for a robot that was halted so often
};
/// Takes operations and halts, asks the driver for them and keeps the answers, which must outlive it.
caf::actor spawn_asker(caf::actor_system& system, hardware_driver_actor driver, driver_answers& got);

/// An engine that only keeps what it is told.
struct listening_engine {
  std::vector<event> events;
  std::vector<std::size_t> batches;  ///< how many of them came in each message

  engine_state_actor spawn(caf::actor_system& system);
  /// The bodies of one type, in order.
  template <class Body>
  std::vector<Body> all() const {
    std::vector<Body> found;
    for (const auto& what : events)
      if (const auto* body = std::get_if<Body>(&what.body)) found.push_back(*body);
    return found;
  }
};

}  // namespace deckhand::testing
