#include "hardware/link_transport.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <mutex>

#include "hardware/link_framing.hpp"
#include "tests/hardware/link_bench.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

using faults = std::vector<device_fault>;

struct bench {
  explicit bench(faults planned = {}, double time_scale = 0)
      : server(board_to_serve(time_scale, std::move(planned))), link(quick_link(link_to(server))) {}

  device_server server;
  link_transport link;
};

transport_error_code error_of(const board_reply& reply) {
  REQUIRE_FALSE(reply);
  return reply.error().code;
}

// Until the link has been opened again.
board_reply ask_until_connected(transport& link, const std::string& text) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  auto reply = ask(link, text);
  while (!reply && std::chrono::steady_clock::now() < limit) reply = ask(link, text);
  return reply;
}

}  // namespace

TEST_CASE("lines and answers as they are on the link") {
  CHECK(framed("M400", board_framing) == "M400 \r\n\r\n");
  CHECK(framed("", board_framing) == "\r\n\r\n");
  std::string received = "X:1 Y:0\r\nok\r\n";
  CHECK_FALSE(take_answer(received, board_framing));
  received += "ok\r\n";
  CHECK(take_answer(received, board_framing) == "X:1 Y:0\r\n");
  CHECK(received.empty());
  CHECK(cleaned("M114.2\r\n\r\nMCS: A:1.0\r\n", "M114.2") == "MCS: A:1.0");
  CHECK(cleaned("M371 L L:7032\r\n", "M371 L") == "L:7032");
  CHECK(cleaned("G0 X1\r\n", "G0 X1 Y2") == "");
}

TEST_CASE("every kind of module has a framing of its own") {
  const auto framing = [](const char* model) { return framing_of(*find_module_model(model)); };
  CHECK(framed("M105", framing("temperatureModuleV1")) == "M105 \r\n\r\n");
  CHECK(framed("M105", framing("thermocyclerModuleV1")) == "M105 \r\n");
  CHECK(framed("M105", framing("heaterShakerModuleV1")) == "M105 \n");
  std::string received = "M105 T:none C:23 H:none ok\r\nok\r\n";
  CHECK(take_answer(received, framing("thermocyclerModuleV1")) == "M105 T:none C:23 H:none ");

  const auto second = framing("thermocyclerModuleV2");
  received = "async ERR201:lid heater OK\nM105 T:95.00 C:94.10 H:none OK\nM1";
  const auto unasked = take_answer(received, second);
  REQUIRE(unasked == "async ERR201:lid heater");
  CHECK(is_unasked(*unasked, second));
  CHECK(is_error(*unasked, second));
  const auto answer = take_answer(received, second);
  REQUIRE(answer == "M105 T:95.00 C:94.10 H:none");
  CHECK_FALSE(is_unasked(*answer, second));
  CHECK_FALSE(is_error(*answer, second));
  CHECK_FALSE(take_answer(received, second));
  CHECK(received == "M1");
  CHECK(is_error("Error: no such code", framing("magneticModuleV2")));
  CHECK_FALSE(is_unasked("async", framing("magneticModuleV2")));
}

TEST_CASE("a board behind a link answers as the one in this process") {
  bench b;
  CHECK(*ask(b.link, "") == "");
  CHECK(*ask(b.link, "G28.2 X") == "");
  CHECK(*ask(b.link, "M400") == "");
  CHECK(*ask(b.link, "G28.6") == "X:1 Y:0 Z:0 A:0 B:0 C:0");
  CHECK(ask(b.link, "M114.2")->find("MCS: X:418 ") == 0);
  CHECK(b.server.lines() == 5);
}

TEST_CASE("a line whose answer gets lost is sent again, over a new link, as often as it may") {
  bench b{faults{{device_fault_kind::lost_ack, "G28.6", 1}, {device_fault_kind::lost_ack, "version", 1}}};
  CHECK(ask(b.link, "G28.6", 1));
  CHECK(b.server.lines() == 2);
  CHECK(error_of(ask(b.link, "version", 0)) == transport_error_code::no_response);
  CHECK(ask(b.link, "version", 0));
}

TEST_CASE("a silent board gives no response, and answers later lines") {
  bench b{faults{{device_fault_kind::silence, "M400", 1, 0.3}}};
  CHECK(error_of(ask(b.link, "M400", 0)) == transport_error_code::no_response);
  CHECK(ask(b.link, "G28.6", 3));
}

TEST_CASE("an alarm's text comes as the answer") {
  bench b{faults{{device_fault_kind::limit, "G0", 1}}};
  CHECK(*ask(b.link, "G0 X10") == "ALARM: Hard limit +X");
  CHECK(*ask(b.link, "G0 X20") == "error:Alarm lock");
  CHECK(ask(b.link, "M999"));
  CHECK(*ask(b.link, "G0 X20") == "");
}

TEST_CASE("a late answer is waited for, and noise is an answer like any other") {
  bench b{faults{{device_fault_kind::slow, "M400", 1, 0.05}, {device_fault_kind::garbage, "G28.6", 1}}};
  CHECK(*ask(b.link, "M400") == "");
  CHECK(ask(b.link, "G28.6")->find('!') != std::string::npos);
  CHECK(*ask(b.link, "G28.6") == "X:0 Y:0 Z:0 A:0 B:0 C:0");
}

