// The links of modules: each kind's framing, over a TCP connection and over a pseudo-terminal, with the test at the other end.

#include "hardware/module_link.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <pty.h>
#include <sys/socket.h>

#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <memory>
#include <mutex>

#include "tests/hardware/link_bench.hpp"
#include "tests/runtime/temporary_directory.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

constexpr int patience_ms = 20'000;

/// The far end of a link: reads lines, and says what the test wants.
class far_end {
 public:
  virtual ~far_end() = default;
  virtual link_opener opener() = 0;
  /// Blocks until the link has been opened.
  virtual void meet() = 0;

  std::string read_until(std::string_view end) {
    std::string text;
    char next = 0;
    while (!text.ends_with(end)) {
      pollfd waiting{fd_.get(), POLLIN, 0};
      REQUIRE(::poll(&waiting, 1, patience_ms) == 1);
      REQUIRE(::read(fd_.get(), &next, 1) == 1);
      text += next;
    }
    return text;
  }
  void say(std::string_view text) { REQUIRE(::write(fd_.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size())); }
  void hang_up() { fd_.reset(); }

 protected:
  file_descriptor fd_;
};

class tcp_end final : public far_end {
 public:
  tcp_end() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof any;
    REQUIRE(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&any), size) == 0);
    REQUIRE(::listen(listener_.get(), 1) == 0);
    REQUIRE(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&any), &size) == 0);
    port_ = ntohs(any.sin_port);
  }
  link_opener opener() override { return tcp_link("127.0.0.1", std::to_string(port_)); }
  void meet() override {
    pollfd waiting{listener_.get(), POLLIN, 0};
    REQUIRE(::poll(&waiting, 1, patience_ms) == 1);
    fd_ = file_descriptor{::accept(listener_.get(), nullptr, nullptr)};
  }

 private:
  file_descriptor listener_;
  int port_ = 0;
};

class terminal_end final : public far_end {
 public:
  terminal_end() {
    std::array<char, 128> name{};
    int own = -1, other = -1;
    termios raw{};
    cfmakeraw(&raw);
    REQUIRE(::openpty(&own, &other, name.data(), &raw, nullptr) == 0);
    fd_ = file_descriptor{own};
    kept_ = file_descriptor{other};  // so that this end does not hang up before the link is opened
    device_ = name.data();
  }
  link_opener opener() override { return serial_link(device_); }
  void meet() override {}

 private:
  file_descriptor kept_;
  std::string device_;
};

/// What the link told unasked, and the losses of it.
struct told {
  std::mutex mutex;
  std::promise<std::string> unasked, lost;
};

link_transport_config link_of(const link_framing& framing, far_end& end, told& heard) {
  auto config = quick_link(end.opener());
  config.framing = framing;
  config.device = "The module";
  config.timeout_scale = 1;
  config.on_unasked = [&heard](std::string text) { heard.unasked.set_value(std::move(text)); };
  config.on_lost = [&heard](std::string why) { heard.lost.set_value(std::move(why)); };
  return config;
}

std::string heard_from(std::promise<std::string>& promise) {
  auto future = promise.get_future();
  REQUIRE(future.wait_for(std::chrono::milliseconds{patience_ms}) == std::future_status::ready);
  return future.get();
}

std::unique_ptr<far_end> make_end(bool is_terminal) {
  if (is_terminal) return std::make_unique<terminal_end>();
  return std::make_unique<tcp_end>();
}

}  // namespace

TEST_CASE("each kind's lines end, and are acknowledged, in its own way") {
  struct row {
    module_type type;
    const char* line_on_the_link;
    const char* line_end;
    const char* answer;
    const char* text;
  };
  const auto is_terminal = GENERATE(false, true);
  const auto each = GENERATE(values<row>({
      {module_type::temperature, "M105 \r\n\r\n", "\r\n\r\n", "T:none C:25\r\nok\r\nok\r\n", "T:none C:25"},
      {module_type::magnetic, "M105 \r\n\r\n", "\r\n\r\n", "Z:5.1\r\nok\r\nok\r\n", "Z:5.1"},
      {module_type::thermocycler, "M105 \r\n", "\r\n", "T:95 C:77.4 H:600\r\nok\r\nok\r\n", "T:95 C:77.4 H:600"},
      {module_type::thermocycler, "M105 \r\n", "\r\n", "M105 T:95 C:77.4 H:600 OK\n", "M105 T:95 C:77.4 H:600"},
      {module_type::heater_shaker, "M105 \n", "\n", "M105 C:23.4 T:50 OK\n", "M105 C:23.4 T:50"},
  }));
  CAPTURE(is_terminal, each.answer);
  const auto end = make_end(is_terminal);
  told heard;
  link_transport link{link_of(framing_of(each.type), *end, heard)};
  auto waiting = begin_to_ask(link, {"M105", std::chrono::seconds{20}});
  end->meet();
  CHECK(end->read_until(each.line_end) == each.line_on_the_link);
  end->say(each.answer);
  CHECK(*waiting.get() == each.text);
}

