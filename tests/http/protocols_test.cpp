#include <catch2/catch.hpp>

#include "tests/http/http_fixture.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

const std::string a_protocol =
    R"({"$otSharedSchema": "#/protocol/schemas/7", "schemaVersion": 7, "metadata": {"protocolName": "one"},
        "robot": {"model": "OT-2 Standard", "deckId": "ot2_standard"}, "labwareDefinitions": {},
        "commands": [{"commandType": "comment", "params": {"message": "hello"}}]})";
const std::string a_labware =
    R"({"schemaVersion": 2, "version": 1, "namespace": "mine", "metadata": {"displayName": "Cup", "displayCategory": "reservoir",
        "displayVolumeUnits": "mL"}, "brand": {"brand": "none"}, "parameters": {"format": "irregular", "isTiprack": false, "loadName": "cup",
        "isMagneticModuleCompatible": false}, "cornerOffsetFromSlot": {"x": 0, "y": 0, "z": 0}, "ordering": [["A1"]],
        "dimensions": {"xDimension": 127, "yDimension": 85, "zDimension": 40}, "groups": [],
        "wells": {"A1": {"shape": "circular", "diameter": 10, "depth": 20, "totalLiquidVolume": 100, "x": 1, "y": 1, "z": 1}}})";

httplib::MultipartFormData file(const std::string& name, const std::string& content) {
  return {"files", content, name, "application/json"};
}

// A robot that takes every protocol as "p1".
struct uploading_robot : http_fixture {
  uploading_robot() {
    port.on_request = [this](const control_request& request) -> control_reply {
      auto description = std::get<add_protocol_request>(request).description;
      description.protocol_id = "p1";
      port.apply({}, std::move(description));
      port.apply({}, analysis_started{"p1", "a1"});
      return control_success{"p1", {}, port.requests().size() == 1};
    };
  }
  add_protocol_request asked(std::size_t index = 0) const { return std::get<add_protocol_request>(port.requests().at(index)); }
};

void add_protocol(fake_port& port, const std::string& id, const std::string& kind = "standard") {
  protocol_added added;
  added.protocol_id = id;
  added.protocol_type = "json";
  added.robot_type = "OT-2 Standard";
  added.protocol_kind = kind;
  port.apply({}, std::move(added));
}

}  // namespace

TEST_CASE("a protocol is uploaded with its labware") {
  uploading_robot robot;
  const auto got = robot.upload({file("one.json", a_protocol), file("cup.json", a_labware), {"key", "my key", "", ""}});
  CHECK(got.status == 201);
  const auto& data = got.body["data"];
  CHECK(data["id"] == "p1");
  CHECK(data["protocolType"] == "json");
  CHECK(data["robotType"] == "OT-2 Standard");
  CHECK(data["key"] == "my key");
  CHECK(data["protocolKind"] == "standard");
  CHECK(data["metadata"]["protocolName"] == "one");
  CHECK(data["files"] == R"([{"name": "one.json", "role": "main"}, {"name": "cup.json", "role": "labware"}])"_json);
  CHECK(data["analysisSummaries"][0]["status"] == "pending");
  CHECK(robot.asked().protocol != nullptr);
  CHECK(robot.asked().description.files[0].content == a_protocol);
}

TEST_CASE("a protocol that is there already is 200") {
  uploading_robot robot;
  CHECK(robot.upload({file("one.json", a_protocol)}).status == 201);
  CHECK(robot.upload({file("one.json", a_protocol)}).status == 200);
}

TEST_CASE("the same files have one hash in any order, other files another") {
  uploading_robot robot;
  robot.upload({file("one.json", a_protocol), file("cup.json", a_labware)});
  robot.upload({file("cup.json", a_labware), file("one.json", a_protocol)});
  robot.upload({file("one.json", a_protocol + " "), file("cup.json", a_labware)});
  robot.upload({file("two.json", a_protocol), file("cup.json", a_labware)});
  robot.upload({file("one.json", a_protocol)});
  const auto hash = [&](std::size_t index) { return robot.asked(index).description.content_hash; };
  CHECK(hash(0) == hash(1));
  for (std::size_t i = 2; i < 5; ++i) CHECK(hash(i) != hash(0));
}

