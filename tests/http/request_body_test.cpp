// Bodies that are not what they should be.

#include <catch2/catch.hpp>

#include "http/json_body.hpp"
#include "tests/http/http_fixture.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

std::string post_head(const std::string& more) {
  return "POST /runs/1/actions HTTP/1.1\r\nHost: robot\r\nOpentrons-Version: 3\r\n" + more + "\r\n";
}

constexpr auto a_play = R"({"data":{"actionType":"play"}})";

}  // namespace

TEST_CASE("text that is not JSON is refused with the place of the fault") {
  http_fixture robot;
  const auto got = robot.post_text("/runs/1/actions", "{\"data\":\n  {\"actionType\" play}}");
  CHECK(got.status == 422);
  CHECK(got.error_id() == "InvalidRequest");
  CHECK(got.body["errors"][0]["source"]["pointer"] == "/");
  CHECK_THAT(got.body["errors"][0]["detail"].get<std::string>(), Catch::Contains("line 2, column 17"));
}

TEST_CASE("broken JSON of all kinds is a clean 422") {
  http_fixture robot;
  const auto body = GENERATE(as<std::string>{}, "{", "nul", "\"\xff\xfe\"", "{\"data\":{\"actionType\":\"pl\xC3\"}}", "[1e999]",
                             "{}{}", "\"\\ud800\"", "\x01", "{\"data\":NaN}");
  CAPTURE(body);
  const auto got = robot.post_text("/runs/1/actions", body);
  CHECK(got.status == 422);
  CHECK(got.error_id() == "InvalidRequest");
  CHECK(got.body["errors"][0]["source"]["pointer"] == "/");
}

TEST_CASE("nesting has a limit, for JSON and for what only looks like it") {
  http_fixture robot;
  const auto body = GENERATE(nested(101), nested(2'000'000), std::string(5'000'000, '['), R"({"data":)" + nested(100) + "}");
  const auto got = robot.post_text("/runs/1/actions", body);
  CHECK(got.status == 422);
  CHECK_THAT(got.body["errors"][0]["detail"].get<std::string>(), Catch::Contains("deeper than 100"));
}

TEST_CASE("brackets within strings do not nest") {
  CHECK(is_nested_too_deep(nested(101)));
  CHECK_FALSE(is_nested_too_deep(nested(100)));
  CHECK_FALSE(is_nested_too_deep("[\"" + std::string(500, '[') + "\"]"));
  CHECK_FALSE(is_nested_too_deep("[\"\\\"" + std::string(500, '[') + "\"]"));
  CHECK(is_nested_too_deep("[\"\\\\\"," + std::string(500, '[') + "]"));
}

TEST_CASE("a body longer than the limit is refused, however it is sent") {
  http_server::config settings;
  settings.max_body_bytes = 1000;
  http_fixture robot{settings};
  CHECK(robot.post_text("/runs/1/actions", std::string(1000, ' ') + "x").status == 413);
  CHECK(robot.post_text("/runs/1/actions", std::string(100'000, ' ')).error_id() == "BadRequest");
  CHECK(robot.upload({{"files", std::string(100'000, ' '), "a.json", ""}}).status == 413);
  raw_client chunked{robot.port_number};
  chunked.send(post_head("Transfer-Encoding: chunked\r\n") + "400\r\n" + std::string(1024, ' ') + "\r\n0\r\n\r\n");
  CHECK_THAT(chunked.read_answer(), Catch::StartsWith("HTTP/1.1 413 "));
  const std::string padding(1000 - std::string_view{a_play}.size(), ' ');
  CHECK(robot.post_text("/runs/1/actions", a_play + padding).status == 201);
}

TEST_CASE("a chunked body is read") {
  http_fixture robot;
  raw_client client{robot.port_number};
  client.send(post_head("Transfer-Encoding: chunked\r\n") + "1e\r\n" + a_play + "\r\n0\r\n\r\n");
  CHECK_THAT(client.read_answer(), Catch::StartsWith("HTTP/1.1 201 "));
}

TEST_CASE("a POST without any announced body has none") {
  http_fixture robot;
  robot.port.on_request = [&](const control_request&) -> control_reply {
    run_script{robot.port, "run-1"}.create();
    return control_success{"run-1", {}, true};
  };
  raw_client client{robot.port_number};
  client.send("POST /runs HTTP/1.1\r\nOpentrons-Version: 3\r\n\r\n");
  CHECK_THAT(client.read_answer(), Catch::StartsWith("HTTP/1.1 201 "));
  client.send("DELETE /runs/run-1 HTTP/1.1\r\nOpentrons-Version: 3\r\n\r\n");
  CHECK_THAT(client.read_answer(), Catch::StartsWith("HTTP/1.1 200 "));
}

TEST_CASE("a body that nobody asked for does not pass for the next request") {
  http_fixture robot;
  raw_client client{robot.port_number};
  const std::string disguised = "DELETE /runs/1 HTTP/1.1\r\nOpentrons-Version: 3\r\n\r\n";
  client.send("GET /runs HTTP/1.1\r\nOpentrons-Version: 3\r\nContent-Length: " + std::to_string(disguised.size()) + "\r\n\r\n" +
              disguised);
  CHECK_THAT(client.read_answer(), Catch::StartsWith("HTTP/1.1 200 "));
  client.send("GET /health HTTP/1.1\r\nOpentrons-Version: 3\r\n\r\n");
  CHECK_THAT(client.read_answer(), Catch::StartsWith("HTTP/1.1 200 ") && Catch::Contains("OT-2 Standard"));
  CHECK(robot.port.requests().empty());
}

TEST_CASE("a client may wait to be asked for its body") {
  http_fixture robot;
  raw_client client{robot.port_number};
  client.send(post_head("Expect: 100-continue\r\nContent-Length: 30\r\n"));
  CHECK_THAT(client.read_answer(), Catch::StartsWith("HTTP/1.1 100 Continue"));
  client.send(a_play);
  CHECK_THAT(client.read_answer(), Catch::StartsWith("HTTP/1.1 201 "));
}

TEST_CASE("what is not HTTP gets a JSON error and the door") {
  http_fixture robot;
  const auto bytes = GENERATE(as<std::string>{}, "hello\r\n\r\n", "GET /runs\r\n\r\n", "DANCE /runs HTTP/1.1\r\n\r\n");
  CAPTURE(bytes);
  raw_client client{robot.port_number};
  client.send(bytes);
  const auto got = client.read_to_end();
  CHECK_THAT(got, Catch::StartsWith("HTTP/1.1 400 "));
  CHECK_THAT(got, Catch::Contains(R"({"errors":[{"id":"BadRequest")") && Catch::Contains("Opentrons-Version: 4"));
}

TEST_CASE("a first line or a head without end is cut short") {
  http_fixture robot;
  SECTION("a long line") {
    raw_client client{robot.port_number};
    client.send("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n\r\n");
    CHECK_THAT(client.read_to_end(), Catch::StartsWith("HTTP/1.1 414 "));
  }
  SECTION("headers without end") {
    raw_client client{robot.port_number};
    client.send("GET /health HTTP/1.1\r\n");
    for (int i = 0; i < 2000; ++i) client.send("X-Header-" + std::to_string(i) + ": " + std::string(100, 'x') + "\r\n");
    client.read_to_end();
  }
  CHECK(robot.get("/health").status == 200);
}
