// Connections: how many, how long, and how they end.

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/http/http_fixture.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

constexpr auto get_health = "GET /health HTTP/1.1\r\nOpentrons-Version: 3\r\n\r\n";

double seconds_for(const std::function<void()>& what) {
  const auto began = std::chrono::steady_clock::now();
  what();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

// Clients that have asked once and keep their connection.
std::vector<raw_client> idle_clients(const http_fixture& robot, std::size_t count) {
  std::vector<raw_client> clients;
  for (std::size_t i = 0; i < count; ++i) {
    clients.emplace_back(robot.port_number).send(get_health);
    REQUIRE_THAT(clients.back().read_answer(), Catch::StartsWith("HTTP/1.1 200 "));
  }
  return clients;
}

}  // namespace

TEST_CASE("hundreds of idle keep-alive connections do not hold up a stop") {
  http_fixture robot;
  auto idle = idle_clients(robot, 300);
  CHECK(robot.server.connections() == 300);
  CHECK(seconds_for([&] { CHECK(robot.post("/runs/run/actions", {{"actionType", "stop"}}).status == 201); }) < 2);
  for (auto& client : idle) client.send(get_health);
  for (auto& client : idle) CHECK_THAT(client.read_answer(), Catch::StartsWith("HTTP/1.1 200 "));
}

TEST_CASE("1.3 a server whose robot is still starting answers 503, and then as ever") {
  http_server::config settings;
  settings.port = 0;
  fake_port port;
  http_server server{settings};
  const auto port_number = server.start();
  REQUIRE(port_number);
  api_client client;
  client.connect("127.0.0.1", *port_number);
  const auto health = client.get("/health");
  CHECK(health.status == 503);
  CHECK(health.body["errorCode"] == "4000");  // in the oldest shape, as its other errors
  const auto runs = client.get("/runs");
  CHECK(runs.status == 503);
  CHECK(runs.body["errors"][0]["id"] == "HardwareNotYetInitialized");
  CHECK(client.get("/robots/ada/runs").status == 503);
  server.show({{"ada", &port}});
  CHECK(client.get("/health").body["name"] == "ada");
  CHECK(client.get("/runs").status == 200);
}

TEST_CASE("when all connections are taken, an idle one makes room at once") {
  http_server::config settings;
  settings.max_connections = 4;
  http_fixture robot{settings};
  auto idle = idle_clients(robot, 4);
  CHECK(seconds_for([&] { CHECK(robot.get("/health").status == 200); }) < 5);  // idle connections live for ten
  CHECK(robot.server.connections() <= 4);
}

TEST_CASE("more busy clients than connections are served in turn") {
  http_server::config settings;
  settings.max_connections = 2;
  http_fixture robot{settings};
  auto idle = idle_clients(robot, 2);
  std::atomic<int> answered{0};
  const auto ask = [&] {
    raw_client client{robot.port_number};
    client.send("GET /health HTTP/1.1\r\nOpentrons-Version: 3\r\nConnection: close\r\n\r\n");
    if (client.read_to_end().substr(0, 13) == "HTTP/1.1 200 ") ++answered;
  };
  const auto took_s = seconds_for([&] {
    std::vector<std::thread> clients;
    for (int i = 0; i < 6; ++i) clients.emplace_back(ask);
    for (auto& client : clients) client.join();
  });
  CHECK(answered == 6);
  CHECK(took_s < 5);  // idle connections live for ten
}

TEST_CASE("stop ends silent clients, idle ones and waiting requests") {
  http_fixture robot;
  auto idle = idle_clients(robot, 20);
  std::vector<raw_client> silent;
  for (int i = 0; i < 20; ++i) silent.emplace_back(robot.port_number);
  raw_client half{robot.port_number};
  half.send("GET /health HT");
  run_script{robot.port, "run"}.create();
  robot.port.on_request = [&](const control_request&) -> control_reply {
    run_script{robot.port, "run"}.queue("new", command_intent::setup);
    return control_success{"new", {}, true};
  };
  std::thread waiting{[&] {
    robot.client().Post("/runs/run/commands?waitUntilComplete=true",
                        R"({"data":{"commandType":"comment","params":{"message":"m"}}})", "application/json");
  }};
  CHECK(robot.port.wait_for_waiters(1));
  CHECK(seconds_for([&] { robot.server.stop(); }) < 1.5);
  waiting.join();
  for (auto& client : idle) CHECK(client.read_to_end().empty());
  for (auto& client : silent) CHECK(client.read_to_end().empty());
  CHECK_THROWS(raw_client{robot.port_number});
}

