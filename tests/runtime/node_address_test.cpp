#include "runtime/node_address.hpp"

#include <catch2/catch.hpp>

using namespace deckhand;

TEST_CASE("a node's address is read as it is written") {
  for (const auto* text : {"127.0.0.1:31960", "robot-3.lab:1", "[::1]:65535", "localhost:0"}) {
    const auto address = parse_node_address(text);
    REQUIRE(address);
    CHECK(to_string(*address) == text);
  }
  CHECK(parse_node_address("[fe80::1]:7")->host == "fe80::1");
}

TEST_CASE("what is no address is refused with a sentence") {
  for (const auto* text : {"", "host", "host:", ":7", "host:65536", "host:-1", "host:7x", "::1:7", "host: 7"}) {
    const auto address = parse_node_address(text);
    REQUIRE_FALSE(address);
    CHECK(address.error().find("HOST:PORT") != std::string::npos);
  }
}

TEST_CASE("only what stays on this machine is loopback") {
  for (const auto* host : {"127.0.0.1", "127.1.2.3", "localhost", "::1"}) CHECK(is_loopback(host));
  for (const auto* host : {"0.0.0.0", "10.0.0.1", "::", "128.0.0.1", "127.example.org", "localhost.example.org", ""})
    CHECK_FALSE(is_loopback(host));
}
