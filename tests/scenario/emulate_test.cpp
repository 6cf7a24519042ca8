// `deckhand emulate` as a program: a board and modules, each behind a port of its own.

#include <poll.h>

#include <catch2/catch.hpp>
#include <stdexcept>

#include "hardware/board_link.hpp"
#include "tests/scenario/nodes.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

// One line over a link of its own, and what comes back, as far as `end`.
std::string exchange(const std::string& url, std::string_view sent, std::string_view end) {
  auto open = read_robot_url(url);
  REQUIRE(open);
  auto link = (*open)();
  if (!link) FAIL(link.error());
  REQUIRE(::write(link->get(), sent.data(), sent.size()) == static_cast<ssize_t>(sent.size()));
  std::string received;
  while (!received.ends_with(end)) {
    pollfd waiting{link->get(), POLLIN, 0};
    char next = 0;
    if (::poll(&waiting, 1, 20'000) != 1 || ::read(link->get(), &next, 1) != 1) FAIL("only \"" + received + "\"");
    received += next;
  }
  return received;
}

std::string refusal(const words& arguments) {
  try {
    start_node(arguments);
    return "it started";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("a board and modules, each behind a port of its own, and with faults of their own") {
  const auto emulated =
      start_node({"emulate", "--port", "0", "--time-scale", "0", "--module", "temperatureModuleV2", "--module",
                  "heaterShakerModuleV1:0", "--fault", "limit@G0", "--fault", "heaterShakerModuleV1/async@M105"});
  REQUIRE(emulated->module_urls().size() == 2);
  CHECK(exchange(emulated->module_urls()[0], "M115 \r\n\r\n", "ok\r\nok\r\n").find("model:temp_deck_v20") != std::string::npos);
  CHECK(exchange(emulated->module_urls()[1], "M105 \n", "T:0.00 OK\n") ==
        "async ERR202:thermistor disconnected OK\nM105 C:23.00 T:0.00 OK\n");
  CHECK(exchange(emulated->url(), "G0 X1 \r\n\r\n", "ok\r\nok\r\n") == "ALARM: Hard limit +X\r\nok\r\nok\r\n");
}

TEST_CASE("what `deckhand emulate` refuses") {
  for (const auto& wrong : std::vector<words>{{"--module", "toaster"},
                                              {"--module", "temperatureModuleV2:x"},
                                              {"--module", "temperatureModuleV2:65536"},
                                              {"--fault", "temperatureModuleV2/silence"},
                                              {"--fault", "async"},
                                              {"--module", "temperatureModuleV2", "--fault", "temperatureModuleV2/async"},
                                              {"--module", "temperatureModuleV2", "--fault", "temperatureModuleV2/limit"},
                                              {"--module", "temperatureModuleV2", "--fault", "temperatureModuleV2/fire"}}) {
    words arguments{"emulate", "--port", "0"};
    arguments.insert(arguments.end(), wrong.begin(), wrong.end());
    CHECK(refusal(arguments) == "the server did not start: ");
  }
}