TEST_CASE("stop answers requests whose engine keeps silent") {
  http_fixture robot;
  robot.port.fall_silent();
  answer got;
  std::thread waiting{[&] { got = robot.remove("/runs/run"); }};
  CHECK(robot.port.wait_for_requests(1));
  CHECK(seconds_for([&] { robot.server.stop(); }) < 1.5);
  waiting.join();
  CHECK(got.status == 503);
  CHECK(got.error_id() == "EngineNotAvailable");
}

TEST_CASE("stop does not wait for a client that leaves its answer lying") {
  http_fixture robot;
  run_script run{robot.port, "run"};
  run.create().play();
  const std::string long_text(1'000'000, 'x');
  for (int i = 0; i < 20; ++i)
    robot.port.apply(
        "run",
        command_queued{"c" + std::to_string(i), "k", "comment", "{\"message\":\"" + long_text + "\"}", command_intent::none, {}});
  raw_client lazy{robot.port_number};
  lazy.send("GET /runs/run/commands HTTP/1.1\r\nOpentrons-Version: 3\r\n\r\n");
  CHECK(robot.get("/health").status == 200);
  CHECK(seconds_for([&] { robot.server.stop(); }) < 1.5);
}

TEST_CASE("stop may come twice, and before start") {
  fake_port port;
  http_server never_started{{}, port};
  never_started.stop();
  http_fixture robot;
  robot.server.stop();
  robot.server.stop();
}

TEST_CASE("a taken port is an error that says so") {
  http_fixture first;
  fake_port port;
  http_server::config settings;
  settings.port = first.port_number;
  http_server second{settings, port};
  const auto started = second.start();
  REQUIRE_FALSE(started.has_value());
  CHECK(started.error() == "cannot listen on 127.0.0.1:" + std::to_string(first.port_number) + ": Address already in use");
  CHECK(first.get("/health").status == 200);
}

TEST_CASE("a port is free again as soon as its server has stopped") {
  http_fixture first;
  auto idle = idle_clients(first, 3);
  first.server.stop();
  fake_port port;
  http_server::config settings;
  settings.port = first.port_number;
  http_server second{settings, port};
  CHECK(second.start() == first.port_number);
}

TEST_CASE("an unknown host is an error that says so") {
  fake_port port;
  http_server::config settings;
  settings.host = "256.1.1.1";
  http_server server{settings, port};
  const auto started = server.start();
  REQUIRE_FALSE(started.has_value());
  CHECK_THAT(started.error(), Catch::StartsWith("cannot listen on 256.1.1.1:31950: "));
}

TEST_CASE("answers are never compressed nor cut into ranges") {
  http_fixture robot;
  const auto got = robot.send("GET", "/health",
                              {{"Opentrons-Version", "3"}, {"Accept-Encoding", "gzip, deflate, br"}, {"Range", "bytes=0-3"}});
  CHECK(got.status == 200);
  CHECK(got.header("Content-Encoding").empty());
  CHECK(got.body["robot_model"] == "OT-2 Standard");
}

TEST_CASE("one connection serves request after request, and closes when asked") {
  http_fixture robot;
  raw_client client{robot.port_number};
  client.send(std::string{get_health} + get_health + get_health);
  for (int i = 0; i < 3; ++i) CHECK_THAT(client.read_answer(), Catch::StartsWith("HTTP/1.1 200 "));
  client.send("GET /health HTTP/1.1\r\nOpentrons-Version: 3\r\nConnection: close\r\n\r\n");
  CHECK_THAT(client.read_to_end(), Catch::StartsWith("HTTP/1.1 200 ") && Catch::Contains("Connection: close"));
}
