#include "tests/support/slow_link.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <deque>
#include <stdexcept>
#include <string>

namespace deckhand::testing {
namespace {

using clock = std::chrono::steady_clock;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int open_socket() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return socket;
}

bool is_readable(int socket, std::chrono::milliseconds within) {
  pollfd what{socket, POLLIN, 0};
  return poll(&what, 1, static_cast<int>(within.count())) > 0;
}

}  // namespace

slow_link::slow_link(std::uint16_t port, std::chrono::milliseconds delay, std::chrono::milliseconds stall)
    : target_port_(port), delay_(delay), stall_(stall), listening_(open_socket()) {
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(listening_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listening_, 8) != 0 ||
      getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("cannot listen");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread{[this] { accept_all(); }};
}

slow_link::~slow_link() {
  is_stopping_ = true;
  acceptor_.join();
  for (auto& direction : directions_) direction.join();
  for (const int socket : sockets_) ::close(socket);
  ::close(listening_);
}

void slow_link::accept_all() {
  while (!is_stopping_) {
    if (!is_readable(listening_, std::chrono::milliseconds{50})) continue;
    const int caller = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    const int target = open_socket();
    const auto address = loopback(target_port_);
    sockets_.insert(sockets_.end(), {caller, target});
    if (::connect(target, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::shutdown(caller, SHUT_RDWR);
      continue;
    }
    directions_.emplace_back([this, caller, target] { pass_on(caller, target); });
    directions_.emplace_back([this, caller, target] { pass_on(target, caller); });
  }
}

// One direction: what has come waits for its turn, in order.
void slow_link::pass_on(int from, int to) {
  std::deque<std::pair<clock::time_point, std::string>> under_way;
  bool is_open = true;
  while (!is_stopping_ && (is_open || !under_way.empty())) {
    std::array<char, 65536> buffer;
    if (is_open && is_readable(from, std::chrono::milliseconds{1})) {
      const auto size = ::recv(from, buffer.data(), buffer.size(), 0);
      is_open = size > 0;
      auto due = clock::now() + delay_ + (++packets_ % 100 == 0 ? stall_ : std::chrono::milliseconds{0});
      if (!under_way.empty()) due = std::max(due, under_way.back().first);
      if (is_open) under_way.emplace_back(due, std::string{buffer.data(), static_cast<std::size_t>(size)});
    }
    while (!under_way.empty() && (under_way.front().first <= clock::now() || !is_open)) {
      std::string_view left = under_way.front().second;
      while (!left.empty()) {
        const auto sent = ::send(to, left.data(), left.size(), MSG_NOSIGNAL);
        if (sent <= 0) break;
        left.remove_prefix(static_cast<std::size_t>(sent));
      }
      under_way.pop_front();
    }
  }
  ::shutdown(to, SHUT_WR);
}

}  // namespace deckhand::testing
