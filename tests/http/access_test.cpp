// Tokens, roles, the audit log, and TLS.

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "http/access_tokens.hpp"
#include "tests/http/certificate.hpp"
#include "tests/http/http_fixture.hpp"
#include "tests/runtime/temporary_directory.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

struct guarded_robot {
  guarded_robot() {
    for (const auto role : {access_role::read, access_role::operate, access_role::admin})
      tokens.push_back(add_access_token(folder.path() / "tokens.json", std::string{to_string(role)} + "er", role).value());
    http_server::config config;
    config.needs_token = true;
    config.token_file = folder.path() / "tokens.json";
    config.audit_file = folder.path() / "audit.jsonl";
    robot.emplace(config);
  }
  answer send(const std::string& method, const std::string& path, const std::string& token, const std::string& body = {}) {
    httplib::Headers headers{{"Opentrons-Version", "3"}, {"Content-Type", "application/json"}};
    if (!token.empty()) headers.emplace("Authorization", "Bearer " + token);
    return robot->send(method, path, headers, body);
  }
  std::vector<json> audit() const {
    std::ifstream stream{folder.path() / "audit.jsonl"};
    std::vector<json> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(json::parse(line));
    return lines;
  }

  temporary_directory folder;
  std::vector<std::string> tokens;
  std::optional<http_fixture> robot;
};

const auto stop_it = R"({"data": {"actionType": "stop"}})";

}  // namespace

TEST_CASE("without a known token nothing is told and nothing is done") {
  guarded_robot guarded;
  for (const auto& token : std::vector<std::string>{"", "deckhand_guess", guarded.tokens[0].substr(0, 20)}) {
    const auto refused = guarded.send("GET", "/runs", token);
    CHECK(refused.status == 401);
    CHECK(refused.error_id() == "AccessDenied");
    CHECK(refused.header("WWW-Authenticate") == "Bearer");
    CHECK(guarded.send("POST", "/runs/run/actions", token, stop_it).status == 401);
  }
  CHECK(guarded.send("GET", "/health", "").status == 401);
}

TEST_CASE("each role may do what the ones below it may, and no more") {
  guarded_robot guarded;
  for (std::size_t role = 0; role < 3; ++role) {
    CHECK(guarded.send("GET", "/health", guarded.tokens[role]).status == 200);
    CHECK((guarded.send("POST", "/runs/run/actions", guarded.tokens[role], stop_it).status == 201) == (role >= 1));
    const auto setting = guarded.send("POST", "/settings", guarded.tokens[role], R"({"id": "disableHomeOnBoot", "value": true})");
    CHECK((setting.status == 403) == (role < 2));
  }
}

TEST_CASE("however a path is written, it needs its own role") {
  guarded_robot guarded;
  const auto change = R"({"id": "disableHomeOnBoot", "value": true})";
  for (const auto* path : {"/settings", "/%73ettings", "/robots/deckhand/settings", "/robots/deckhand/%73ettings"})
    CHECK(guarded.send("POST", path, guarded.tokens[1], change).status == 403);
  CHECK(guarded.send("GET", "/robots/nobody/runs", "").status == 401);
}

TEST_CASE("the audit log tells who did what, and who was not let do it") {
  guarded_robot guarded;
  guarded.send("GET", "/runs", guarded.tokens[0]);
  guarded.send("POST", "/runs/run/actions", guarded.tokens[1], stop_it);
  guarded.send("POST", "/runs/run/actions", guarded.tokens[0], stop_it);
  guarded.send("POST", "/runs/run/actions", "", stop_it);
  const auto lines = guarded.audit();
  REQUIRE(lines.size() == 3);
  CHECK(lines[0]["who"] == "operateer");
  CHECK(lines[0]["what"] == "stop");
  CHECK(lines[0]["path"] == "/runs/run/actions");
  CHECK(lines[0]["status"] == 201);
  CHECK(lines[1]["status"] == 403);
  CHECK(lines[2]["status"] == 401);
  CHECK(lines[2]["who"] == nullptr);
}

TEST_CASE("only hashes are kept, in a file for its owner alone, and a name is given once") {
  const temporary_directory folder;
  const auto file = folder.path() / "tokens.json";
  const auto token = add_access_token(file, "anna", access_role::operate);
  REQUIRE(token);
  std::stringstream text;
  text << std::ifstream{file}.rdbuf();
  CHECK(text.str().find(*token) == std::string::npos);
  CHECK((std::filesystem::status(file).permissions() &
         (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) == std::filesystem::perms::none);
  CHECK_FALSE(add_access_token(file, "anna", access_role::read));
  CHECK_FALSE(remove_access_token(file, "bert"));
  REQUIRE(remove_access_token(file, "anna"));
  CHECK(read_access_tokens(file)->empty());
  std::ofstream{file} << "[{}]";
  CHECK_FALSE(read_access_tokens(file));
}

TEST_CASE("over TLS the robot answers whoever trusts its certificate, and keeps the connection") {
  const temporary_directory folder;
  write_self_signed_certificate(folder.path());
  http_server::config config;
  auto identity = tls_identity::load(folder.path() / "certificate.pem", folder.path() / "key.pem");
  REQUIRE(identity);
  config.tls = *identity;
  http_fixture robot{config};
  httplib::Client client{"https://localhost:" + std::to_string(robot.port_number)};
  client.set_ca_cert_path((folder.path() / "certificate.pem").string());
  client.set_keep_alive(true);
  const httplib::Headers headers{{"Opentrons-Version", "3"}};
  for (int i = 0; i < 3; ++i) {
    const auto health = client.Get("/health", headers);
    REQUIRE(health);
    CHECK(health->status == 200);
  }
  CHECK(robot.server.connections() == 1);
  const auto big = client.Post("/protocols", headers, std::string(300'000, ' '), "application/json");
  REQUIRE(big);
  CHECK(big->status / 100 == 4);
  httplib::Client stranger{"https://localhost:" + std::to_string(robot.port_number)};
  CHECK_FALSE(stranger.Get("/health", headers));
  raw_client plain{robot.port_number};
  plain.send("GET /health HTTP/1.1\r\nOpentrons-Version: 3\r\n\r\n");
  CHECK(plain.read_to_end().find("200") == std::string::npos);
}

TEST_CASE("a certificate and a key that do not belong together are refused") {
  const temporary_directory one, other;
  write_self_signed_certificate(one.path());
  write_self_signed_certificate(other.path());
  CHECK_FALSE(tls_identity::load(one.path() / "certificate.pem", other.path() / "key.pem"));
  CHECK_FALSE(tls_identity::load(one.path() / "nothing.pem", one.path() / "key.pem"));
}
