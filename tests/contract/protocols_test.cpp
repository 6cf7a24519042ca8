// Sections 2.2 and 6: protocols and their analyses.

#include <catch2/catch.hpp>
#include <set>

#include "runtime/labware_catalogue.hpp"
#include "tests/contract/contract_robot.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

const std::string a_python_file = R"(
metadata = {"protocolName": "from Python", "apiLevel": "2.15"}
def run(ctx):
    rack = ctx.load_labware("opentrons_96_tiprack_300ul", "1")
    pipette = ctx.load_instrument("p300_single", "right", tip_racks=[rack])
    pipette.pick_up_tip()
    ctx.comment("hello")
    pipette.drop_tip()
)";

json a_labware(const std::string& load_name) {
  auto document = deckhand::find_shipped_labware("opentrons", "corning_96_wellplate_360ul_flat", 1)->document;
  document["namespace"] = "mine";
  document["parameters"]["loadName"] = load_name;
  return document;
}

json file_of(const std::string& protocol) { return json::parse(protocol); }

void check_refused(const answer& got, const std::string& id, const std::string& part_of_detail) {
  INFO(got.text);
  CHECK(got.status == 422);
  CHECK(got.error_id() == id);
  CHECK(got.body["errors"][0]["detail"].get<std::string>().find(part_of_detail) != std::string::npos);
}

void check_invalid(contract_robot& robot, const std::string& name, const std::string& content, const std::string& part) {
  INFO(name << ": " << content.substr(0, 100));
  check_refused(robot.upload({file_part(name, content)}), "ProtocolFilesInvalid", part);
}

std::vector<std::string> ids_of(contract_robot& robot, const std::string& query = {}) {
  std::vector<std::string> ids;
  const auto listed = robot.get("/protocols" + query).body["data"];
  for (const auto& protocol : listed) ids.push_back(protocol["id"]);
  return ids;
}

}  // namespace

TEST_CASE("2.2 a fresh upload: 201, the resource's fields, one pending summary") {
  contract_robot robot;
  const auto got = robot.upload({file_part("one.json", comment_protocol(3)), {"key", "my-key", "", ""}});
  REQUIRE(got.status == 201);
  const auto& data = got.body["data"];
  const std::set<std::string> wanted{"id",       "createdAt",         "files", "protocolType", "robotType", "metadata",
                                     "analyses", "analysisSummaries", "key",   "protocolKind"};
  std::set<std::string> names;
  for (const auto& [name, value] : data.items()) names.insert(name);
  CHECK(names == wanted);
  CHECK(data["files"] == json::array({{{"name", "one.json"}, {"role", "main"}}}));
  CHECK(data["protocolType"] == "json");
  CHECK(data["robotType"] == "OT-2 Standard");
  CHECK(data["metadata"]["protocolName"] == "made for a test");
  CHECK(data["analyses"] == json::array());
  REQUIRE(data["analysisSummaries"].size() == 1);
  CHECK(data["analysisSummaries"][0]["status"] == "pending");
  CHECK(data["analysisSummaries"][0]["runTimeParameters"] == json::array());
  CHECK(data["key"] == "my-key");
  CHECK(data["protocolKind"] == "standard");
}

TEST_CASE("2.2 the same files again: 200 and the earlier resource, with its own key") {
  contract_robot robot;
  const auto protocol = comment_protocol(1);
  const auto labware = a_labware("cup").dump();
  const auto first = robot.upload({file_part("one.json", protocol), file_part("cup.json", labware), {"key", "first", "", ""}});
  REQUIRE(first.status == 201);
  const auto again = robot.upload({file_part("cup.json", labware), {"key", "second", "", ""}, file_part("one.json", protocol)});
  CHECK(again.status == 200);
  CHECK(again.body["data"]["id"] == first.body["data"]["id"]);
  CHECK(again.body["data"]["key"] == "first");
  CHECK(robot.upload({file_part("other.json", protocol)}).status == 201);
  CHECK(robot.get("/protocols").body["meta"]["totalLength"] == 2);
}

