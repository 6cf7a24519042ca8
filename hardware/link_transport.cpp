#include "hardware/link_transport.hpp"

#include <poll.h>
#include <sys/prctl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "hardware/link_framing.hpp"

namespace deckhand {

link_transport::link_transport(link_transport_config config) : config_(std::move(config)), backoff_(config_.first_backoff) {
  if (config_.set_reset_line) pull_low(config_.set_reset_line);
  thread_ = std::thread{[this] { run(); }};
}

link_transport::~link_transport() {
  std::optional<pending_line> unanswered;
  {
    const std::lock_guard lock{mutex_};
    is_ending_ = true;
    unanswered = std::exchange(pending_, std::nullopt);
  }
  wake_.notify();
  thread_.join();
  if (low_wire_) (*low_wire_)(true);
  if (unanswered)
    unanswered->on_reply(tl::unexpected{transport_error{transport_error_code::disconnected, "The link was closed."}});
}

void link_transport::send(const board_write& line, reply_handler on_reply) {
  std::string why;
  {
    const std::lock_guard lock{mutex_};
    if (state_ != state::down) {
      pending_ = pending_line{line, std::move(on_reply)};
      if (state_ == state::settling) return;  // it follows once the link is clean
      begin_line();
      return wake_.notify();
    }
    why = why_down_;
  }
  on_reply(tl::unexpected{not_connected(why)});
}

void link_transport::halt() {
  std::optional<pending_line> halted;
  {
    const std::lock_guard lock{mutex_};
    halted = std::exchange(pending_, std::nullopt);
    if (config_.set_halt_line) {
      pull_low(config_.set_halt_line);
    } else if (state_ != state::down) {
      if (link_) {
        unsent_ += framed("M112", config_.framing);
        write_rest();
      }
      state_ = state::settling;
      wakes_at_ = clock::now() + config_.settle_after_halt;
    }
  }
  wake_.notify();
  if (halted) halted->on_reply(tl::unexpected{transport_error{transport_error_code::halted, "The robot was halted."}});
}

void link_transport::pull_low(const board_wire& wire) {
  if (low_wire_) (*low_wire_)(true);
  wire(false);
  low_wire_ = &wire;
  if (state_ != state::down) state_ = state::settling;
  wakes_at_ = clock::now() + config_.wire_pulse;
}

void link_transport::begin_line() {
  if (pending_->line.pause_before.count() == 0) return write_now();
  state_ = state::paused;
  wakes_at_ = clock::now() + std::chrono::duration_cast<clock::duration>(pending_->line.pause_before * config_.timeout_scale);
}

// What came before belongs to nothing.
void link_transport::write_now() {
  std::array<char, 512> dropped{};
  while (::read(link_.get(), dropped.data(), dropped.size()) > 0) {
  }
  received_.clear();
  has_error_text_ = false;
  state_ = state::up;
  unsent_ = framed(pending_->line.text, config_.framing);
  write_rest();
  const auto timeout = pending_->line.ack_timeout * config_.timeout_scale;
  wakes_at_ = clock::now() + std::chrono::duration_cast<clock::duration>(timeout);
}

// A link that is gone shows when it is read.
void link_transport::write_rest() {
  const auto written = ::write(link_.get(), unsent_.data(), unsent_.size());
  if (written > 0) unsent_.erase(0, static_cast<std::size_t>(written));
}

// --- the link's thread ---

void link_transport::run() {
  prctl(PR_SET_TIMERSLACK, 1);
  if (config_.on_thread_start) config_.on_thread_start();
  std::unique_lock lock{mutex_};
  while (!is_ending_) {
    const short link_events = static_cast<short>(POLLIN | (unsent_.empty() ? 0 : POLLOUT));
    std::array<pollfd, 2> waiting{pollfd{wake_.get(), POLLIN, 0}, pollfd{link_.get(), link_events, 0}};
    const int limit_ms = wait_ms();
    lock.unlock();
    ::poll(waiting.data(), waiting.size(), limit_ms);
    wake_.drain();
    lock.lock();
    if (is_ending_) break;
    if (link_ && waiting[1].fd == link_.get()) {
      if (waiting[1].revents & POLLOUT) write_rest();
      if (waiting[1].revents & ~POLLOUT) read_all(lock);
    }
    if (wakes_at_ && clock::now() >= *wakes_at_) on_time(lock);
  }
}

int link_transport::wait_ms() const {
  if (!wakes_at_) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*wakes_at_ - clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000));
}

