#include "hardware/emulated_transport.hpp"

#include <sys/prctl.h>

#include <chrono>
#include <utility>

namespace deckhand {
namespace {

class steady_board_clock final : public board_clock {
 public:
  explicit steady_board_clock(double time_scale) : time_scale_(time_scale) {}
  double now_s() const override {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - origin_).count() / time_scale_;
  }
  void wait(double at_s, std::unique_lock<std::mutex>& lock, std::condition_variable& changed) override {
    const std::chrono::duration<double> real{at_s * time_scale_};
    changed.wait_until(lock, origin_ + std::chrono::duration_cast<std::chrono::nanoseconds>(real));
  }

 private:
  double time_scale_;
  std::chrono::steady_clock::time_point origin_ = std::chrono::steady_clock::now();
};

}  // namespace

emulated_transport::emulated_transport(emulated_transport_config config) : config_(std::move(config)), board_(config_.board) {
  if (!config_.clock && config_.time_scale > 0) config_.clock = std::make_shared<steady_board_clock>(config_.time_scale);
  if (config_.clock) thread_ = std::thread{[this] { deliver_when_due(); }};
}

emulated_transport::~emulated_transport() {
  std::optional<pending_answer> unanswered;
  {
    const std::lock_guard lock{mutex_};
    is_ending_ = true;
    unanswered = std::exchange(pending_, std::nullopt);
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (unanswered)
    unanswered->on_reply(tl::unexpected{transport_error{transport_error_code::disconnected, "The link was closed."}});
}

// An answer that is due already goes out from here: no second thread has to wake for it.
void emulated_transport::send(const board_write& line, reply_handler on_reply) {
  if (config_.on_line) config_.on_line(line.text);
  emulated_answer answer;
  {
    const std::lock_guard lock{mutex_};
    const double now_s = config_.clock ? config_.clock->now_s() : unscaled_now_s_;
    answer = board_.handle(line.text, now_s);
    if (!config_.clock) unscaled_now_s_ = answer.due_s;
    if (config_.clock && answer.due_s > now_s) {
      pending_ = pending_answer{std::move(answer.text), answer.due_s, std::move(on_reply)};
      changed_.notify_all();
      return;
    }
  }
  on_reply(std::move(answer.text));
}

void emulated_transport::halt() {
  std::optional<pending_answer> halted;
  {
    const std::lock_guard lock{mutex_};
    board_.halt(config_.clock ? config_.clock->now_s() : unscaled_now_s_);
    halted = std::exchange(pending_, std::nullopt);
  }
  if (halted) halted->on_reply(tl::unexpected{transport_error{transport_error_code::halted, "The robot was halted."}});
}

void emulated_transport::deliver_when_due() {
  prctl(PR_SET_TIMERSLACK, 1);
  if (config_.on_thread_start) config_.on_thread_start();
  std::unique_lock lock{mutex_};
  while (!is_ending_) {
    if (!pending_) {
      changed_.wait(lock);
    } else if (config_.clock->now_s() < pending_->due_s) {
      config_.clock->wait(pending_->due_s, lock, changed_);
    } else {
      auto due = std::move(*std::exchange(pending_, std::nullopt));
      lock.unlock();
      due.on_reply(std::move(due.text));
      lock.lock();
    }
  }
}

}  // namespace deckhand