TEST_CASE("2.2 forms that are not what they should be") {
  contract_robot robot;
  const auto check_form = [](const answer& got) {
    INFO(got.text);
    CHECK(got.status == 422);
    CHECK(got.body["errors"][0]["id"] == "InvalidRequest");
  };
  check_form(robot.upload({{"key", "only", "", ""}}));
  check_form(robot.upload({{"files", comment_protocol(1), "", ""}}));
  check_form(robot.upload({file_part("one.json", comment_protocol(1)), {"protocolKind", "slow-transfer", "", ""}}));
  check_form(robot.upload({file_part("one.json", comment_protocol(1)), {"runTimeParameterValues", "[1]", "", ""}}));
  check_form(robot.post_text("/protocols", comment_protocol(1)));
  check_form(robot.post_text("/protocols", "", "multipart/form-data; boundary=x"));
  check_form(robot.post_text("/protocols", "no parts at all", "multipart/form-data; boundary=x"));
  check_form(robot.post_text("/protocols", "--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"));
  CHECK(robot.post_text("/protocols", "--x--", "multipart/form-data").status == 422);
  CHECK(robot.get("/protocols").body["data"].empty());
}

TEST_CASE("2.2 files: which is the protocol is told from what is in them") {
  contract_robot robot;
  const auto labware = a_labware("cup").dump();
  const auto several = robot.upload({file_part("cup.json", labware), file_part("one.json", comment_protocol(1))});
  REQUIRE(several.status == 201);
  CHECK(several.body["data"]["files"] ==
        json::array({{{"name", "cup.json"}, {"role", "labware"}}, {{"name", "one.json"}, {"role", "main"}}}));
  check_refused(robot.upload({file_part("cup.json", labware)}), "ProtocolFilesInvalid", "no protocol");
  check_refused(robot.upload({file_part("a.json", comment_protocol(1)), file_part("b.json", comment_protocol(2))}),
                "ProtocolFilesInvalid", "a.json, b.json");
  auto bad = a_labware("cup");
  bad.erase("dimensions");
  check_refused(robot.upload({file_part("cup.json", bad.dump()), file_part("one.json", comment_protocol(1))}),
                "ProtocolFilesInvalid", "cup.json");
}

TEST_CASE("6 uploads that are no protocol are refused with the reason") {
  contract_robot robot;
  const auto good = file_of(comment_protocol(1));
  const auto without = [&](const char* name) {
    auto file = good;
    file.erase(name);
    return file.dump();
  };
  const auto with = [&](const char* pointer, const json& value) {
    auto file = good;
    file[json::json_pointer(pointer)] = value;
    return file.dump();
  };
  check_invalid(robot, "one.txt", good.dump(), "one.txt");
  check_invalid(robot, "empty.json", "", "is not valid JSON.");
  check_invalid(robot, "one.json", "{", "is not valid JSON.");
  check_invalid(robot, "one.json", "[]", "is not a known Opentrons format.");
  check_invalid(robot, "one.json", "{}", "is not a known Opentrons format.");
  check_invalid(robot, "one.json", without("schemaVersion"), "is not a known Opentrons format.");
  check_invalid(robot, "one.json", without("metadata"), "is not a valid JSON protocol.");
  check_invalid(robot, "one.json", without("robot"), "is not a valid JSON protocol.");
  check_invalid(robot, "one.json", with("/metadata", 3), "is not a valid JSON protocol.");
  check_invalid(robot, "one.json", with("/schemaVersion", "7"), "is not a valid JSON protocol.");
  check_invalid(robot, "one.json", with("/schemaVersion", 9), "is not a valid JSON protocol.");
  check_invalid(robot, "one.json", with("/robot/model", "OT-1"), "is not a valid JSON protocol.");
  check_invalid(robot, "one.json", with("/commands", "none"), "could not be read as a JSON protocol.");
  check_invalid(robot, "one.json", with("/commands/0/params", json::object()), "commands[0].params.message");
  check_invalid(robot, "bad.py", "def run(ctx:\n", "bad.py");
  check_invalid(robot, "new.py", "metadata = {'apiLevel': '2.99'}\ndef run(ctx): pass\n", "2.99");
  check_refused(robot.upload({file_part("flex.json", with("/robot/model", "OT-3 Standard"))}), "ProtocolRobotTypeMismatch",
                "OT-3 Standard");
  CHECK(robot.get("/protocols").body["data"].empty());
}

