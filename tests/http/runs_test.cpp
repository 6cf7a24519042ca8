#include <catch2/catch.hpp>

#include "tests/http/http_fixture.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

std::vector<std::string> ids_of(const nlohmann::json& list) {
  std::vector<std::string> ids;
  for (const auto& item : list) ids.push_back(item["id"]);
  return ids;
}

}  // namespace

TEST_CASE("a new run is created and shown") {
  http_fixture robot;
  robot.port.on_request = [&](const control_request&) -> control_reply {
    run_script{robot.port, "run-1"}.create("protocol-1");
    return control_success{"run-1", {}, true};
  };
  const auto got = robot.post("/runs", {{"protocolId", "protocol-1"}});
  CHECK(got.status == 201);
  CHECK(got.body["data"]["id"] == "run-1");
  CHECK(got.body["data"]["status"] == "idle");
  CHECK(got.body["data"]["current"] == true);
  CHECK(got.body.size() == 1);
  CHECK_FALSE(got.body["data"].contains("startedAt"));
  CHECK(std::get<create_run_request>(robot.port.requests()[0]).protocol_id == "protocol-1");
}

TEST_CASE("a new run needs no body, and nulls count as nothing") {
  http_fixture robot;
  robot.port.on_request = [&](const control_request&) -> control_reply {
    run_script{robot.port, "run-1"}.create();
    return control_success{"run-1", {}, true};
  };
  const auto body =
      GENERATE(as<std::string>{}, "", "  ", "null", R"({"data":{}})", R"({"data":{"protocolId":null,"labwareOffsets":null}})");
  CHECK(robot.post_text("/runs", body).status == 201);
  const auto asked = std::get<create_run_request>(robot.port.requests()[0]);
  CHECK_FALSE(asked.protocol_id.has_value());
  CHECK(asked.labware_offsets_json == "[]");
}

TEST_CASE("labware offsets are checked and passed on with the robot's own slot names") {
  http_fixture robot;
  robot.port.on_request = [&](const control_request&) -> control_reply {
    run_script{robot.port, "run-1"}.create();
    return control_success{"run-1", {}, true};
  };
  const auto offsets = R"([{"definitionUri": "a/b/1", "location": {"slotName": "C2", "moduleModel": "temperatureModuleV2"},
                            "vector": {"x": 1, "y": -0.5, "z": 0}},
                           {"definitionUri": "a/b/1", "location": {"slotName": 11}, "vector": {"x": 1, "y": 1, "z": 1}}])"_json;
  CHECK(robot.post("/runs", {{"labwareOffsets", offsets}}).status == 201);
  const auto passed = nlohmann::json::parse(std::get<create_run_request>(robot.port.requests()[0]).labware_offsets_json);
  CHECK(passed[0]["location"] == nlohmann::json{{"slotName", "5"}, {"moduleModel", "temperatureModuleV2"}});
  CHECK(passed[0]["vector"] == nlohmann::json{{"x", 1.0}, {"y", -0.5}, {"z", 0.0}});
  CHECK(passed[1]["location"]["slotName"] == "11");
}

TEST_CASE("everything wrong with a new run is told at once, with its place") {
  http_fixture robot;
  const auto got = robot.post_text("/runs", R"({"data": {"protocolId": 7, "runTimeParameterValues": [], "labwareOffsets": [
      {"definitionUri": "a/b/1", "location": {"slotName": "13"}, "vector": {"x": 1, "y": "2"}}, 5]}})");
  CHECK(got.status == 422);
  std::vector<std::string> pointers;
  for (const auto& error : got.body["errors"]) {
    CHECK(error["id"] == "InvalidRequest");
    pointers.push_back(error["source"]["pointer"]);
  }
  CHECK(pointers == std::vector<std::string>{"/data/protocolId", "/data/labwareOffsets/0/location/slotName",
                                             "/data/labwareOffsets/0/vector/y", "/data/labwareOffsets/0/vector/z",
                                             "/data/labwareOffsets/1", "/data/runTimeParameterValues"});
  CHECK(robot.port.requests().empty());
}

TEST_CASE("a run cannot name data files that are not there") {
  http_fixture robot;
  const auto got = robot.post("/runs", {{"runTimeParameterFiles", {{"csv", "file-1"}}}});
  CHECK(got.status == 422);
  CHECK(got.error_id() == "FileIdNotFound");
}

