/// A node as the server sees one, without actors: pictures are made from events that a test applies.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "actors/front_end_port.hpp"

namespace deckhand::testing {

/// What a test sets while server threads look at it.
template <class T>
class shared_value {
 public:
  shared_value& operator=(T value) {
    const std::lock_guard lock{mutex_};
    value_ = std::move(value);
    return *this;
  }
  T get() const {
    const std::lock_guard lock{mutex_};
    return value_;
  }

 private:
  mutable std::mutex mutex_;
  T value_;
};

class fake_port final : public front_end_port {
 public:
  fake_port();

  /// Folds one event and publishes the picture.
  void apply(const std::string& run_id, event_body body);
  void set_degraded(std::vector<std::string> reasons);
  /// What every request is answered with; it may apply events. Called by server threads.
  shared_value<std::function<control_reply(const control_request&)>> on_request;
  shared_value<robot_facts> facts;
  shared_value<robot_link> link_to_robot;
  /// From now on futures stay unanswered until the port goes.
  void fall_silent() { is_silent_ = true; }
  /// From now on wait_until does not wait.
  void close();
  /// What has been asked, in order.
  std::vector<control_request> requests() const;
  /// Blocks until `count` requests have been asked, or a long time is over. False then.
  bool wait_for_requests(std::size_t count) const;
  /// Blocks until this many threads are within wait_until, or a long time is over. False then.
  bool wait_for_waiters(std::size_t count) const;

  read_model_ptr snapshot() const override;
  read_model_ptr wait_until(const std::function<bool(const read_model&)>& holds,
                            std::optional<std::chrono::steady_clock::time_point> deadline) const override;
  std::future<control_reply> submit(control_request request) override;
  mailbox_depths max_mailbox_depths() const override { return {{"engine_state", 3}, {"run_store", 12}}; }
  std::string line_timing_json() const override {
    return R"({"board": {"count": 2}, "software": {"count": 1}, "late": {"mailbox": 0, "wakeUp": 0, "computing": 0, "board": 0, "store": 0}})";
  }
  std::string verb_timing_json() const override { return R"({"pause": {"count": 1}})"; }
  robot_facts robot() const override { return facts.get(); }
  robot_link link() const override { return link_to_robot.get(); }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  read_model_builder builder_;
  read_model_ptr picture_;
  std::uint64_t sequence_ = 0;
  std::vector<control_request> requests_;
  std::vector<std::promise<control_reply>> unanswered_;
  std::atomic<bool> is_silent_{false};
  bool is_closed_ = false;
  mutable std::size_t waiters_ = 0;
};

/// Events in their usual order, for one run.
class run_script {
 public:
  run_script(fake_port& port, std::string run_id) : port_(port), run_id_(std::move(run_id)) {}

  run_script& create(std::optional<std::string> protocol_id = std::nullopt);
  run_script& queue(const std::string& command_id, command_intent intent = command_intent::none);
  run_script& start(const std::string& command_id);
  run_script& succeed(const std::string& command_id);
  /// Without an error of its own: given up with the run.
  run_script& fail(const std::string& command_id, bool with_error = true);
  run_script& play();
  run_script& finish(run_result result);
  run_script& archive();

 private:
  fake_port& port_;
  std::string run_id_;
};

}  // namespace deckhand::testing