TEST_CASE("a link that breaks ends the line in flight, and is opened again once that is possible") {
  bench b{faults{{device_fault_kind::disconnect, "M400", 1, 0.05}}};
  CHECK(error_of(ask(b.link, "M400")) == transport_error_code::disconnected);
  CHECK(ask_until_connected(b.link, "G28.6"));
  b.server.unplug();
  CHECK(error_of(ask(b.link, "G28.6", 0)) == transport_error_code::disconnected);
  const auto down = ask(b.link, "G28.6", 0);
  CHECK(error_of(down) == transport_error_code::disconnected);
  CHECK(down.error().detail.find("The robot is not connected. ") == 0);
  b.server.plug_in();
  CHECK(ask_until_connected(b.link, "G28.6"));
}

TEST_CASE("a robot that is not there yet is reached later") {
  link_opener real;
  std::atomic<bool> is_there{false};
  device_server server{board_to_serve()};
  real = link_to(server);
  link_transport link{quick_link([&]() -> tl::expected<file_descriptor, std::string> {
    if (!is_there) return tl::unexpected{std::string{"It is off."}};
    return real();
  })};
  const auto reply = ask(link, "G28.6");
  CHECK(error_of(reply) == transport_error_code::disconnected);
  CHECK(reply.error().detail == "The robot is not connected. It is off.");
  is_there = true;
  CHECK(ask_until_connected(link, "G28.6"));
}

TEST_CASE("a halt stops the motion at once, ends the line in flight and leaves a clean link") {
  bench b{{}, 1};
  CHECK(ask(b.link, "G0 F600 X0"));
  auto waiting = begin_to_ask(b.link, {"M400", std::chrono::seconds{12'000}});
  b.link.halt();
  CHECK(error_of(waiting.get()) == transport_error_code::halted);
  CHECK(*ask(b.link, "M400") == "error:Alarm lock");
  CHECK(*ask(b.link, "M999") == "");
  const auto position = *ask(b.link, "M114.2");
  REQUIRE(position.find("MCS: X:") == 0);
  CHECK(std::stod(position.substr(7)) > 150);
  CHECK(*ask(b.link, "M400") == "");
  b.link.halt();  // nothing is in flight
  CHECK(*ask(b.link, "M999") == "");
}

TEST_CASE("with a halt line a halt is a pulse on it: the board hears nothing before it is over") {
  std::mutex mutex;
  std::vector<bool> levels;
  device_server server{board_to_serve()};
  auto config = quick_link(link_to(server));
  config.wire_pulse = std::chrono::milliseconds{5};
  config.set_halt_line = [&](bool high) {
    const std::lock_guard lock{mutex};
    levels.push_back(high);
  };
  {
    link_transport link{std::move(config)};
    CHECK(ask(link, "G0 F600 X0"));
    const auto lines = server.lines();
    auto waiting = begin_to_ask(link, {"M400", std::chrono::seconds{12'000}});
    link.halt();
    CHECK(error_of(waiting.get()) == transport_error_code::halted);
    CHECK(ask(link, "version"));
    CHECK(levels == std::vector{false, true});
    CHECK(server.lines() <= lines + 2);  // no M112 is among them
    link.halt();
    // What has to leave the board time does so after the pulse.
    const auto before = std::chrono::steady_clock::now();
    CHECK(begin_to_ask(link, {"M999", std::chrono::seconds{5}, 3, std::chrono::seconds{2}}).get());
    CHECK(std::chrono::steady_clock::now() - before >= std::chrono::milliseconds{110});
    link.halt();
  }
  CHECK(levels == std::vector{false, true, false, true, false, true});  // a board is not left stopped
}

TEST_CASE("a serial port is a link as well, and may be pulled out and put back") {
  const auto path = std::filesystem::temp_directory_path() / ("deckhand-board-" + std::to_string(::getpid()));
  device_server server{board_to_serve(0)};
  REQUIRE(server.open_terminal(path.string()));
  link_transport link{quick_link(serial_link(path.string()))};
  CHECK(*ask(link, "G28.6") == "X:0 Y:0 Z:0 A:0 B:0 C:0");
  CHECK(*ask(link, "G28.2 X") == "");
  CHECK(*ask(link, "G28.6") == "X:1 Y:0 Z:0 A:0 B:0 C:0");
  server.unplug();
  CHECK(error_of(ask(link, "G28.6", 0)) == transport_error_code::disconnected);
  server.plug_in();
  CHECK(ask_until_connected(link, "G28.6"));
}

TEST_CASE("a line in flight is answered when its transport goes") {
  device_server server{board_to_serve()};
  std::future<board_reply> waiting;
  {
    link_transport link{quick_link(link_to(server))};
    CHECK(ask(link, "G0 F600 X0"));
    waiting = begin_to_ask(link, {"M400", std::chrono::seconds{12'000}});
  }
  CHECK(error_of(waiting.get()) == transport_error_code::disconnected);
}

TEST_CASE("how robots are named") {
  CHECK(read_robot_url("tcp://localhost:9996"));
  CHECK(read_robot_url("serial:///dev/ttyAMA0"));
  for (const auto* wrong : {"", "tcp://", "tcp://host", "tcp://:1", "tcp://host:", "serial://", "http://host:1"})
    CHECK_FALSE(read_robot_url(wrong));
}

TEST_CASE("how faults are named") {
  const auto fault = read_device_fault("lost-ack@G0 X#3:1.5");
  REQUIRE(fault);
  CHECK(fault->kind == device_fault_kind::lost_ack);
  CHECK(fault->at == "G0 X");
  CHECK(fault->count == 3);
  CHECK(fault->duration_s == 1.5);
  CHECK(read_device_fault("silence")->at.empty());
  CHECK(read_device_fault("slow:0.1")->duration_s == 0.1);
  for (const auto* wrong : {"", "fire", "slow:x", "slow:-1", "alarm#0", "alarm#x"}) CHECK_FALSE(read_device_fault(wrong));
}
