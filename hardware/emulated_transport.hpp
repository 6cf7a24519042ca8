/// The emulated board behind the transport seam, in scaled real time.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

#include "hardware/emulated_board.hpp"
#include "hardware/transport.hpp"

namespace deckhand {

/// The time an emulated transport lives in. Called with the transport's lock held.
class board_clock {
 public:
  virtual ~board_clock() = default;
  /// Virtual seconds.
  virtual double now_s() const = 0;
  /// Sleeps until `at_s`, or until `changed` is notified; may return early.
  virtual void wait(double at_s, std::unique_lock<std::mutex>& lock, std::condition_variable& changed) = 0;
};

struct emulated_transport_config {
  double time_scale = 1;                               ///< 1: real time; 0.1: ten times as fast; 0: answers are there at once
  std::function<void(std::string_view)> on_line = {};  ///< told every line, in the driver's thread
  std::function<void()> on_thread_start = {};          ///< called in the board's thread, for its priority
  std::shared_ptr<board_clock> clock = {};             ///< empty: the steady clock, at `time_scale`
  emulated_board_config board = {};
};

class emulated_transport final : public transport {
 public:
  explicit emulated_transport(emulated_transport_config config = {});
  ~emulated_transport() override;

  void send(const board_write& line, reply_handler on_reply) override;
  void halt() override;

 private:
  struct pending_answer {
    std::string text;
    double due_s;
    reply_handler on_reply;
  };
  void deliver_when_due();

  emulated_transport_config config_;
  std::mutex mutex_;
  std::condition_variable changed_;
  emulated_board board_;
  double unscaled_now_s_ = 0;  // time scale 0: time is wherever the last answer was due
  std::optional<pending_answer> pending_;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace deckhand