TEST_CASE("6 schema 8 names the schemas of its parts") {
  contract_robot robot;
  auto file = file_of(comment_protocol(1));
  file["schemaVersion"] = 8;
  file["$otSharedSchema"] = "#/protocol/schemas/8";
  file["labwareDefinitionSchemaId"] = "opentronsLabwareSchemaV2";
  file["commandAnnotations"] = json::array();
  file["commandAnnotationSchemaId"] = "opentronsCommandAnnotationSchemaV1";
  file["liquidSchemaId"] = "opentronsLiquidSchemaV1";
  for (const auto* id : {"opentronsCommandSchemaV8", "opentronsCommandSchemaV9", "opentronsCommandSchemaV10"}) {
    file["commandSchemaId"] = id;
    CHECK(robot.upload({file_part("eight.json", file.dump())}).status == 201);
  }
  file["commandSchemaId"] = "opentronsCommandSchemaV7";
  check_invalid(robot, "eight.json", file.dump(), "commandSchemaId");
  file.erase("commandSchemaId");
  check_invalid(robot, "eight.json", file.dump(), "commandSchemaId");
}

TEST_CASE("2.2 lists, ids, kinds and links") {
  contract_robot robot;
  const auto first = robot.upload_protocol(comment_protocol(1));
  const std::string quick =
      robot.upload({file_part("q.json", comment_protocol(2)), {"protocolKind", "quick-transfer", "", ""}}).body["data"]["id"];
  CHECK(ids_of(robot) == std::vector{first, quick});
  CHECK(ids_of(robot, "?protocolKind=standard") == std::vector{first});
  CHECK(ids_of(robot, "?protocolKind=quick-transfer") == std::vector{quick});
  CHECK(robot.get("/protocols?protocolKind=other").error_id() == "InvalidRequest");
  CHECK(robot.get("/protocols/ids").body == json{{"data", {first, quick}}, {"meta", {{"cursor", 0}, {"totalLength", 2}}}});
  CHECK(robot.get("/protocols/" + first).body["links"] == json{{"referencingRuns", json::array()}});
  const std::string run_id = robot.post("/runs", {{"protocolId", first}}).body["data"]["id"];
  CHECK(robot.get("/protocols/" + first).body["links"]["referencingRuns"] ==
        json::array({{{"id", run_id}, {"href", "/runs/" + run_id}}}));
  CHECK(robot.get("/protocols/x").error_id() == "ProtocolNotFound");
}

TEST_CASE("2.2 deleting: refused as long as a run refers to it") {
  contract_robot robot;
  const auto protocol_id = robot.upload_protocol(comment_protocol(1));
  const std::string run_id = robot.post("/runs", {{"protocolId", protocol_id}}).body["data"]["id"];
  const auto used = robot.remove("/protocols/" + protocol_id);
  CHECK(used.status == 409);
  CHECK(used.error_id() == "ProtocolUsedByRun");
  CHECK(robot.remove("/runs/" + run_id).text == "{}");
  const auto gone = robot.remove("/protocols/" + protocol_id);
  CHECK(gone.status == 200);
  CHECK(gone.text == "{}");
  CHECK(robot.remove("/protocols/" + protocol_id).status == 404);
  CHECK(robot.remove("/protocols/" + protocol_id).error_id() == "ProtocolNotFound");
}

