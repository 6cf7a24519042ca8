// Modules behind TCP ports and pseudo-terminals: what is on the wire, byte by byte.

#include "hardware/device_server.hpp"

#include <poll.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "hardware/board_link.hpp"
#include "hardware/emulated_module_firmware.hpp"

using namespace deckhand;

namespace {

device_server_config module_to_serve(const char* model, double time_scale = 0, std::vector<device_fault> faults = {}) {
  return {std::make_unique<emulated_module_firmware>(*find_module_model(model), "S-1"), time_scale, std::move(faults)};
}

link_opener over_tcp(device_server& server) {
  const auto port = server.listen("127.0.0.1", 0);
  REQUIRE(port);
  return tcp_link("127.0.0.1", std::to_string(*port));
}

std::filesystem::path terminal_place() {
  return std::filesystem::temp_directory_path() / ("deckhand-module-" + std::to_string(::getpid()));
}

struct client {
  explicit client(const link_opener& open) {
    auto opened = open();
    if (!opened) FAIL(opened.error());
    link = std::move(*opened);
  }

  void send(std::string_view text) {
    REQUIRE(::write(link.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  // All that comes until so much has come that it ends with `end`.
  std::string read_until(std::string_view end) {
    std::string received;
    while (!received.ends_with(end)) {
      pollfd waiting{link.get(), POLLIN, 0};
      if (::poll(&waiting, 1, 20'000) != 1) FAIL("no more than \"" + received + "\"");
      char next = 0;
      if (::read(link.get(), &next, 1) != 1) FAIL("the link ended behind \"" + received + "\"");
      received += next;
    }
    return received;
  }

  file_descriptor link;
};

}  // namespace

TEST_CASE("each kind of module ends lines and answers in its own way") {
  const auto exchange = [](const char* model, std::string_view sent, std::string_view end) {
    device_server server{module_to_serve(model)};
    client c{over_tcp(server)};
    c.send(sent);
    return c.read_until(end);
  };
  CHECK(exchange("temperatureModuleV2", "M105 \r\n\r\n", "ok\r\nok\r\n") == "T:none C:23\r\nok\r\nok\r\n");
  CHECK(exchange("magneticModuleV1", "G28.2 \r\n\r\n", "ok\r\nok\r\n") == "ok\r\nok\r\n");
  CHECK(exchange("thermocyclerModuleV1", "M119 \r\n", "ok\r\nok\r\n") == "Lid:open\r\nok\r\nok\r\n");
  CHECK(exchange("thermocyclerModuleV2", "M141 \r\n", " OK\n") == "M141 T:none C:23.00 OK\n");
  CHECK(exchange("heaterShakerModuleV1", "M241 \n", "OK\n") == "M241 STATUS:IDLE_UNKNOWN OK\n");
  CHECK(exchange("heaterShakerModuleV1", "M18 \n", "OK\n") == "ERR003:unhandled gcode OK\n");
}

TEST_CASE("where time takes none, whatever a module was told has happened by the next line") {
  device_server server{module_to_serve("thermocyclerModuleV2")};
  client c{over_tcp(server)};
  c.send("M104 S95 H600 \r\n");
  CHECK(c.read_until("OK\n") == "M104 OK\n");
  c.send("M105 \r\n");
  CHECK(c.read_until("OK\n") == "M105 T:95.00 C:95.00 H:0.00 OK\n");
}

TEST_CASE("a module's lid takes its time, in the server's scale") {
  device_server server{module_to_serve("thermocyclerModuleV1", 0.01)};
  client c{over_tcp(server)};
  const auto began = std::chrono::steady_clock::now();
  c.send("M127 \r\n");
  CHECK(c.read_until("ok\r\nok\r\n") == "ok\r\nok\r\n");
  CHECK(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds{120});
}

TEST_CASE("a module complains instead of doing a line, or unasked before it does") {
  device_server server{
      module_to_serve("heaterShakerModuleV1", 0, {{device_fault_kind::error, "M104", 1}, {device_fault_kind::async, "M105", 2}})};
  client c{over_tcp(server)};
  c.send("M104 S50 \n");
  CHECK(c.read_until("OK\n") == "ERR202:thermistor disconnected OK\n");
  c.send("M105 \n");
  CHECK(c.read_until("OK\n") == "M105 C:23.00 T:0.00 OK\n");
  c.send("M105 \n");
  CHECK(c.read_until("OK\n") == "async ERR202:thermistor disconnected OK\n");
  CHECK(c.read_until("OK\n") == "M105 C:23.00 T:0.00 OK\n");
}

TEST_CASE("a module at a serial port, which is pulled out and put back") {
  const auto place = terminal_place();
  device_server server{module_to_serve("temperatureModuleV1")};
  REQUIRE(server.open_terminal(place.string()));
  {
    client c{serial_link(place.string())};
    c.send("M104 S55 \r\n\r\n");
    CHECK(c.read_until("ok\r\nok\r\n") == "ok\r\nok\r\n");
    server.unplug();
    CHECK_FALSE(std::filesystem::exists(place));
    CHECK_FALSE(serial_link(place.string())());
  }
  server.plug_in();
  client again{serial_link(place.string())};
  again.send("M105 \r\n\r\n");
  CHECK(again.read_until("ok\r\nok\r\n") == "T:55 C:55\r\nok\r\nok\r\n");
  CHECK(server.lines() == 2);
}
