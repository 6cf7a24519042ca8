#include "hardware/board_link.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <termios.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace deckhand {
namespace {

using opened = tl::expected<file_descriptor, std::string>;

constexpr std::chrono::milliseconds connect_limit{1000};

tl::unexpected<std::string> failed(const std::string& what, int error) {
  return tl::unexpected{what + ": " + std::strerror(error) + "."};
}

opened open_serial(const std::string& device) {
  const auto what = "Cannot open " + device;
  file_descriptor port{::open(device.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
  if (!port) return failed(what, errno);
  termios settings{};
  if (tcgetattr(port.get(), &settings) != 0) return failed(what, errno);
  cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS);
  cfsetispeed(&settings, B115200);
  cfsetospeed(&settings, B115200);
  if (tcsetattr(port.get(), TCSANOW, &settings) != 0) return failed(what, errno);
  tcflush(port.get(), TCIOFLUSH);
  return opened{std::move(port)};
}

// Zero, or what went wrong.
int finish_connecting(int fd, std::chrono::milliseconds limit) {
  pollfd waiting{fd, POLLOUT, 0};
  const int ready = ::poll(&waiting, 1, static_cast<int>(limit.count()));
  if (ready == 0) return ETIMEDOUT;
  if (ready < 0) return errno;
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

}  // namespace

opened open_tcp(const std::string& host, const std::string& port, std::chrono::milliseconds limit) {
  const auto what = "Cannot connect to " + host + ":" + port;
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  if (const int error = getaddrinfo(host.c_str(), port.c_str(), &wanted, &first); error != 0)
    return tl::unexpected{what + ": " + gai_strerror(error) + "."};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses{first, freeaddrinfo};
  int error = EADDRNOTAVAIL;
  for (const auto* each = first; each; each = each->ai_next) {
    file_descriptor link{::socket(each->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, each->ai_protocol)};
    if (!link) continue;
    error = ::connect(link.get(), each->ai_addr, each->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) error = finish_connecting(link.get(), limit);
    if (error != 0) continue;
    const int yes = 1;
    setsockopt(link.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return opened{std::move(link)};
  }
  return failed(what, error);
}

link_opener serial_link(std::string device) {
  return [device = std::move(device)] { return open_serial(device); };
}

link_opener tcp_link(std::string host, std::string port) {
  return [host = std::move(host), port = std::move(port)] { return open_tcp(host, port, connect_limit); };
}

std::optional<link_opener> read_link_url(std::string_view url) {
  constexpr std::string_view serial = "serial://", tcp = "tcp://";
  if (url.starts_with(serial) && url.size() > serial.size()) return serial_link(std::string{url.substr(serial.size())});
  if (!url.starts_with(tcp)) return std::nullopt;
  const auto place = url.substr(tcp.size());
  const auto colon = place.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == place.size()) return std::nullopt;
  return tcp_link(std::string{place.substr(0, colon)}, std::string{place.substr(colon + 1)});
}

tl::expected<link_opener, std::string> read_robot_url(std::string_view url) {
  if (auto link = read_link_url(url)) return std::move(*link);
  return tl::unexpected{
      "a robot is \"emulated\", \"serial:///dev/...\", \"tcp://host:port\" or \"node://host:port\", and not \"" +
      std::string{url} + "\""};
}

}  // namespace deckhand