TEST_CASE("2.2 five unused protocols are kept, the oldest go first, used ones and quick transfers stay") {
  contract_robot robot;
  const auto used = robot.upload_protocol(comment_protocol(1));
  robot.post("/runs", {{"protocolId", used}});
  const std::string quick =
      robot.upload({file_part("q.json", comment_protocol(2)), {"protocolKind", "quick-transfer", "", ""}}).body["data"]["id"];
  std::vector<std::string> uploaded;
  for (std::size_t i = 0; i < 7; ++i) uploaded.push_back(robot.upload_protocol(comment_protocol(10 + i)));
  std::vector<std::string> expected{used, quick};
  expected.insert(expected.end(), uploaded.begin() + 2, uploaded.end());
  CHECK(ids_of(robot) == expected);
}

TEST_CASE("2.2 too many quick transfers are refused, and none is deleted for another") {
  contract_robot robot;
  const auto upload = [&](std::size_t comments) {
    return robot.upload({file_part("q.json", comment_protocol(comments)), {"protocolKind", "quick-transfer", "", ""}});
  };
  for (std::size_t i = 0; i < 20; ++i) CHECK(upload(i).status == 201);
  const auto refused = upload(20);
  CHECK(refused.status == 409);
  CHECK(refused.error_id() == "BadRequest");
  CHECK(upload(3).status == 200);
  CHECK(ids_of(robot).size() == 20);
}

TEST_CASE("2.2 an analysis: every field, and the same keys as in a run") {
  contract_robot robot;
  auto steps = loading_steps();
  steps.push_back(step("pickUpTip", {{"pipetteId", "pipette"}, {"labwareId", "rack"}, {"wellName", "A1"}}));
  steps.push_back(step("waitForResume", {{"message", "look"}}));
  steps.push_back(step("dropTip", {{"pipetteId", "pipette"}, {"labwareId", "fixedTrash"}, {"wellName", "A1"}}));
  const auto protocol_id = robot.upload_protocol(protocol_of(steps));
  const auto analysis = robot.analysis_of(protocol_id);
  for (const auto* name : {"id", "status", "result", "robotType", "runTimeParameters", "commands", "labware", "pipettes",
                           "modules", "liquids", "errors"})
    CHECK(analysis.contains(name));
  CHECK(analysis["result"] == "ok");
  CHECK(analysis["errors"] == json::array());
  const auto path = "/protocols/" + protocol_id + "/analyses/" + analysis["id"].get<std::string>();
  CHECK(robot.get(path).body["data"] == analysis);
  CHECK(robot.get(path + "/asDocument").body == analysis);
  CHECK(robot.get("/protocols/" + protocol_id).body["data"]["analysisSummaries"] ==
        json::array({{{"id", analysis["id"]}, {"status", "completed"}}}));

  const std::string run_id = robot.post("/runs", {{"protocolId", protocol_id}}).body["data"]["id"];
  robot.act(run_id, "play");
  robot.wait_for_status(run_id, "paused");
  robot.play_out(run_id);
  const auto log = robot.log(run_id);
  REQUIRE(log.size() == analysis["commands"].size());
  for (std::size_t i = 0; i < log.size(); ++i) {
    CHECK(log[i]["key"] == analysis["commands"][i]["key"]);
    CHECK(log[i]["commandType"] == analysis["commands"][i]["commandType"]);
  }
  CHECK(log[0]["key"] == "50c7ae73a4e3f7129874f39dfb514803");
}

