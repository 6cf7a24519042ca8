// Connections and requests that no proper client makes, while a run goes on: each gets a clear answer or is closed, memory stays
// bounded, and the run does not notice.

#include <arpa/inet.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "tests/scenario/live_robot.hpp"
#include "tests/support/protocols.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

/// A socket and nothing more.
class hostile_client {
 public:
  explicit hostile_client(const std::string& url) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error{"cannot connect"};
    const timeval patience{30, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  }
  ~hostile_client() {
    if (socket_ >= 0) ::close(socket_);
  }
  hostile_client(hostile_client&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}

  /// False: the server has had enough.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// Whether the server says something, or closes, before that long.
  bool hears_within(std::chrono::milliseconds limit) const {
    pollfd entry{socket_, POLLIN, 0};
    return ::poll(&entry, 1, static_cast<int>(limit.count())) > 0;
  }
  /// The status of the next answer; 0 where the connection ended without one.
  int status() const {
    std::string received;
    std::array<char, 4096> buffer;
    while (received.find("\r\n") == std::string::npos) {
      const auto got = ::recv(socket_, buffer.data(), buffer.size(), 0);
      if (got <= 0) return 0;
      received.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return received.size() > 12 ? std::stoi(received.substr(9, 3)) : 0;
  }

 private:
  int socket_;
};

double memory_mib() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);)
    if (line.rfind("VmRSS:", 0) == 0) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  return 0;
}

/// A run of waits in real time that is under way for as long as this lives, and ends as it should.
class bystander_run {
 public:
  explicit bystander_run(live_robot& robot) : robot_(robot) {
    run_id_ = robot_.create_run(comment_protocol(3'000));
    robot_.act(run_id_, "play");
  }
  void check_unmoved() {
    robot_.wait_for_end(run_id_);
    CHECK(robot_.status(run_id_) == "succeeded");
    const auto log = robot_.log(run_id_);
    CHECK(log.size() == 3'001);
    CHECK(std::all_of(log.begin(), log.end(), [](const json& entry) { return entry["status"] == "succeeded"; }));
  }

 private:
  live_robot& robot_;
  std::string run_id_;
};

const std::string good_head = "POST /runs HTTP/1.1\r\nHost: robot\r\nOpentrons-Version: 3\r\nContent-Type: application/json\r\n";

std::string with_length(std::size_t bytes) { return good_head + "Content-Length: " + std::to_string(bytes) + "\r\n\r\n"; }

}  // namespace

TEST_CASE("a thousand half-open connections do not keep a proper client waiting") {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  live_robot robot;
  bystander_run run{robot};
  std::vector<hostile_client> crowd;
  for (int i = 0; i < 1000; ++i) {
    crowd.emplace_back(robot.url());
    if (i % 3 == 1) crowd.back().send("GET /runs HTT");
    if (i % 3 == 2) crowd.back().send(good_head + "Content-Length: 100\r\n\r\n{\"data\"");
  }
  CHECK(robot.client().get("/runs"));
  CHECK(robot.client().get("/health"));
  run.check_unmoved();
}

TEST_CASE("a request that trickles in is cut off") {
  live_robot robot;
  bystander_run run{robot};
  hostile_client slow{robot.url()};
  const auto began = std::chrono::steady_clock::now();
  slow.send("GET /runs HTTP/1.1\r\nHost: robot\r\n");
  // Never silent for long, never done.
  for (int i = 0; i < 600 && !slow.hears_within(std::chrono::milliseconds{100}); ++i)
    if (!slow.send("X-More: 1\r\n")) break;
  const auto status = slow.status();
  CHECK((status == 0 || (status >= 400 && status < 500)));
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{40});
  run.check_unmoved();
}

TEST_CASE("hundred megabytes of body are refused in bounded memory") {
  live_robot robot;
  bystander_run run{robot};
  const auto before = memory_mib();
  constexpr std::size_t size = 100 << 20;
  const std::string chunk(1 << 20, ' ');
  hostile_client announced{robot.url()};
  announced.send(with_length(size));
  for (int i = 0; i < 100 && announced.send(chunk); ++i) continue;
  const auto status = announced.status();
  CHECK((status == 413 || status == 0));
  hostile_client chunked{robot.url()};
  chunked.send(good_head + "Transfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 100 && chunked.send("100000\r\n" + chunk + "\r\n"); ++i) continue;
  chunked.send("0\r\n\r\n");
  const auto other_status = chunked.status();
  CHECK((other_status == 413 || other_status == 0));
  CHECK(memory_mib() - before < 400);
  run.check_unmoved();
}

TEST_CASE("bodies that make no sense are told so") {
  live_robot robot;
  bystander_run run{robot};
  const auto send = [&](const std::string& body) {
    hostile_client client{robot.url()};
    client.send(with_length(body.size()) + body);
    return client.status();
  };
  CHECK(send(std::string(1'000'000, '[')) == 422);
  CHECK(send(R"({"data":)" + std::string(10'000, '{')) == 422);
  CHECK(send("{\"data\": {\"protocolId\": \"\xff\xfe\"}}") == 422);
  CHECK(send(std::string("\0\0\0\0", 4)) == 422);
  CHECK(send(R"({"data": {"protocolId": 1e400}})") == 422);
  run.check_unmoved();
}

TEST_CASE("heads that make no sense are answered or cut off") {
  live_robot robot;
  bystander_run run{robot};
  const auto send = [&](const std::string& text) {
    hostile_client client{robot.url()};
    client.send(text);
    return client.status();
  };
  const auto is_answered = [](int status) { return status == 0 || (status >= 200 && status < 500); };
  const auto is_refused = [](int status) { return status == 0 || (status >= 400 && status < 500); };
  CHECK(send("GET /runs HTTP/1.1\r\nHost: robot\r\n\r\n") == 422);
  CHECK(is_refused(send("GET /runs HTTP/1.1\r\nHost: robot\r\nOpentrons-Version: 3\r\nOpentrons-Version: x\r\n\r\n")) ==
        false);  // the first one counts
  CHECK(is_refused(send("\r\n\r\n")));
  CHECK(is_refused(send("NONSENSE\r\n\r\n")));
  CHECK(is_refused(send("GET /runs HTTP/9.9\r\nOpentrons-Version: 3\r\n\r\n")));
  CHECK(is_refused(send("GET /" + std::string(100'000, 'x') + " HTTP/1.1\r\nOpentrons-Version: 3\r\n\r\n")));
  CHECK(is_refused(send("GET /runs HTTP/1.1\r\n" + std::string(200'000, 'y') + ": 1\r\n\r\n")));
  // What is no length counts as none: the body is empty, and a second run is refused while the first goes on, or made after it.
  CHECK(is_answered(send(good_head + "Content-Length: -5\r\n\r\n{}")));
  CHECK(is_answered(send(good_head + "Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}")));
  CHECK(is_answered(send(good_head + "Content-Length: 99999999999999999999\r\n\r\n{}")));
  CHECK(is_refused(send("GET /runs/\x01\xff%zz HTTP/1.1\r\nOpentrons-Version: 3\r\n\r\n")));
  run.check_unmoved();
}
