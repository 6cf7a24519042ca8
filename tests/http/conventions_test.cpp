// What holds for every route: version header, unknown routes and methods, error shapes, CORS.

#include <catch2/catch.hpp>
#include <stdexcept>

#include "tests/http/http_fixture.hpp"

using namespace deckhand;
using namespace deckhand::testing;

TEST_CASE("the version header decides") {
  http_fixture robot;
  struct row {
    const char* given;
    int status;
    const char* echoed;
    const char* error_id;
  };
  const auto expected = GENERATE(values<row>({
      {"*", 200, "4", ""},
      {"2", 200, "2", ""},
      {"3", 200, "3", ""},
      {"4", 200, "4", ""},
      {"1337", 200, "4", ""},
      {"99999999999999999999", 200, "4", ""},
      {"1", 400, "4", "OutdatedAPIVersion"},
      {"0", 400, "4", "OutdatedAPIVersion"},
      {"-7", 400, "4", "OutdatedAPIVersion"},
      {"", 422, "4", "InvalidRequest"},
      {"3.0", 422, "4", "InvalidRequest"},
      {"three", 422, "4", "InvalidRequest"},
      {"**", 422, "4", "InvalidRequest"},
  }));
  CAPTURE(expected.given);
  const auto got = robot.send("GET", "/runs", {{"opentrons-version", expected.given}});
  CHECK(got.status == expected.status);
  CHECK(got.header("Opentrons-Version") == expected.echoed);
  CHECK(got.header("Opentrons-Min-Version") == "2");
  CHECK(got.error_id() == expected.error_id);
}

TEST_CASE("a request without the version header is told so") {
  http_fixture robot;
  const auto got = robot.send("GET", "/runs", {});
  CHECK(got.status == 422);
  CHECK(got.body["errors"][0]["source"] == nlohmann::json{{"header", "Opentrons-Version"}});
  CHECK(got.body["errors"][0]["title"] == "Invalid Request");
  CHECK(got.body["errors"][0]["errorCode"] == "4000");
  CHECK_FALSE(got.body["errors"][0].contains("meta"));
}

TEST_CASE("errors say the newest version, whatever was asked for") {
  http_fixture robot;
  const auto got = robot.get("/runs/nobody");
  CHECK(got.status == 404);
  CHECK(got.header("Opentrons-Version") == "4");
}

TEST_CASE("an outdated version is named") {
  http_fixture robot;
  const auto got = robot.send("GET", "/health", {{"Opentrons-Version", "1"}});
  CHECK(got.status == 400);
  CHECK(got.error_id() == "OutdatedAPIVersion");
  CHECK(got.body["errors"][0]["title"] == "Requested HTTP API version no longer supported");
  CHECK_THAT(got.body["errors"][0]["detail"].get<std::string>(), Catch::Contains("version 1 ") && Catch::Contains("version 2 "));
}

TEST_CASE("legacy routes tell errors in the legacy shape") {
  http_fixture robot;
  const auto got = robot.send("GET", "/health", {});
  CHECK(got.status == 422);
  CHECK(got.body == nlohmann::json{{"message", "Opentrons-Version: field required"}, {"errorCode", "4000"}});
}

TEST_CASE("unknown routes and wrong methods") {
  http_fixture robot;
  struct row {
    const char* method;
    const char* path;
    int status;
  };
  const auto expected = GENERATE(values<row>({
      {"GET", "/", 404},
      {"GET", "/nowhere", 404},
      {"GET", "/runs/1/nowhere", 404},
      {"GET", "/runs/1/commands/2/3", 404},
      {"GET", "//", 404},
      {"GET", "/runs//commands", 404},
      {"POST", "/nowhere", 404},
      {"PUT", "/nowhere", 404},
      {"PATCH", "/nowhere", 404},
      {"DELETE", "/nowhere", 404},
      {"OPTIONS", "/nowhere", 404},
      {"PUT", "/runs", 405},
      {"DELETE", "/runs", 405},
      {"POST", "/health", 405},
      {"GET", "/runs/1/actions", 405},
      {"HEAD", "/runs/1/actions", 405},
      {"PATCH", "/runs/1/commands", 405},
      {"OPTIONS", "/runs", 405},
      {"POST", "/protocols/ids", 405},
  }));
  CAPTURE(expected.method, expected.path);
  const auto got = robot.send(expected.method, expected.path, {{"Opentrons-Version", "3"}});
  CHECK(got.status == expected.status);
  CHECK(got.header("Opentrons-Version") == "4");
  if (std::string{expected.method} != "HEAD") CHECK(got.error_id() == "BadRequest");
  if (expected.status == 405) CHECK_FALSE(got.header("Allow").empty());
}