void link_transport::read_all(std::unique_lock<std::mutex>& lock) {
  std::array<char, 4096> chunk{};
  for (;;) {
    const auto count = ::read(link_.get(), chunk.data(), chunk.size());
    if (count > 0) {
      received_.append(chunk.data(), static_cast<std::size_t>(count));
    } else if (count == 0 || errno == ECONNRESET) {
      return lose_open_link(lock, config_.device + " closed the link.");
    } else if (errno != EAGAIN && errno != EINTR) {
      return lose_open_link(lock, std::string{"The link was lost: "} + std::strerror(errno) + ".");
    } else {
      break;
    }
  }
  if (state_ == state::up) take_answers(lock);
}

void link_transport::take_answers(std::unique_lock<std::mutex>& lock) {
  while (auto text = take_answer(received_, config_.framing)) {
    if (is_unasked(*text, config_.framing)) {
      lock.unlock();
      if (config_.on_unasked) config_.on_unasked(cleaned(*text, {}));
      lock.lock();
    } else if (pending_) {
      return answer(lock, cleaned_answer(*text));
    }
  }
  const bool is_error_text = is_error(received_, config_.framing) && !is_unasked(received_, config_.framing);
  if (!pending_ || has_error_text_ || !is_error_text) return;
  has_error_text_ = true;
  wakes_at_ = std::min(*wakes_at_, clock::now() + config_.grace_after_error);
}

std::string link_transport::cleaned_answer(std::string_view text) const {
  return cleaned(text, config_.framing.echoes ? std::string_view{pending_->line.text} : std::string_view{});
}

void link_transport::on_time(std::unique_lock<std::mutex>& lock) {
  wakes_at_.reset();
  if (const auto* low = std::exchange(low_wire_, nullptr)) {
    (*low)(true);
    wakes_at_ = clock::now() + config_.wire_pulse;
    return;
  }
  if (state_ == state::up && pending_) return on_silence(lock);
  if (state_ == state::paused && !stale_) return write_now();
  if (state_ != state::up) reopen(lock);
}

// An error's text without an acknowledgement is an answer, too.
void link_transport::on_silence(std::unique_lock<std::mutex>& lock) {
  if (has_error_text_) return answer(lock, cleaned_answer(received_));
  if (pending_->line.retries-- > 0) {
    state_ = state::paused;
    stale_ = true;
    wakes_at_ = clock::now() + config_.before_resend;
    return;
  }
  if (config_.set_reset_line && pending_->line.text.empty() && !std::exchange(pending_->was_reset_for, true))
    return pull_low(config_.set_reset_line);
  answer(lock, tl::unexpected{transport_error{transport_error_code::no_response,
                                              config_.device + " does not answer to \"" + pending_->line.text + "\"."}});
}

// Opening takes a while: what is sent meanwhile waits for it, and a halt meanwhile has it opened once more.
void link_transport::reopen(std::unique_lock<std::mutex>& lock) {
  link_.reset();
  unsent_.clear();
  stale_ = false;
  state_ = state::settling;
  lock.unlock();
  auto opened = config_.open_link();
  lock.lock();
  if (is_ending_ || wakes_at_) return;
  if (!opened) return lose(lock, opened.error());
  link_ = std::move(*opened);
  backoff_ = config_.first_backoff;
  state_ = state::up;
  if (pending_) begin_line();
}

void link_transport::lose(std::unique_lock<std::mutex>& lock, const std::string& why) {
  link_.reset();
  unsent_.clear();
  stale_ = false;
  state_ = state::down;
  why_down_ = why;
  if (!low_wire_) wakes_at_ = clock::now() + backoff_;  // a wire is not left low for longer
  backoff_ = std::min(backoff_ * 2, config_.longest_backoff);
  if (pending_) answer(lock, tl::unexpected{not_connected(why)});
}

// Whoever has no line in flight hears of it all the same: what is opened next may be another device.
void link_transport::lose_open_link(std::unique_lock<std::mutex>& lock, const std::string& why) {
  const bool is_told = pending_ || !config_.on_lost;
  lose(lock, why);
  if (is_told) return;
  lock.unlock();
  config_.on_lost(why);
  lock.lock();
}

transport_error link_transport::not_connected(const std::string& why) const {
  return {transport_error_code::disconnected, config_.device + " is not connected. " + why};
}

// The handler may be called while the next line is on its way, but never with the lock.
void link_transport::answer(std::unique_lock<std::mutex>& lock, board_reply reply) {
  auto answered = std::move(*std::exchange(pending_, std::nullopt));
  if (state_ == state::up) wakes_at_.reset();
  lock.unlock();
  answered.on_reply(std::move(reply));
  lock.lock();
}

}  // namespace deckhand