TEST_CASE("2.2 analyses: made again on demand only, 404 where there is none") {
  contract_robot robot;
  const auto protocol_id = robot.upload_protocol(comment_protocol(1));
  robot.analysis_of(protocol_id);
  const auto path = "/protocols/" + protocol_id + "/analyses";
  const auto same = robot.post_text(path, "");
  CHECK(same.status == 200);
  CHECK(same.body["data"].size() == 1);
  const auto again = robot.post(path, {{"forceReAnalyze", true}});
  CHECK(again.status == 201);
  REQUIRE(again.body["data"].size() == 2);
  CHECK(again.body["meta"] == json{{"cursor", 0}, {"totalLength", 2}});
  CHECK(robot.post(path, {{"forceReAnalyze", 3}}).status == 422);
  CHECK(robot.get("/protocols/x/analyses").error_id() == "ProtocolNotFound");
  CHECK(robot.post("/protocols/x/analyses", json::object()).error_id() == "ProtocolNotFound");
  CHECK(robot.get("/protocols/x/analyses/y").error_id() == "ProtocolNotFound");
  CHECK(robot.get(path + "/y").error_id() == "AnalysisNotFound");
  CHECK(robot.get(path + "/y/asDocument").error_id() == "AnalysisNotFound");
}

TEST_CASE("2.2 a protocol that fails in its dry run is not ok, with one error") {
  contract_robot robot;
  auto steps = loading_steps();
  steps.push_back(step("dropTip", {{"pipetteId", "pipette"}, {"labwareId", "fixedTrash"}, {"wellName", "A1"}}));
  steps.push_back(step("comment", {{"message", "never"}}));
  const auto analysis = robot.analysis_of(robot.upload_protocol(protocol_of(steps)));
  CHECK(analysis["result"] == "not-ok");
  REQUIRE(analysis["errors"].size() == 1);
  CHECK(analysis["errors"][0]["errorType"] == "TipNotAttachedError");
  CHECK(analysis["commands"].size() == 5);
  CHECK(analysis["commands"].back()["error"] == analysis["errors"][0]);
}

TEST_CASE("2.2 a protocol that uploads but cannot be translated: empty lists, and an error that is no command's") {
  contract_robot robot;
  const std::string header = "metadata = {'apiLevel': '2.13'}\n";
  const std::vector<std::pair<std::string, std::string>> files{
      {header + "def main(ctx):\n    pass\n", "MalformedPythonProtocolError"},
      {header + "import no_such_module\ndef run(ctx):\n    pass\n", "UnexpectedAnalysisError"}};
  for (const auto& [source, error_type] : files) {
    const auto got = robot.upload({file_part("p.py", source)});
    REQUIRE(got.status == 201);
    const auto analysis = robot.analysis_of(got.body["data"]["id"]);
    CHECK(analysis["result"] == "not-ok");
    for (const auto* list : {"commands", "labware", "pipettes", "modules", "liquids"}) CHECK(analysis[list] == json::array());
    REQUIRE(analysis["errors"].size() == 1);
    CHECK(analysis["errors"][0]["id"] == "internal-error");
    CHECK(analysis["errors"][0]["errorType"] == error_type);
  }
}

TEST_CASE("2.2 Python protocols: resource, analysis and run agree") {
  contract_robot robot;
  const auto got = robot.upload({file_part("p.py", a_python_file)});
  REQUIRE(got.status == 201);
  CHECK(got.body["data"]["protocolType"] == "python");
  CHECK(got.body["data"]["metadata"]["protocolName"] == "from Python");
  const std::string protocol_id = got.body["data"]["id"];
  const auto analysis = robot.analysis_of(protocol_id);
  CHECK(analysis["result"] == "ok");
  const auto created = robot.post("/runs", {{"protocolId", protocol_id}});
  REQUIRE(created.status == 201);
  const std::string run_id = created.body["data"]["id"];
  CHECK(created.body["data"]["labware"][0]["id"] == "fixedTrash");
  CHECK(robot.play_out(run_id)["status"] == "succeeded");
  const auto log = robot.log(run_id);
  REQUIRE(log.size() == analysis["commands"].size());
  for (std::size_t i = 0; i < log.size(); ++i) {
    CHECK(log[i]["key"] == analysis["commands"][i]["key"]);
    CHECK(log[i]["commandType"] == analysis["commands"][i]["commandType"]);
  }
}