TEST_CASE("unknown routes and methods are told without a version header, too") {
  http_fixture robot;
  CHECK(robot.send("GET", "/nowhere", {}).status == 404);
  const auto got = robot.send("DELETE", "/runs", {});
  CHECK(got.status == 405);
  CHECK(got.header("Allow") == "POST, GET");
}

TEST_CASE("a slash at a path's end does not count") {
  http_fixture robot;
  CHECK(robot.get("/runs/").status == 200);
}

TEST_CASE("HEAD gives a GET's headers alone") {
  http_fixture robot;
  const auto whole = robot.get("/health");
  const auto got = robot.send("HEAD", "/health", {{"Opentrons-Version", "3"}});
  CHECK(got.status == 200);
  CHECK(got.text.empty());
  CHECK(got.header("Content-Length") == whole.header("Content-Length"));
}

TEST_CASE("any web page may use the API") {
  http_fixture robot;
  const auto preflight = robot.send("OPTIONS", "/runs/1/actions",
                                    {{"Origin", "http://somewhere"},
                                     {"Access-Control-Request-Method", "POST"},
                                     {"Access-Control-Request-Headers", "opentrons-version,content-type"}});
  CHECK(preflight.status == 200);
  CHECK(preflight.header("Access-Control-Allow-Origin") == "*");
  CHECK_THAT(preflight.header("Access-Control-Allow-Methods"), Catch::Contains("PATCH"));
  CHECK(preflight.header("Access-Control-Allow-Headers") == "opentrons-version,content-type");
  CHECK(robot.get("/runs").header("Access-Control-Allow-Origin") == "*");
  CHECK(robot.get("/nowhere").header("Access-Control-Allow-Origin") == "*");
}

TEST_CASE("an engine's refusal keeps status, id, title, detail and code") {
  http_fixture robot;
  robot.port.on_request = [](const control_request&) -> control_reply {
    return tl::unexpected{
        control_refusal{409, "RunActionNotAllowed", "Run Action Not Allowed", "The run has already stopped.", "3000", true}};
  };
  const auto got = robot.post("/runs/1/actions", {{"actionType", "pause"}});
  CHECK(got.status == 409);
  CHECK(got.body == R"({"errors": [{"id": "RunActionNotAllowed", "title": "Run Action Not Allowed",
                         "detail": "The run has already stopped.", "errorCode": "3000",
                         "meta": {"type": "RunActionNotAllowedError", "code": "3000", "message": "The run has already stopped.",
                                  "detail": {}, "wrapping": []}}]})"_json);
  robot.port.on_request = [](const control_request&) -> control_reply {
    return tl::unexpected{control_refusal{409, "RunStopped", "Run Stopped", "Run 1 is not the current run."}};
  };
  CHECK_FALSE(robot.post("/runs/1/actions", {{"actionType", "pause"}}).body["errors"][0].contains("meta"));
}

TEST_CASE("an exception becomes a 500 that names its class") {
  http_fixture robot;
  robot.port.on_request = [](const control_request&) -> control_reply { throw std::out_of_range{"no such thing"}; };
  const auto got = robot.remove("/runs/1");
  CHECK(got.status == 500);
  CHECK(got.error_id() == "UnexpectedError");
  CHECK(got.body["errors"][0]["title"] == "Unexpected Internal Error");
  CHECK(got.body["errors"][0]["meta"]["type"] == "std::out_of_range");
  CHECK(robot.get("/health").status == 200);
}

TEST_CASE("percent-encoded and foreign path arguments come out as valid JSON") {
  http_fixture robot;
  const auto got = robot.get("/runs/a%2Fb%22%ff");
  CHECK(got.status == 404);
  CHECK(got.error_id() == "RunNotFound");
  CHECK_THAT(got.body["errors"][0]["detail"].get<std::string>(), Catch::Contains("a/b\"\xEF\xBF\xBD"));
}