TEST_CASE("the list of runs: newest ones, oldest first") {
  http_fixture robot;
  CHECK(robot.get("/runs").body == R"({"data": [], "meta": {"cursor": 0, "totalLength": 0}, "links": {}})"_json);
  for (const auto* id : {"a", "b", "c"}) {
    if (std::string{id} != "a") run_script{robot.port, std::string{static_cast<char>(id[0] - 1)}}.archive();
    run_script{robot.port, id}.create();
  }
  struct row {
    const char* query;
    std::vector<std::string> ids;
  };
  const auto expected = GENERATE(values<row>({
      {"", {"a", "b", "c"}},
      {"?pageLength=2", {"b", "c"}},
      {"?pageLength=0", {}},
      {"?pageLength=-3", {}},
      {"?pageLength=99999999999999999999", {"a", "b", "c"}},
  }));
  CAPTURE(expected.query);
  const auto got = robot.get(std::string{"/runs"} + expected.query);
  CHECK(got.status == 200);
  CHECK(ids_of(got.body["data"]) == expected.ids);
  CHECK(got.body["meta"]["cursor"] == 0);
  CHECK(got.body["meta"]["totalLength"] == expected.ids.size());
  CHECK(got.body["links"]["current"]["href"] == "/runs/c");
}

TEST_CASE("a page length that is no number is refused") {
  http_fixture robot;
  const auto got = robot.get("/runs?pageLength=many");
  CHECK(got.status == 422);
  CHECK(got.body["errors"][0]["source"] == nlohmann::json{{"parameter", "pageLength"}});
}

TEST_CASE("one run") {
  http_fixture robot;
  const auto missing = robot.get("/runs/nobody");
  CHECK(missing.status == 404);
  CHECK(missing.error_id() == "RunNotFound");
  run_script{robot.port, "run-1"}.create();
  CHECK(robot.get("/runs/run-1").body["data"]["id"] == "run-1");
}

TEST_CASE("only an explicit false takes the place of the current run away") {
  http_fixture robot;
  run_script{robot.port, "run-1"}.create();
  struct row {
    const char* body;
    bool make_not_current;
  };
  const auto expected = GENERATE(
      values<row>({{R"({"data":{"current":false}})", true}, {R"({"data":{"current":true}})", false}, {R"({"data":{}})", false}}));
  const auto got = robot.patch("/runs/run-1", nlohmann::json::parse(expected.body)["data"]);
  CHECK(got.status == 200);
  CHECK(got.body["data"]["id"] == "run-1");
  CHECK(std::get<patch_run_request>(robot.port.requests()[0]).make_not_current == expected.make_not_current);
}

TEST_CASE("a run is deleted") {
  http_fixture robot;
  const auto got = robot.remove("/runs/run-1");
  CHECK(got.status == 200);
  CHECK(got.text == "{}");
  CHECK(std::get<delete_run_request>(robot.port.requests()[0]).run_id == "run-1");
}

TEST_CASE("actions reach the engine by their names") {
  http_fixture robot;
  const auto name = GENERATE(as<std::string>{}, "play", "pause", "stop", "resume-from-recovery",
                             "resume-from-recovery-assuming-false-positive");
  const auto got = robot.post("/runs/run-1/actions", {{"actionType", name}});
  CHECK(got.status == 201);
  CHECK(got.body["data"] ==
        nlohmann::json{{"id", "some-id"}, {"createdAt", "2026-01-31T09:30:00.000001+00:00"}, {"actionType", name}});
  const auto asked = std::get<run_action_request>(robot.port.requests()[0]);
  CHECK(asked.run_id == "run-1");
  CHECK(to_string(asked.action) == name);
}

TEST_CASE("an action that does not exist is refused") {
  http_fixture robot;
  const auto data = GENERATE(R"({"actionType": "dance"})"_json, R"({"actionType": 3})"_json, R"({})"_json);
  const auto got = robot.post("/runs/run-1/actions", data);
  CHECK(got.status == 422);
  CHECK(got.body["errors"][0]["source"]["pointer"] == "/data/actionType");
}

TEST_CASE("a run's timing is told in microseconds") {
  http_fixture robot;
  CHECK(robot.get("/runs/run-1/timing").error_id() == "RunNotFound");
  run_script{robot.port, "run-1"}.create().queue("c1").play().start("c1").succeed("c1");
  const auto got = robot.get("/runs/run-1/timing");
  CHECK(got.status == 200);
  CHECK(got.body["data"]["runId"] == "run-1");
  CHECK(got.body["data"]["gaps"]["count"] == 1);
  for (const auto* name : {"count", "p50", "p90", "p99", "p99_9", "max"}) CHECK(got.body["data"]["reportingLag"].contains(name));
  CHECK(got.body["data"]["lines"]["software"]["count"] == 1);
  CHECK(got.body["data"]["mailboxDepths"] == nlohmann::json{{"engine_state", 3}, {"run_store", 12}});
}
