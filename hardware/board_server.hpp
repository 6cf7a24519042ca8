/// The emulated board as somebody else's robot: behind a TCP port or a pseudo-terminal, in scaled real time, with the faults that
/// links and boards have.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <tl/expected.hpp>
#include <vector>

#include "hardware/emulated_board.hpp"
#include "hardware/file_descriptor.hpp"

namespace deckhand {

enum class board_fault_kind : unsigned char {
  lost_ack,    ///< the line is done, and its answer gets lost
  garbage,     ///< noise instead of the answer's text
  alarm,       ///< the kill button
  limit,       ///< a limit switch of X closes
  silence,     ///< nothing is answered, nor done
  disconnect,  ///< the link breaks, and cannot be opened
  slow         ///< the answer comes late
};
std::string_view to_string(board_fault_kind kind);

/// Happens once.
struct board_fault {
  board_fault_kind kind = board_fault_kind::lost_ack;
  std::string at;         ///< at a line that contains this; empty: at any
  std::size_t count = 1;  ///< the how manieth of such lines
  double duration_s = 1;  ///< of a silence, a break or a delay; real seconds
};
/// "KIND[@TEXT][#COUNT][:SECONDS]", for example "lost-ack@G0 X#3" or "silence:8". The error is a sentence.
tl::expected<board_fault, std::string> read_board_fault(std::string_view text);

struct board_server_config {
  emulated_board_config board{};
  double time_scale = 1;  ///< 1: real time; 0: motions take no time
  std::vector<board_fault> faults{};
};

/// Serves one client at a time; a new one takes the link over. The board goes on when a client leaves. A thread of its own; any
/// thread may call the members.
class board_server {
 public:
  explicit board_server(board_server_config config);
  ~board_server();
  board_server(const board_server&) = delete;
  board_server& operator=(const board_server&) = delete;

  /// Begins to serve at a TCP port (0: any free one) and gives it, or at a pseudo-terminal, to which `link` then leads.
  tl::expected<int, std::string> listen(const std::string& host, int port);
  tl::expected<void, std::string> open_terminal(const std::string& link);

  void inject(board_fault fault);
  /// The link breaks now, and cannot be opened again before `plug_in`.
  void unplug();
  void plug_in();
  /// Blocks until a client is there. False where `limit` is over first.
  bool wait_for_client(std::chrono::milliseconds limit);
  /// Lines taken so far, empty ones included.
  std::size_t lines() const;
  double position(board_axis axis) const;

 private:
  using clock = std::chrono::steady_clock;
  struct pending_answer {
    std::string text;
    clock::time_point due;
  };

  void run();
  int wait_ms() const;
  void accept_client();
  void read_client();
  void take(std::string_view line);
  void answer(std::string_view line, const board_fault* fault);
  void deliver_due();
  void drop_client();
  void break_link(std::optional<clock::time_point> until);
  void mend_link();
  tl::expected<void, std::string> open_port(int port);
  bool make_terminal();
  const board_fault* next_fault(std::string_view line);
  double now_s() const;
  clock::time_point real_time_of(double at_s) const;

  board_server_config config_;
  clock::time_point origin_ = clock::now();
  wake_signal wake_;
  file_descriptor listener_, client_;
  std::string host_;
  int port_ = 0;               // once it listens
  std::string terminal_link_;  // empty: TCP
  mutable std::mutex mutex_;
  std::condition_variable client_came_;
  emulated_board board_;
  double unscaled_now_s_ = 0;
  std::string received_;
  std::deque<pending_answer> answers_;
  std::vector<std::size_t> seen_;  // by fault: lines that it could have happened at
  std::optional<board_fault> happened_;
  std::optional<clock::time_point> silent_until_, broken_until_;
  bool is_ending_ = false;
  std::size_t lines_ = 0;
  std::thread thread_;
};

}  // namespace deckhand
