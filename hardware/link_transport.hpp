/// A motor board or a module behind a serial port or a TCP connection.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "hardware/board_link.hpp"
#include "hardware/link_framing.hpp"
#include "hardware/transport.hpp"

namespace deckhand {

/// Sets the level of a wire that leads past the link. Never blocks; called by the thread that halts and by the link's.
using board_wire = std::function<void(bool high)>;

struct link_transport_config {
  link_opener open_link;
  link_framing framing = board_framing;
  std::string device = "The robot";         ///< how the other end begins a sentence about it
  std::function<void()> on_thread_start{};  ///< called in the link's thread, for its priority
  /// Both may be empty; called in the link's thread, must not block. What the device said unasked; and that a link without a
  /// line in flight was lost, with the reason, a sentence.
  std::function<void(std::string)> on_unasked{}, on_lost{};
  std::chrono::milliseconds first_backoff{100};  ///< between attempts to open the link; doubled each time
  std::chrono::milliseconds longest_backoff{5000};
  std::chrono::milliseconds before_resend{100};
  std::chrono::milliseconds settle_after_halt{100};  ///< what comes within it belongs to the line that was halted
  std::chrono::milliseconds grace_after_error{250};  ///< for the acknowledgement of an error's text, which may not come
  board_wire set_halt_line{};                        ///< low stops the board; empty: the robot has no such wire
  board_wire set_reset_line{};                       ///< low resets it; the same
  std::chrono::milliseconds wire_pulse{250};         ///< how long one is low, and then high before the board is spoken to
  double timeout_scale = 1;                          ///< of what lines wait before and after, for tests
};

/// Lines are written by the caller's thread, straight to the link; a thread of its own opens the link, reads, waits for timeouts
/// and opens the link again where it was lost. A line that comes while it is opened waits for that; without a link, send answers
/// `disconnected` at once.
///
/// With a reset line the board is reset before its link is opened for the first time, and where it does not answer to the empty
/// line, "are you there": that line is then sent once more.
///
/// A halt is a pulse on the halt line where the robot has one. Otherwise there is no way to a board but its lines, so halt sends
/// M112; a board that reads its lines one after the other may finish the motion in hand first. Then the link is opened anew.
class link_transport final : public transport {
 public:
  explicit link_transport(link_transport_config config);
  ~link_transport() override;

  void send(const board_write& line, reply_handler on_reply) override;
  void halt() override;

 private:
  using clock = std::chrono::steady_clock;
  enum class state : unsigned char {
    down,      ///< no link; the thread tries to open one at `wakes_at_`
    up,        ///< a line can be written, or its answer is awaited
    settling,  ///< at first, and after a halt, the link is opened at `wakes_at_`, or it is being opened now
    paused     ///< the line in hand is written at `wakes_at_`, after the link was opened anew where it is `stale_`
  };
  struct pending_line {
    board_write line;
    reply_handler on_reply;
    bool was_reset_for = false;
  };

  void run();
  int wait_ms() const;
  void pull_low(const board_wire& wire);
  void begin_line();
  void write_now();
  void write_rest();
  void read_all(std::unique_lock<std::mutex>& lock);
  void on_time(std::unique_lock<std::mutex>& lock);
  void on_silence(std::unique_lock<std::mutex>& lock);
  void reopen(std::unique_lock<std::mutex>& lock);
  void lose(std::unique_lock<std::mutex>& lock, const std::string& why);
  void lose_open_link(std::unique_lock<std::mutex>& lock, const std::string& why);
  void take_answers(std::unique_lock<std::mutex>& lock);
  std::string cleaned_answer(std::string_view text) const;
  transport_error not_connected(const std::string& why) const;
  void answer(std::unique_lock<std::mutex>& lock, board_reply reply);

  link_transport_config config_;
  wake_signal wake_;
  std::mutex mutex_;
  file_descriptor link_;
  state state_ = state::settling;
  bool stale_ = false;
  std::string why_down_;
  std::chrono::milliseconds backoff_;
  std::optional<pending_line> pending_;
  std::string unsent_, received_;
  std::optional<clock::time_point> wakes_at_ = clock::now();
  bool has_error_text_ = false;
  const board_wire* low_wire_ = nullptr;  // until `wakes_at_`
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace deckhand
