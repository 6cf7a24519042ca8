#include "tests/http/http_fixture.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace deckhand::testing {
namespace {

http_server::config on_any_port(http_server::config settings) {
  settings.port = 0;
  return settings;
}

const httplib::Headers usual_headers{{"Opentrons-Version", "3"}};

}  // namespace

http_fixture::http_fixture(http_server::config settings) : server(on_any_port(std::move(settings)), port) {
  const auto started = server.start();
  if (!started) throw std::runtime_error{started.error()};
  port_number = *started;
  connect("127.0.0.1", port_number);
}

httplib::Client http_fixture::client() const {
  httplib::Client client{"127.0.0.1", port_number};
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  client.set_default_headers(usual_headers);
  return client;
}

raw_client::raw_client(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error{"cannot connect"};
  const timeval patience{20, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

raw_client::~raw_client() {
  if (socket_ >= 0) ::close(socket_);
}

raw_client::raw_client(raw_client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}

void raw_client::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server may have said no already
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool raw_client::read_more() {
  std::array<char, 4096> buffer;
  const auto got = ::recv(socket_, buffer.data(), buffer.size(), 0);
  if (got < 0 && errno != ECONNRESET) throw std::runtime_error{"the server keeps silent"};
  if (got <= 0) return false;
  received_.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

std::string raw_client::read_answer() {
  for (;;) {
    const auto head_end = received_.find("\r\n\r\n");
    const auto length_at = received_.find("Content-Length: ");
    if (head_end != std::string::npos) {
      const auto size = head_end + 4 + (length_at < head_end ? std::stoul(received_.substr(length_at + 16)) : 0);
      if (received_.size() >= size) {
        auto whole = received_.substr(0, size);
        received_.erase(0, size);
        return whole;
      }
    }
    if (!read_more()) return std::exchange(received_, {});
  }
}

std::string raw_client::read_to_end() {
  while (read_more()) continue;
  return std::exchange(received_, {});
}

}  // namespace deckhand::testing
