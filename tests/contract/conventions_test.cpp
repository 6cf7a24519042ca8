// Section 1: versions, envelopes, errors, pages.

#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>

#include "tests/contract/contract_robot.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

const std::regex iso_time{R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00)"};
const std::regex uuid{R"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"};

// Every text below a key that ends in "At" is a time; nothing anywhere is null.
void check_values(const json& value, const std::string& key = {}) {
  CHECK_FALSE(value.is_null());
  if (value.is_string() && key.size() > 2 && key.substr(key.size() - 2) == "At")
    CHECK(std::regex_match(value.get<std::string>(), iso_time));
  if (value.is_object())
    for (const auto& [name, inner] : value.items()) check_values(inner, name);
  if (value.is_array())
    for (const auto& inner : value) check_values(inner, key);
}

void check_error(const answer& got, int status, const std::string& id, const std::string& title) {
  INFO(got.text);
  CHECK(got.status == status);
  REQUIRE(got.body["errors"].is_array());
  for (const auto& error : got.body["errors"]) {
    CHECK(error["id"] == id);
    CHECK(error["title"] == title);
    CHECK_FALSE(error["detail"].get<std::string>().empty());
    CHECK(error["errorCode"].get<std::string>().size() == 4);
  }
  CHECK(got.header("Opentrons-Version") == "4");
  CHECK(got.header("Content-Type") == "application/json");
}

}  // namespace

TEST_CASE("1.1 the version header: which values are taken, and what the answer carries") {
  contract_robot robot;
  struct expectation {
    const char* sent;
    int status;
    const char* answered;
  };
  for (const auto& [sent, status, answered] : {expectation{"2", 200, "2"},
                                               {"3", 200, "3"},
                                               {"4", 200, "4"},
                                               {"*", 200, "4"},
                                               {"5", 200, "4"},
                                               {"1337", 200, "4"},
                                               {"1", 400, "4"},
                                               {"0", 400, "4"},
                                               {"-1", 400, "4"},
                                               {"", 422, "4"},
                                               {"three", 422, "4"},
                                               {"3.5", 422, "4"}}) {
    INFO('"' << sent << '"');
    const auto got = robot.send("GET", "/runs", {{"opentrons-version", sent}});
    CHECK(got.status == status);
    CHECK(got.header("Opentrons-Version") == answered);
    CHECK(got.header("Opentrons-Min-Version") == "2");
  }
}

TEST_CASE("1.1 every route but the exempt ones wants the header, and its answers carry the versions") {
  contract_robot robot;
  const auto paths = robot.get("/openapi.json").body["paths"];
  REQUIRE(paths.size() > 80);
  for (const auto& [pattern, operations] : paths.items()) {
    const auto path = std::regex_replace(pattern, std::regex{R"(\{\w+\})"}, "x");
    const bool is_exempt =
        pattern.rfind("/logs/", 0) == 0 || pattern == "/openapi.json" || pattern == "/docs" || pattern == "/redoc";
    for (const auto& [name, operation] : operations.items()) {
      auto method = name;
      std::transform(method.begin(), method.end(), method.begin(), [](unsigned char c) { return std::toupper(c); });
      INFO(method << ' ' << path);
      const auto got = robot.send(method, path, {});
      CHECK_FALSE(got.header("Opentrons-Version").empty());
      CHECK(got.header("Opentrons-Min-Version") == "2");
      const bool is_refused = got.status == 422 && got.text.find("Opentrons-Version") != std::string::npos;
      CHECK(is_refused != is_exempt);
      if (is_exempt) continue;
      CHECK(robot.send(method, path, {{"Opentrons-Version", "1"}}).error_id() == "OutdatedAPIVersion");
    }
  }
}

TEST_CASE("1.1 an outdated version is told in the new shape, also where other errors are legacy") {
  contract_robot robot;
  const auto got = robot.send("GET", "/health", {{"Opentrons-Version", "1"}});
  check_error(got, 400, "OutdatedAPIVersion", "Requested HTTP API version no longer supported");
  const auto missing = robot.send("GET", "/health", {});
  CHECK(missing.status == 422);
  CHECK(missing.body.contains("message"));
  CHECK(missing.body["errorCode"] == "4000");
}