TEST_CASE("files that are no sound protocol are refused with name and place") {
  uploading_robot robot;
  const auto expect = [&](const httplib::MultipartFormDataItems& items, const std::string& id,
                          const std::string& part_of_detail) {
    const auto got = robot.upload(items);
    CHECK(got.status == 422);
    CHECK(got.error_id() == id);
    CHECK_THAT(got.body["errors"][0]["detail"].get<std::string>(), Catch::Contains(part_of_detail));
  };
  expect({file("one.json", "{ nonsense")}, "ProtocolFilesInvalid", "one.json");
  expect({file("one.json", "{}")}, "ProtocolFilesInvalid", "one.json");
  expect({file("one.txt", a_protocol)}, "ProtocolFilesInvalid", "one.txt");
  expect({file("one.json", std::string(100'000, '['))}, "ProtocolFilesInvalid", "one.json");
  expect({file("cup.json", a_labware)}, "ProtocolFilesInvalid", "only labware");
  expect({file("one.json", a_protocol), file("two.json", a_protocol)}, "ProtocolFilesInvalid", "one.json, two.json");
  expect({file("one.json", a_protocol), file("cup.json", R"({"ordering": 1, "wells": 2})")}, "ProtocolFilesInvalid", "cup.json");
  auto for_another = a_protocol;
  for_another.replace(for_another.find("OT-2 Standard"), 13, "OT-3 Standard");
  expect({file("one.json", for_another)}, "ProtocolRobotTypeMismatch", "one.json");
  CHECK(robot.port.requests().empty());
}

TEST_CASE("an upload that is no form, or lacks files, is an invalid request") {
  uploading_robot robot;
  struct row {
    std::string type, body;
  };
  const auto form = GENERATE(values<row>({
      {"application/json", "{}"},
      {"multipart/form-data", "no boundary"},
      {"multipart/form-data; boundary=xyz", "--abc\r\n\r\n"},
      {"multipart/form-data; boundary=xyz",
       "--xyz\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.json\"\r\n\r\ncut off"},
      {"multipart/form-data; boundary=xyz", "--xyz\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\r\n--xyz--\r\n"},
      {"multipart/form-data; boundary=xyz", ""},
  }));
  CAPTURE(form.type, form.body);
  const auto got = robot.post_text("/protocols", form.body, form.type);
  CHECK(got.status == 422);
  CHECK(got.error_id() == "InvalidRequest");
  CHECK(robot.get("/health").status == 200);
}

TEST_CASE("the other fields of an upload are checked") {
  uploading_robot robot;
  const auto with = [&](const std::string& name, const std::string& value) {
    return robot.upload({file("one.json", a_protocol), {name, value, "", ""}});
  };
  CHECK(with("protocolKind", "slow").body["errors"][0]["source"]["pointer"] == "/protocolKind");
  CHECK(with("runTimeParameterValues", "[1]").body["errors"][0]["source"]["pointer"] == "/runTimeParameterValues");
  CHECK(with("runTimeParameterValues", "{").error_id() == "InvalidRequest");
  CHECK(with("runTimeParameterFiles", R"({"csv": "f1"})").error_id() == "FileIdNotFound");
  CHECK(robot.port.requests().empty());
  CHECK(with("protocolKind", "quick-transfer").body["data"]["protocolKind"] == "quick-transfer");
  CHECK(with("runTimeParameterValues", R"({"volume": 5})").status == 200);
}

TEST_CASE("protocols are listed, oldest first, and by kind") {
  http_fixture robot;
  add_protocol(robot.port, "p1");
  add_protocol(robot.port, "p2", "quick-transfer");
  add_protocol(robot.port, "p3");
  const auto all = robot.get("/protocols");
  CHECK(all.body["meta"] == nlohmann::json{{"cursor", 0}, {"totalLength", 3}});
  CHECK(all.body["data"][0]["id"] == "p1");
  CHECK(all.body["data"][2]["id"] == "p3");
  CHECK_FALSE(all.body["data"][0].contains("key"));
  CHECK(robot.get("/protocols/ids").body["data"] == nlohmann::json{"p1", "p2", "p3"});
  const auto quick = robot.get("/protocols?protocolKind=quick-transfer");
  CHECK(quick.body["data"].size() == 1);
  CHECK(quick.body["meta"]["totalLength"] == 1);
  CHECK(robot.get("/protocols?protocolKind=slow").status == 422);
}

TEST_CASE("one protocol, with the runs that refer to it") {
  http_fixture robot;
  add_protocol(robot.port, "p1");
  CHECK(robot.get("/protocols/p1").body["links"] == R"({"referencingRuns": []})"_json);
  run_script{robot.port, "r1"}.create("p1").archive();
  run_script{robot.port, "r2"}.create("p2").archive();
  run_script{robot.port, "r3"}.create("p1");
  const auto got = robot.get("/protocols/p1");
  CHECK(got.body["data"]["id"] == "p1");
  CHECK(got.body["links"]["referencingRuns"] == R"([{"id": "r1", "href": "/runs/r1"}, {"id": "r3", "href": "/runs/r3"}])"_json);
  CHECK(robot.get("/protocols/p9").status == 404);
  CHECK(robot.get("/protocols/p9").error_id() == "ProtocolNotFound");
}

TEST_CASE("a protocol is deleted") {
  http_fixture robot;
  CHECK(robot.remove("/protocols/p1").text == "{}");
  CHECK(std::get<delete_protocol_request>(robot.port.requests()[0]).protocol_id == "p1");
}

TEST_CASE("an analysis, pending and completed") {
  http_fixture robot;
  add_protocol(robot.port, "p1");
  robot.port.apply({}, analysis_started{"p1", "a1"});
  const auto pending = R"({"id": "a1", "status": "pending", "runTimeParameters": []})"_json;
  CHECK(robot.get("/protocols/p1/analyses").body["data"] == nlohmann::json::array({pending}));
  CHECK(robot.get("/protocols/p1/analyses/a1").body["data"] == pending);
  CHECK(robot.get("/protocols/p1/analyses/a1/asDocument").status == 404);
  CHECK(robot.get("/protocols/p1/analyses/a1/asDocument").error_id() == "AnalysisNotFound");
  robot.port.apply({}, analysis_completed{"p1", "a1", R"({"id":"a1","status":"completed","result":"ok"})"});
  CHECK(robot.get("/protocols/p1/analyses").body["data"][0]["result"] == "ok");
  CHECK(robot.get("/protocols/p1/analyses/a1").body["data"]["result"] == "ok");
  CHECK(robot.get("/protocols/p1/analyses/a1/asDocument").text == R"({"id":"a1","status":"completed","result":"ok"})");
  CHECK(robot.get("/protocols/p1/analyses/a9").error_id() == "AnalysisNotFound");
  CHECK(robot.get("/protocols/p9/analyses/a1").error_id() == "ProtocolNotFound");
  CHECK(robot.get("/protocols/p9/analyses").error_id() == "ProtocolNotFound");
}

TEST_CASE("a new analysis may be asked for") {
  http_fixture robot;
  add_protocol(robot.port, "p1");
  robot.port.apply({}, analysis_started{"p1", "a1"});
  robot.port.on_request = [&](const control_request& request) -> control_reply {
    const bool is_new = std::get<analyse_request>(request).force;
    if (is_new) robot.port.apply({}, analysis_started{"p1", "a2"});
    return control_success{is_new ? "a2" : "a1", {}, is_new};
  };
  const auto kept = robot.post_text("/protocols/p1/analyses", "");
  CHECK(kept.status == 200);
  CHECK(kept.body["data"] == R"([{"id": "a1", "status": "pending", "runTimeParameters": []}])"_json);
  const auto made = robot.post("/protocols/p1/analyses", {{"forceReAnalyze", true}});
  CHECK(made.status == 201);
  CHECK(made.body["data"].size() == 2);
  CHECK(made.body["meta"] == nlohmann::json{{"cursor", 0}, {"totalLength", 2}});
  CHECK(robot.post("/protocols/p1/analyses", {{"forceReAnalyze", "yes"}}).status == 422);
}