TEST_CASE("what a module says unasked is told apart from the answer that is waited for") {
  const auto is_terminal = GENERATE(false, true);
  const auto end = make_end(is_terminal);
  told heard;
  link_transport link{link_of(framing_of(module_type::heater_shaker), *end, heard)};
  auto waiting = begin_to_ask(link, {"M3 S500", std::chrono::seconds{20}});
  end->meet();
  end->read_until("\n");
  end->say("async ERR106:main mo");
  end->say("tor stalled OK\nM3 OK\n");
  CHECK(heard_from(heard.unasked) == "async ERR106:main motor stalled");
  CHECK(*waiting.get() == "M3");
}

TEST_CASE("what is said unasked is heard without any line in flight") {
  tcp_end end;
  told heard;
  link_transport link{link_of(framing_of(module_type::thermocycler), end, heard)};
  end.meet();
  end.say("async ERR202:thermistor disconnected OK\n");
  CHECK(heard_from(heard.unasked) == "async ERR202:thermistor disconnected");
}

TEST_CASE("a link that is lost between two lines is told of") {
  tcp_end end;
  told heard;
  link_transport link{link_of(framing_of(module_type::magnetic), end, heard)};
  end.meet();
  end.hang_up();
  CHECK(heard_from(heard.lost) == "The module closed the link.");
}

TEST_CASE("a module's error is the answer to its line") {
  tcp_end end;
  told heard;
  link_transport link{link_of(framing_of(module_type::heater_shaker), end, heard)};
  auto waiting = begin_to_ask(link, {"M242", std::chrono::seconds{20}});
  end.meet();
  end.read_until("\n");
  end.say("ERR003:unhandled gcode OK\n");
  const auto answer = waiting.get();
  CHECK(*answer == "ERR003:unhandled gcode");
  CHECK(is_error(*answer, framing_of(module_type::heater_shaker)));
}

TEST_CASE("how modules are named") {
  const auto link = read_module_link("heater-shaker=tcp://localhost:9998");
  REQUIRE(link);
  CHECK(link->type == module_type::heater_shaker);
  CHECK(link->place == "tcp://localhost:9998");
  CHECK(read_module_link("temperature=serial:///dev/ttyACM0")->place == "/dev/ttyACM0");
  CHECK(read_module_link("magnetic=tcp://h:1")->type == module_type::magnetic);
  CHECK(read_module_link("thermocycler=tcp://h:1")->type == module_type::thermocycler);
  CHECK(read_module_link("tcp://h:1").error().find("a module is KIND=URL") == 0);
  CHECK(read_module_link("toaster=tcp://h:1").error().find("a module's kind is") == 0);
  CHECK(read_module_link("magnetic=/dev/ttyACM0").error().find("a module's place is") == 0);
}

TEST_CASE("modules are found by the names of their ports") {
  const temporary_directory devices;
  for (const auto* name : {"ot_module_thermocycler2", "ot_module_tempdeck0", "ot_module_heatershaker3", "ot_module_magdeck1",
                           "ot_module_toaster4", "ttyACM0"})
    std::ofstream{devices.path() / name} << "";
  const auto found = find_module_links(devices.path());
  REQUIRE(found.size() == 4);
  CHECK(found[0].type == module_type::heater_shaker);
  CHECK(found[1].type == module_type::magnetic);
  CHECK(found[2].type == module_type::temperature);
  CHECK(found[2].place == (devices.path() / "ot_module_tempdeck0").string());
  CHECK(found[3].type == module_type::thermocycler);
  CHECK(find_module_links(devices.path() / "nothing").empty());
}