TEST_CASE("1.1 all origins, methods and headers are welcome") {
  contract_robot robot;
  const auto got = robot.send("OPTIONS", "/runs",
                              {{"Origin", "http://app.example"},
                               {"Access-Control-Request-Method", "POST"},
                               {"Access-Control-Request-Headers", "Opentrons-Version, X-Any"}});
  CHECK(got.status == 200);
  CHECK(got.header("Access-Control-Allow-Origin") == "*");
  CHECK(got.header("Access-Control-Allow-Methods").find("POST") != std::string::npos);
  CHECK(got.header("Access-Control-Allow-Headers").find("X-Any") != std::string::npos);
  CHECK(robot.get("/runs").header("Access-Control-Allow-Origin") == "*");
  CHECK(robot.get("/nowhere").header("Access-Control-Allow-Origin") == "*");
}

TEST_CASE("1.2 envelopes: no nulls, times with microseconds, ids that are UUIDs, empty links as {}") {
  contract_robot robot;
  CHECK(robot.get("/runs").text == R"({"data":[],"meta":{"cursor":0,"totalLength":0},"links":{}})");
  auto steps = loading_steps();
  steps.push_back(step("comment", {{"message", "hello"}}));
  const auto run_id = robot.create_run(protocol_of(steps));
  const auto queued = robot.log(run_id)[0];
  for (const auto* absent : {"startedAt", "completedAt", "result", "error", "notes", "intent", "failedCommandId"})
    CHECK_FALSE(queued.contains(absent));
  robot.play_out(run_id);
  const auto run = robot.run(run_id);
  CHECK(std::regex_match(run["id"].get<std::string>(), uuid));
  for (const auto& action : run["actions"]) CHECK(std::regex_match(action["id"].get<std::string>(), uuid));
  check_values(run);
  const auto log = robot.log(run_id);
  for (const auto& entry : log) {
    CHECK(std::regex_match(entry["id"].get<std::string>(), uuid));
    check_values(entry);
  }
  check_values(robot.get("/protocols").body["data"]);
  CHECK(robot.get("/runs/" + run_id).header("Content-Type") == "application/json");
}

TEST_CASE("1.3 errors of HTTP itself have the id BadRequest") {
  contract_robot robot;
  check_error(robot.get("/nowhere"), 404, "BadRequest", "Bad Request");
  check_error(robot.get("/runs/x/nowhere"), 404, "BadRequest", "Bad Request");
  check_error(robot.remove("/runs"), 405, "BadRequest", "Bad Request");
  check_error(robot.put("/runs/x", json::object()), 405, "BadRequest", "Bad Request");
}

TEST_CASE("1.3 bad bodies, one entry for each problem, each with its place") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  for (const auto* body : {"", "{", "[]", "3", "{}", R"({"data": 3})", R"({"data": null})"}) {
    INFO(body);
    const auto got = robot.post_text("/runs/" + run_id + "/actions", body);
    check_error(got, 422, "InvalidRequest", "Invalid Request");
    CHECK(got.body["errors"][0]["source"].contains("pointer"));
  }
  const auto two = robot.post("/runs/" + run_id + "/commands",
                              {{"commandType", "moveRelative"}, {"params", {{"pipetteId", 3}, {"axis", "q"}, {"distance", 1}}}});
  check_error(two, 422, "InvalidRequest", "Invalid Request");
  REQUIRE(two.body["errors"].size() == 2);
  CHECK(two.body["errors"][0]["source"]["pointer"] == "/data/params/pipetteId");
  CHECK(two.body["errors"][1]["source"]["pointer"] == "/data/params/axis");
  const auto query = robot.get("/runs/" + run_id + "/commands?cursor=first&pageLength=x");
  check_error(query, 422, "InvalidRequest", "Invalid Request");
  REQUIRE(query.body["errors"].size() == 2);
  CHECK(query.body["errors"][0]["source"]["parameter"] == "cursor");
  CHECK(robot.send("GET", "/runs", {{"Opentrons-Version", "x"}}).body["errors"][0]["source"]["header"] == "Opentrons-Version");
}

TEST_CASE("1.3 errors made from an exception carry meta, those made from a sentence do not") {
  contract_robot robot;
  const auto missing = robot.get("/runs/nobody");
  check_error(missing, 404, "RunNotFound", "Run Not Found");
  const auto& meta = missing.body["errors"][0]["meta"];
  for (const auto* name : {"type", "code", "message", "detail", "wrapping"}) CHECK(meta.contains(name));
  const auto run_id = robot.create_run();
  robot.patch("/runs/" + run_id, {{"current", false}});
  const auto stopped = robot.post("/runs/" + run_id + "/actions", {{"actionType", "play"}});
  CHECK(stopped.error_id() == "RunStopped");
  CHECK_FALSE(stopped.body["errors"][0].contains("meta"));
}

