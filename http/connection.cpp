#include "http/connection.hpp"

#include <fcntl.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

namespace deckhand {
namespace {

// A body that nobody wanted is read over up to here, to keep the connection; beyond, closing it is cheaper.
constexpr std::uint64_t max_discarded_bytes = 1 << 20;
// A body of unknown length gets the time of one this long.
constexpr std::uint64_t most_waited_for_bytes = std::uint64_t{64} << 20;

std::int64_t steady_now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

connection::connection(socket_t socket, connection_limits limits, const tls_identity* tls) : socket_(socket), limits_(limits) {
  if (!tls) return;
  tls_ = tls->open(socket);
  is_broken_ = !tls_;
  // A record may arrive in pieces: whoever reads it must be able to give up.
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
}

connection::~connection() {
  if (!tls_ || is_broken_) return;
  SSL_shutdown(tls_.get());  // says goodbye, and does not wait for an answer
  ERR_clear_error();
}

bool connection::wait_for(short what, std::chrono::milliseconds limit) const {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    pollfd entry{socket_, what, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

bool connection::wait_for_request() {
  in_head_ = true;
  bytes_left_ = limits_.max_head_bytes;
  holds_next_write_ = true;
  request_deadline_ = std::chrono::steady_clock::now() + limits_.whole_head;
  if (is_broken_) return false;
  if (has_unread()) return true;
  idle_since_ns_.store(steady_now_ns(), std::memory_order_relaxed);
  const bool is_there = wait_for(POLLIN, limits_.keep_alive);
  idle_since_ns_.store(0, std::memory_order_relaxed);
  request_deadline_ = std::chrono::steady_clock::now() + limits_.whole_head;
  return is_there && fill();
}

void connection::expect_body(std::uint64_t bytes) {
  in_head_ = false;
  bytes_left_ = bytes;
  // What is announced may be any number, and nobody waits for ever.
  const auto counted = std::min<std::uint64_t>(bytes == 0 ? most_waited_for_bytes : bytes, most_waited_for_bytes);
  request_deadline_ = std::chrono::steady_clock::now() + limits_.whole_head +
                      std::chrono::seconds{counted / std::max<std::uint64_t>(limits_.slowest_body_bytes_per_s, 1)};
}

bool connection::end_request() {
  if (!held_back_.empty() && !send_all(nullptr, 0)) return false;
  if (is_broken_ || in_head_ || bytes_left_ > max_discarded_bytes) return false;
  std::array<char, 4096> scrap;
  while (bytes_left_ > 0)
    if (read(scrap.data(), std::min<std::uint64_t>(scrap.size(), bytes_left_)) <= 0) return false;
  return true;
}

bool connection::has_unread() const { return buffer_begin_ < buffer_end_ || (tls_ && SSL_pending(tls_.get()) > 0); }

bool connection::fill() {
  if (tls_) return fill_from_tls();
  const auto got = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
  if (got <= 0) return false;
  buffer_begin_ = 0;
  buffer_end_ = static_cast<std::size_t>(got);
  return true;
}

// The handshake happens here, too: whatever the client has to say first.
bool connection::fill_from_tls() {
  for (;;) {
    ERR_clear_error();
    const int got = SSL_read(tls_.get(), buffer_.data(), static_cast<int>(buffer_.size()));
    if (got > 0) {
      buffer_begin_ = 0;
      buffer_end_ = static_cast<std::size_t>(got);
      return true;
    }
    if (!may_go_on(got, limits_.read) || std::chrono::steady_clock::now() > request_deadline_) return false;
  }
}

// After a step of TLS that did not come to its end: waits for what it needs. False where there is no going on.
bool connection::may_go_on(int result, std::chrono::milliseconds read_limit) const {
  const int needs = SSL_get_error(tls_.get(), result);
  if (needs == SSL_ERROR_WANT_READ) return wait_for(POLLIN, read_limit);
  return needs == SSL_ERROR_WANT_WRITE && wait_for(POLLOUT, limits_.write);
}

// A client that sends a byte now and then is never silent for long: the whole request has a limit, too.
bool connection::is_readable() const {
  if (has_unread()) return true;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(request_deadline_ - std::chrono::steady_clock::now());
  return left.count() > 0 && wait_for(POLLIN, std::min(limits_.read, left));
}

bool connection::is_writable() const {
  // A client that has gone makes its socket writable, too: ask for that first.
  char peeked = 0;
  const auto got = ::recv(socket_, &peeked, 1, MSG_PEEK | MSG_DONTWAIT);
  const bool is_gone = got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
  return !is_gone && wait_for(POLLOUT, limits_.write);
}

ssize_t connection::read(char* data, std::size_t size) {
  if (!held_back_.empty() && !send_all(nullptr, 0)) return -1;  // "100 Continue": the client waits for it before it goes on
  if (is_broken_ || (in_head_ && bytes_left_ == 0)) return -1;
  if (buffer_begin_ == buffer_end_ && (!is_readable() || !fill())) {
    is_broken_ = true;
    return -1;
  }
  const auto taken = std::min(size, buffer_end_ - buffer_begin_);
  std::memcpy(data, buffer_.data() + buffer_begin_, taken);
  buffer_begin_ += taken;
  bytes_left_ -= std::min<std::uint64_t>(bytes_left_, taken);
  return static_cast<ssize_t>(taken);
}

ssize_t connection::write(const char* data, std::size_t size) {
  if (holds_next_write_) {
    holds_next_write_ = false;
    held_back_.assign(data, size);
  } else if (!send_all(data, size)) {
    return -1;
  }
  return static_cast<ssize_t>(size);
}

bool connection::send_all_through_tls(const char* data, std::size_t size) {
  held_back_.append(data ? data : "", size);
  for (std::size_t sent = 0; !is_broken_ && sent < held_back_.size();) {
    ERR_clear_error();
    const auto left = std::min<std::size_t>(held_back_.size() - sent, std::numeric_limits<int>::max());
    const int taken = SSL_write(tls_.get(), held_back_.data() + sent, static_cast<int>(left));
    if (taken > 0)
      sent += static_cast<std::size_t>(taken);
    else
      is_broken_ = !may_go_on(taken, limits_.write);
  }
  held_back_.clear();
  return !is_broken_;
}

bool connection::send_all(const char* data, std::size_t size) {
  if (tls_) return send_all_through_tls(data, size);
  std::array<iovec, 2> parts{iovec{held_back_.data(), held_back_.size()}, iovec{const_cast<char*>(data), size}};
  while (!is_broken_ && parts[0].iov_len + parts[1].iov_len > 0) {
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const auto sent = ::sendmsg(socket_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      const bool may_retry = errno == EINTR || ((errno == EAGAIN || errno == EWOULDBLOCK) && wait_for(POLLOUT, limits_.write));
      is_broken_ = !may_retry;
      continue;
    }
    auto left = static_cast<std::size_t>(sent);
    for (auto& part : parts) {
      const auto taken = std::min(left, part.iov_len);
      part.iov_base = static_cast<char*>(part.iov_base) + taken;
      part.iov_len -= taken;
      left -= taken;
    }
  }
  held_back_.clear();
  return !is_broken_;
}

}  // namespace deckhand
