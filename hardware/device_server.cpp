#include "hardware/device_server.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pty.h>
#include <sys/socket.h>
#include <termios.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>

#include "hardware/link_framing.hpp"

namespace deckhand {
namespace {

constexpr std::string_view noise = "\x01\x7f!?#\xfe\xff";

std::chrono::steady_clock::duration seconds_of(double seconds) {
  return std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>{seconds});
}

tl::unexpected<std::string> failed(const std::string& what) { return tl::unexpected{what + ": " + std::strerror(errno) + "."}; }

int port_of(int socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size) != 0) return 0;
  if (bound.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(bound).sin6_port);
  return ntohs(reinterpret_cast<const sockaddr_in&>(bound).sin_port);
}

}  // namespace

device_server::device_server(device_server_config config) : config_(std::move(config)), seen_(config_.faults.size()) {}

device_server::~device_server() {
  {
    const std::lock_guard lock{mutex_};
    is_ending_ = true;
  }
  wake_.notify();
  if (thread_.joinable()) thread_.join();
  std::error_code ignored;
  if (!terminal_link_.empty()) std::filesystem::remove(terminal_link_, ignored);
}

tl::expected<int, std::string> device_server::listen(const std::string& host, int port) {
  host_ = host;
  if (const auto opened = open_port(port); !opened) return tl::unexpected{opened.error()};
  port_ = port_of(listener_.get());
  thread_ = std::thread{[this] { run(); }};
  return port_;
}

tl::expected<void, std::string> device_server::open_port(int port) {
  const auto what = "Cannot listen on " + host_ + ":" + std::to_string(port);
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE;
  addrinfo* first = nullptr;
  if (const int error = getaddrinfo(host_.c_str(), std::to_string(port).c_str(), &wanted, &first); error != 0)
    return tl::unexpected{what + ": " + gai_strerror(error) + "."};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses{first, freeaddrinfo};
  file_descriptor socket{::socket(first->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, first->ai_protocol)};
  const int yes = 1;
  setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(socket.get(), first->ai_addr, first->ai_addrlen) != 0 || ::listen(socket.get(), 4) != 0) return failed(what);
  listener_ = std::move(socket);
  return {};
}

tl::expected<void, std::string> device_server::open_terminal(const std::string& link) {
  terminal_link_ = link;
  if (!make_terminal()) return failed("Cannot make a terminal at " + link);
  thread_ = std::thread{[this] { run(); }};
  return {};
}

// A terminal that is gone for its client is gone for good: the link then leads to another one.
bool device_server::make_terminal() {
  int device_end = -1, client_end = -1;
  std::array<char, 128> name{};
  termios raw{};
  cfmakeraw(&raw);
  if (openpty(&device_end, &client_end, name.data(), &raw, nullptr) != 0) return false;
  ::close(client_end);
  ::fcntl(device_end, F_SETFL, O_NONBLOCK);
  client_ = file_descriptor{device_end};
  std::error_code error;
  std::filesystem::remove(terminal_link_, error);
  std::filesystem::create_symlink(name.data(), terminal_link_, error);
  return !error;
}

void device_server::inject(device_fault fault) {
  const std::lock_guard lock{mutex_};
  config_.faults.push_back(std::move(fault));
  seen_.push_back(0);
}

void device_server::unplug() {
  const std::lock_guard lock{mutex_};
  break_link(std::nullopt);
  wake_.notify();
}

void device_server::plug_in() {
  const std::lock_guard lock{mutex_};
  mend_link();
  wake_.notify();
}

bool device_server::wait_for_client(std::chrono::milliseconds limit) {
  std::unique_lock lock{mutex_};
  return client_came_.wait_for(lock, limit, [this] { return static_cast<bool>(client_); });
}

std::size_t device_server::lines() const {
  const std::lock_guard lock{mutex_};
  return lines_;
}

double device_server::now_s() const {
  if (config_.time_scale <= 0) return unscaled_now_s_;
  return std::chrono::duration<double>(clock::now() - origin_).count() / config_.time_scale;
}

device_server::clock::time_point device_server::real_time_of(double at_s) const {
  if (config_.time_scale <= 0) return clock::now();
  return origin_ + seconds_of(at_s * config_.time_scale);
}

// --- its thread ---