TEST_CASE("1.4 pages of the command log: cursors are clamped, lengths unbounded") {
  contract_robot robot;
  const auto run_id = robot.create_run(comment_protocol(40));
  robot.play_out(run_id);
  const auto page = [&](const std::string& query) { return robot.get("/runs/" + run_id + "/commands" + query).body; };
  struct expectation {
    const char* query;
    int cursor;
    std::size_t items;
  };
  for (const auto& [query, cursor, items] : {expectation{"", 21, 20},
                                             {"?pageLength=5", 36, 5},
                                             {"?cursor=0", 0, 20},
                                             {"?cursor=39", 39, 2},
                                             {"?cursor=1000", 40, 1},
                                             {"?cursor=-7&pageLength=3", 0, 3},
                                             {"?cursor=3&pageLength=0", 3, 0},
                                             {"?pageLength=0", 40, 0},
                                             {"?cursor=0&pageLength=100000", 0, 41},
                                             {"?cursor=0&pageLength=-4", 0, 0}}) {
    INFO(query);
    const auto got = page(query);
    CHECK(got["meta"]["totalLength"] == 41);
    CHECK(got["meta"]["cursor"] == cursor);
    CHECK(got["data"].size() == items);
    CHECK(got["links"]["current"]["meta"]["index"] == 40);
  }
}

TEST_CASE("1.4 lists without pages: cursor 0, and as long as they are") {
  contract_robot robot;
  robot.analysis_of(robot.upload_protocol(comment_protocol(1)));
  const auto protocol_id = robot.upload_protocol(comment_protocol(2));
  robot.analysis_of(protocol_id);
  for (const auto& [path, length] : std::vector<std::pair<std::string, int>>{
           {"/protocols", 2}, {"/protocols/ids", 2}, {"/protocols/" + protocol_id + "/analyses", 1}, {"/modules", 4}}) {
    INFO(path);
    const auto got = robot.get(path).body;
    CHECK(got["meta"] == json{{"cursor", 0}, {"totalLength", length}});
    CHECK(got["data"].size() == static_cast<std::size_t>(length));
  }
}

TEST_CASE("1.4 pages of runs: the newest, in oldest-to-newest order") {
  contract_robot robot;
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(robot.create_run());
  const auto page = robot.get("/runs?pageLength=2").body;
  REQUIRE(page["data"].size() == 2);
  CHECK(page["data"][0]["id"] == ids[2]);
  CHECK(page["data"][1]["id"] == ids[3]);
  CHECK(page["meta"] == json{{"cursor", 0}, {"totalLength", 2}});
  CHECK(page["links"]["current"]["href"] == "/runs/" + ids[3]);
  const auto none = robot.get("/runs?pageLength=0").body;
  CHECK(none["data"].empty());
  CHECK(none["meta"]["totalLength"] == 0);
  CHECK(none["links"]["current"]["href"] == "/runs/" + ids[3]);
  CHECK(robot.get("/runs").body["data"].size() == 4);
}

TEST_CASE("2.1 health: what this robot is, bare") {
  contract_robot robot;
  const auto health = robot.get("/health").body;
  CHECK_FALSE(health.contains("data"));
  for (const auto* name : {"name", "fw_version", "system_version"}) CHECK(health[name].is_string());
  CHECK(health["robot_model"] == "OT-2 Standard");
  CHECK(health["api_version"] == "8.1.0");
  CHECK(health["board_revision"] == "2.1");
  CHECK(health["logs"] == json{"/logs/serial.log", "/logs/api.log", "/logs/server.log", "/logs/update_server.log"});
  CHECK(health["maximum_protocol_api_version"] == json{2, 21});
  CHECK(health["minimum_protocol_api_version"] == json{2, 0});
  CHECK(health["links"] == json{{"apiLog", "/logs/api.log"},
                                {"serialLog", "/logs/serial.log"},
                                {"serverLog", "/logs/server.log"},
                                {"apiSpec", "/openapi.json"},
                                {"systemTime", "/system/time"}});
  CHECK_FALSE(health.contains("robot_serial"));
}
