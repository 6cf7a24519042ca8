/// One client's connection as the HTTP library's parser sees it: reads are buffered, every wait has an end, and an answer's head
/// and body leave in one system call.
#pragma once

#include <httplib.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include "http/tls.hpp"

namespace deckhand {

struct connection_limits {
  std::chrono::milliseconds keep_alive{10'000};        ///< how long a connection may idle between two requests
  std::chrono::milliseconds read{5'000};               ///< the longest pause within a request
  std::chrono::milliseconds whole_head{10'000};        ///< for a request line and its headers altogether
  std::uint64_t slowest_body_bytes_per_s = 16 * 1024;  ///< of a body, after the first `whole_head`
  std::chrono::milliseconds write{5'000};              ///< the longest a client may keep an answer waiting
  std::size_t max_head_bytes = 64 * 1024;              ///< of a request line and its headers
};

/// Used by one thread; only idle_since_ns() and the claim below are for others. Does not own the socket.
class connection final : public httplib::Stream {
 public:
  /// `tls`: nullptr for a plain connection.
  connection(socket_t socket, connection_limits limits, const tls_identity* tls = nullptr);
  ~connection() override;
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  /// Sleeps until a request begins. False when the client is gone or idled too long.
  bool wait_for_request();
  /// Called once a request's head is parsed: how many bytes of body follow it.
  void expect_body(std::uint64_t bytes);
  /// Sends what is left of the answer and drops what nobody read of the request's body. False: the connection is of no further
  /// use.
  bool end_request();

  /// Steady-clock nanoseconds since when the connection waits for a request; 0 while it serves one.
  std::int64_t idle_since_ns() const { return idle_since_ns_.load(std::memory_order_relaxed); }
  /// Takes it out of the choice of idle connections.
  void mark_claimed() { idle_since_ns_.store(0, std::memory_order_relaxed); }

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* data, std::size_t size) override;
  ssize_t write(const char* data, std::size_t size) override;
  /// Left unanswered: the library asks both for every request, at two system calls each, and nothing here reads them.
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return socket_; }

 private:
  bool fill();
  bool fill_from_tls();
  bool has_unread() const;
  bool wait_for(short what, std::chrono::milliseconds limit) const;
  bool send_all(const char* data, std::size_t size);
  bool send_all_through_tls(const char* data, std::size_t size);
  bool may_go_on(int result, std::chrono::milliseconds read_limit) const;

  socket_t socket_;
  connection_limits limits_;
  tls_session tls_;  ///< empty: plain
  std::array<char, 8192> buffer_{};
  std::size_t buffer_begin_ = 0;
  std::size_t buffer_end_ = 0;
  std::uint64_t bytes_left_ = 0;                              ///< of the head while it is read, then of the body
  std::chrono::steady_clock::time_point request_deadline_{};  ///< of the head, then of the body
  bool in_head_ = true;
  bool is_broken_ = false;
  std::string held_back_;  ///< an answer's head, until its body comes
  bool holds_next_write_ = true;
  std::atomic<std::int64_t> idle_since_ns_{0};
};

}  // namespace deckhand