void device_server::run() {
  std::unique_lock lock{mutex_};
  while (!is_ending_) {
    // A pseudo-terminal without a client reports a hang-up all the time, so it is only looked at now and then.
    const bool is_tcp = terminal_link_.empty();
    std::array<pollfd, 3> waiting{pollfd{wake_.get(), POLLIN, 0}, pollfd{listener_.get(), POLLIN, 0},
                                  pollfd{is_tcp ? client_.get() : -1, POLLIN, 0}};
    const int limit_ms = is_tcp ? wait_ms() : 1;
    lock.unlock();
    ::poll(waiting.data(), waiting.size(), limit_ms);
    wake_.drain();
    lock.lock();
    if (broken_until_ && clock::now() >= *broken_until_) mend_link();
    if (waiting[1].revents && listener_) accept_client();
    if (client_) read_client();
    deliver_due();
  }
}

int device_server::wait_ms() const {
  auto next = broken_until_;
  if (!answers_.empty() && (!next || answers_.front().due < *next)) next = answers_.front().due;
  if (!next) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1000));
}

void device_server::accept_client() {
  file_descriptor client{::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
  if (!client) return;
  drop_client();
  const int yes = 1;
  setsockopt(client.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  client_ = std::move(client);
  client_came_.notify_all();
}

void device_server::drop_client() {
  client_.reset();
  received_.clear();
  answers_.clear();
}

void device_server::break_link(std::optional<clock::time_point> until) {
  drop_client();
  listener_.reset();
  broken_until_ = until;
  std::error_code ignored;
  if (!terminal_link_.empty()) std::filesystem::remove(terminal_link_, ignored);
}

void device_server::mend_link() {
  broken_until_.reset();
  if (!terminal_link_.empty() && !client_) make_terminal();
  if (terminal_link_.empty() && !listener_) (void)open_port(port_);
}

void device_server::read_client() {
  std::array<char, 4096> chunk{};
  const auto count = ::read(client_.get(), chunk.data(), chunk.size());
  if (count > 0) received_.append(chunk.data(), static_cast<std::size_t>(count));
  const bool is_over = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
  const auto line_end = config_.device->framing().line_end;
  for (auto end = received_.find(line_end); end != std::string::npos; end = received_.find(line_end)) {
    auto line = received_.substr(0, end);
    received_.erase(0, end + line_end.size());
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\n')) line.pop_back();
    take(line);
    if (!client_) return;
  }
  if (is_over && terminal_link_.empty()) drop_client();
}

void device_server::take(std::string_view line) {
  ++lines_;
  if (silent_until_ && clock::now() < *silent_until_) return;
  const auto* fault = next_fault(line);
  if (!fault) return answer(line, nullptr);
  const auto duration = seconds_of(fault->duration_s);
  if (fault->kind == device_fault_kind::silence)
    silent_until_ = clock::now() + duration;
  else if (fault->kind == device_fault_kind::disconnect)
    break_link(clock::now() + duration);
  else
    answer(line, fault);
}

const device_fault* device_server::next_fault(std::string_view line) {
  for (std::size_t i = 0; i < config_.faults.size(); ++i) {
    const auto& each = config_.faults[i];
    if (line.find(each.at) == std::string_view::npos || ++seen_[i] != each.count) continue;
    happened_ = each;
    return &*happened_;
  }
  return nullptr;
}

void device_server::answer(std::string_view line, const device_fault* fault) {
  auto& device = *config_.device;
  const auto is = [&](device_fault_kind kind) { return fault && fault->kind == kind; };
  if (is(device_fault_kind::async)) queue(device.fail(fault->kind, now_s()).text, clock::now());
  const bool fails = fault && !is(device_fault_kind::async) && std::ranges::count(device.own_faults(), fault->kind);
  auto said = fails ? device.fail(fault->kind, now_s()) : device.handle(line, now_s());
  if (said.is_alone) answers_.clear();
  unscaled_now_s_ = std::max({unscaled_now_s_, said.due_s, device.settled_s()});
  auto due = real_time_of(said.due_s);
  if (is(device_fault_kind::lost_ack)) return;
  if (is(device_fault_kind::garbage)) said.text = noise;
  if (is(device_fault_kind::slow)) due += seconds_of(fault->duration_s);
  queue(said.text, due);
}

void device_server::queue(std::string_view text, clock::time_point due) {
  answers_.push_back({framed_answer(text, config_.device->framing()), due});
}

void device_server::deliver_due() {
  while (client_ && !answers_.empty() && answers_.front().due <= clock::now()) {
    const auto& text = answers_.front().text;
    [[maybe_unused]] const auto written = ::write(client_.get(), text.data(), text.size());
    answers_.pop_front();
  }
}

}  // namespace deckhand
