#include "http/listener.hpp"

#include <netinet/tcp.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

#include "actors/thread_priority.hpp"
#include "http/body_reader.hpp"
#include "http/listening_socket.hpp"

namespace deckhand {
namespace {

// The one path the library knows. Its own routes are regular expressions, tried one by one; ours are found from the request's
// target.
const std::string only_path = "/";

bool has_body(const std::string& method) {
  return method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE";
}

}  // namespace

listener::listener(config settings, answer_function answer, error_function on_error)
    : settings_(std::move(settings)),
      answer_(std::move(answer)),
      on_error_(std::move(on_error)),
      threads_(settings_.threads, [this](int socket) { process_and_close_socket(socket); }) {
  set_payload_max_length(settings_.max_body_bytes);
  set_keep_alive_max_count(1'000'000);  // only shown to clients: our own loop does not count
  set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(settings_.limits.keep_alive).count());
  install_handlers();
}

listener::~listener() { stop(); }

void listener::install_handlers() {
  set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    if (has_body(request.method)) return HandlerResponse::Unhandled;
    answer_(request, {}, response);
    return HandlerResponse::Handled;
  });
  const HandlerWithContentReader with_body = [this](const httplib::Request& request, httplib::Response& response,
                                                    const httplib::ContentReader& reader) {
    answer_(request, read_body(request, reader, settings_.max_body_bytes), response);
  };
  Post(only_path, with_body);
  Put(only_path, with_body);
  Patch(only_path, with_body);
  Delete(only_path, with_body);
  set_error_handler(HandlerWithResponse{[this](const httplib::Request&, httplib::Response& response) {
    if (response.body.empty()) on_error_(response);
    return HandlerResponse::Handled;
  }});
}

tl::expected<int, std::string> listener::start() {
  const auto opened = open_listening_socket(settings_.host, settings_.port);
  if (!opened) return tl::unexpected{opened.error()};
  svr_sock_ = opened->descriptor;
  acceptor_ = std::thread{[this] { accept_all(); }};
  return opened->port;
}

void listener::accept_all() {
  lower_thread_priority(settings_.threads.nice);
  const socket_t listening = svr_sock_;
  while (!is_stopping_) {
    const int client = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) {
      if (is_stopping_ || errno == ECONNABORTED || errno == EINTR) continue;
      // Out of descriptors or memory: that passes when a connection ends.
      spdlog::warn("cannot accept a connection: {}", std::strerror(errno));
      close_longest_idle();
      std::this_thread::sleep_for(std::chrono::milliseconds{100});
      continue;
    }
    const int yes = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (!threads_.assign(client)) close_longest_idle();
  }
}

bool listener::process_and_close_socket(socket_t socket) {
  connection client{socket, settings_.limits, settings_.tls.get()};
  {
    const std::lock_guard lock{mutex_};
    connections_.insert(&client);
  }
  serve(client);
  const std::lock_guard lock{mutex_};  // nobody may shut a socket down whose number is another's already
  connections_.erase(&client);
  ::shutdown(socket, SHUT_RDWR);
  ::close(socket);
  left_.notify_all();
  return true;
}

void listener::serve(connection& client) {
  while (!is_stopping_ && client.wait_for_request()) {
    bool must_close = false;
    const bool is_answered =
        process_request(client, false, must_close, [&](httplib::Request& request) { prepare(request, client); });
    if (!client.end_request() || !is_answered || must_close || threads_.is_crowded()) break;
  }
}

// The last moment before the library acts upon a request.
void listener::prepare(httplib::Request& request, connection& client) {
  request.path = only_path;
  request.headers.erase("Accept-Encoding");  // compressing answers would take the robot's processor time
  request.headers.erase("Range");
  request.ranges.clear();
  std::uint64_t length = 0;
  const auto text = request.get_header_value("Content-Length");
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), length);
  const bool is_valid = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
  const bool is_chunked = request.has_header("Transfer-Encoding");
  // Without this the library would read a body that was never announced, until the client goes.
  if (!is_chunked && !is_valid) {
    request.headers.erase("Content-Length");
    request.set_header("Content-Length", "0");
  }
  if (is_chunked && !has_body(request.method)) {  // its end cannot be found without reading it
    request.headers.erase("Connection");
    request.set_header("Connection", "close");
    client.expect_body(std::numeric_limits<std::uint64_t>::max());
    return;
  }
  client.expect_body(is_chunked ? 0 : length);
}

void listener::close_longest_idle() {
  const std::lock_guard lock{mutex_};
  connection* chosen = nullptr;
  auto longest = std::numeric_limits<std::int64_t>::max();
  for (auto* candidate : connections_) {
    const auto since = candidate->idle_since_ns();
    if (since == 0 || since >= longest) continue;
    longest = since;
    chosen = candidate;
  }
  if (!chosen) return;
  chosen->mark_claimed();
  ::shutdown(chosen->socket(), SHUT_RD);
}

void listener::shut_down_all(int how) {
  const std::lock_guard lock{mutex_};
  for (auto* client : connections_) ::shutdown(client->socket(), how);
}

bool listener::none_left_within(std::chrono::milliseconds limit) {
  std::unique_lock lock{mutex_};
  return left_.wait_for(lock, limit, [&] { return connections_.empty(); });
}

void listener::stop() {
  if (!acceptor_.joinable()) return;
  is_stopping_ = true;
  ::shutdown(svr_sock_, SHUT_RDWR);  // wakes accept
  acceptor_.join();
  ::close(svr_sock_.exchange(INVALID_SOCKET));
  shut_down_all(SHUT_RD);  // idle connections end now; answers on their way get out
  if (!none_left_within(std::chrono::milliseconds{500})) shut_down_all(SHUT_RDWR);
  threads_.join();
}

std::size_t listener::connections() const {
  const std::lock_guard lock{mutex_};
  return connections_.size();
}

}  // namespace deckhand
