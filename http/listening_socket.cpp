#include "http/listening_socket.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace deckhand {
namespace {

// As many as the kernel allows: a hundred pollers may come at once.
constexpr int backlog = 4096;

int port_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length);
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

// The descriptor, or -1 with errno set.
int listen_on(const addrinfo& address) {
  const int descriptor = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
  if (descriptor < 0) return -1;
  // SO_REUSEADDR takes a port over from connections that are only fading out. Not SO_REUSEPORT: two nodes would share one port.
  const int yes = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 && ::listen(descriptor, backlog) == 0) return descriptor;
  const int reason = errno;
  ::close(descriptor);
  errno = reason;
  return -1;
}

}  // namespace

tl::expected<listening_socket, std::string> open_listening_socket(const std::string& host, int port) {
  const auto where = host + ":" + std::to_string(port);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (const int refusal = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); refusal != 0)
    return tl::unexpected{"cannot listen on " + where + ": " + gai_strerror(refusal)};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses{found, &freeaddrinfo};
  int reason = 0;
  for (const auto* address = found; address; address = address->ai_next) {
    if (const int descriptor = listen_on(*address); descriptor >= 0) return listening_socket{descriptor, port_of(descriptor)};
    reason = errno;
  }
  return tl::unexpected{"cannot listen on " + where + ": " + std::strerror(reason)};
}

}  // namespace deckhand
