/// The read model behind HTTP, and the way in for requests that change something. See interfaces.hpp for its messages.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "actors/front_end_port.hpp"
#include "actors/interfaces.hpp"
#include "actors/mailbox_maxima.hpp"
#include "hardware/module_window.hpp"
#include "runtime/verb_timing.hpp"

namespace deckhand {

/// Where the actor puts its newest picture, and where any thread picks it up. The actor holds the lock for the exchange of one
/// pointer.
class picture_board {
 public:
  explicit picture_board(read_model_ptr first) : picture_(std::move(first)) {}

  read_model_ptr picture() const;
  read_model_ptr wait_until(const std::function<bool(const read_model&)>& holds,
                            std::optional<std::chrono::steady_clock::time_point> deadline) const;
  void publish(read_model_ptr picture);
  /// Nobody waits any longer.
  void close();

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable std::size_t waiters_ = 0;
  read_model_ptr picture_;
  bool is_closed_ = false;
};

/// Whether a request goes past all events and requests that wait.
bool is_urgent(const control_request& request);

/// What the actor is made with.
struct http_front_end_setup {
  std::shared_ptr<picture_board> board;
  std::shared_ptr<const clock_source> clock;
  std::shared_ptr<mailbox_maxima> maxima;
  std::shared_ptr<const std::vector<event>> history;  ///< the journal so far, numbered
};

class http_front_end_state {
 public:
  http_front_end_state(http_front_end_actor::pointer self, http_front_end_setup setup);
  http_front_end_actor::behavior_type make_behavior();

  static inline const char* name = "http_front_end";

 private:
  void fold(const event& what);
  void fold(const event_batch& batch);
  void forget_unkept_runs();
  void pass_on(control_ticket& ticket);

  http_front_end_actor::pointer self_;
  http_front_end_setup setup_;
  std::unique_ptr<read_model_builder> builder_ = std::make_unique<read_model_builder>();
  bool is_filling_ = false;  // the builder knows less than what is shown
  control_actor engine_;
  std::vector<control_ticket> early_tickets_;  // from before the engine joined
};

/// The history is in the first picture when this returns.
http_front_end_actor spawn_http_front_end(caf::actor_system& system, http_front_end_setup setup);

/// The port that server threads hold.
class http_front_end_port final : public front_end_port {
 public:
  http_front_end_port(http_front_end_actor actor, std::shared_ptr<picture_board> board,
                      std::shared_ptr<const mailbox_maxima> maxima, std::shared_ptr<const module_window> robot,
                      std::shared_ptr<const verb_timing> verbs)
      : actor_(std::move(actor)),
        board_(std::move(board)),
        maxima_(std::move(maxima)),
        robot_(std::move(robot)),
        verbs_(std::move(verbs)) {}

  read_model_ptr snapshot() const override { return board_->picture(); }
  read_model_ptr wait_until(const std::function<bool(const read_model&)>& holds,
                            std::optional<std::chrono::steady_clock::time_point> deadline) const override {
    return board_->wait_until(holds, deadline);
  }
  std::future<control_reply> submit(control_request request) override;
  mailbox_depths max_mailbox_depths() const override { return maxima_->read(); }
  std::string line_timing_json() const override;
  std::string verb_timing_json() const override;
  robot_facts robot() const override { return robot_->robot(); }
  robot_link link() const override { return robot_->link(); }

 private:
  http_front_end_actor actor_;
  std::shared_ptr<picture_board> board_;
  std::shared_ptr<const mailbox_maxima> maxima_;
  std::shared_ptr<const module_window> robot_;
  std::shared_ptr<const verb_timing> verbs_;
};

}  // namespace deckhand
