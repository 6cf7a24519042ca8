// Section 2.2: runtime parameters and data files.

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/contract/contract_robot.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

const std::string counting = R"(
metadata = {"apiLevel": "2.20"}
def add_parameters(parameters):
    parameters.add_int(variable_name="count", display_name="Count", default=2, minimum=1, maximum=4)
def run(ctx):
    for i in range(ctx.params.count):
        ctx.comment(str(i))
)";

const std::string reading = R"(
metadata = {"apiLevel": "2.20"}
def add_parameters(parameters):
    parameters.add_csv_file(variable_name="rows", display_name="Rows", description="any")
def run(ctx):
    ctx.comment(ctx.params.rows.contents)
)";

httplib::MultipartFormData field(const char* name, const json& value) { return {name, value.dump(), "", ""}; }

void check_file_not_found(const answer& got) {
  INFO(got.text);
  CHECK(got.status == 422);
  CHECK(got.error_id() == "FileIdNotFound");
}

}  // namespace

TEST_CASE("2.2 values chosen at the upload, at an analysis and at a run") {
  contract_robot robot;
  const auto fresh = robot.upload({file_part("counting.py", std::string{counting} + "# new")});
  REQUIRE(fresh.body["data"]["analysisSummaries"].size() == 1);
  CHECK(fresh.body["data"]["analysisSummaries"][0]["status"] == "pending");
  CHECK(fresh.body["data"]["analysisSummaries"][0]["runTimeParameters"] == json::array());
  const auto protocol_id = robot.upload_protocol(counting, "counting.py");
  const auto usual = robot.analysis_of(protocol_id);
  CHECK(usual["result"] == "ok");
  CHECK(usual["commands"].size() == 3);  // a home before them
  CHECK(usual["runTimeParameters"][0]["variableName"] == "count");
  CHECK(usual["runTimeParameters"][0]["value"] == 2);

  const auto again = robot.upload({file_part("counting.py", counting), field("runTimeParameterValues", {{"count", 4}})});
  CHECK(again.status == 200);
  CHECK(again.body["data"]["id"] == protocol_id);
  CHECK(again.body["data"]["analysisSummaries"].size() == 2);
  CHECK(robot.analysis_of(protocol_id)["commands"].size() == 5);

  const auto analysed = robot.post("/protocols/" + protocol_id + "/analyses", {{"runTimeParameterValues", {{"count", 1}}}});
  CHECK(analysed.status == 201);
  CHECK(analysed.body["data"].size() == 3);
  CHECK(robot.analysis_of(protocol_id)["runTimeParameters"][0]["value"] == 1);

  const auto run = robot.post("/runs", {{"protocolId", protocol_id}, {"runTimeParameterValues", {{"count", 3}}}});
  REQUIRE(run.status == 201);
  CHECK(run.body["data"]["runTimeParameters"][0]["value"] == 3);
  const std::string run_id = run.body["data"]["id"];
  CHECK(robot.play_out(run_id)["status"] == "succeeded");
  CHECK(robot.log(run_id).size() == 4);
}

TEST_CASE("2.2 a file has to be chosen before its protocol is ok, and is told with it") {
  contract_robot robot;
  const auto protocol_id = robot.upload_protocol(reading, "reading.py");
  CHECK(robot.analysis_of(protocol_id)["result"] == "parameter-value-required");
  const auto path = "/protocols/" + protocol_id;
  CHECK(robot.get(path + "/dataFiles").body == json{{"data", json::array()}, {"meta", {{"cursor", 0}, {"totalLength", 0}}}});

  const auto stored = robot.post_text(
      "/dataFiles", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"rows.csv\"\r\n\r\n1,2\r\n--x--\r\n",
      "multipart/form-data; boundary=x");
  REQUIRE(stored.status == 201);
  const auto& file = stored.body["data"];
  CHECK(file["name"] == "rows.csv");
  CHECK(robot.post("/protocols/" + protocol_id + "/analyses", {{"runTimeParameterFiles", {{"rows", file["id"]}}}}).status == 201);
  const auto analysis = robot.analysis_of(protocol_id);
  CHECK(analysis["result"] == "ok");
  CHECK(analysis["commands"].back()["params"]["message"] == "1,2");
  CHECK(robot.get(path + "/dataFiles").body["data"] == json::array({file}));
}

TEST_CASE("2.2 and 2.3 files that nobody has stored") {
  contract_robot robot;
  const json files{{"rows", "nobody"}};
  check_file_not_found(robot.upload({file_part("reading.py", reading), field("runTimeParameterFiles", files)}));
  CHECK(robot.get("/protocols").body["data"].empty());
  const auto protocol_id = robot.upload_protocol(reading, "reading.py");
  check_file_not_found(robot.post("/protocols/" + protocol_id + "/analyses", {{"runTimeParameterFiles", files}}));
  check_file_not_found(robot.post("/runs", {{"protocolId", protocol_id}, {"runTimeParameterFiles", files}}));
}

TEST_CASE("2.2 other parameters while the last analysis is pending: 503, and later they are taken") {
  contract_robot robot;
  const temporary_directory folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::others_exec, std::filesystem::perm_options::add);
  const auto go = folder.path() / "go";
  const auto slow =
      "import os, time\n" + counting + "    while not os.path.exists('" + go.string() + "'):\n        time.sleep(0.01)\n";
  const auto protocol_id = robot.upload_protocol(slow, "slow.py");
  const httplib::MultipartFormDataItems with_other{file_part("slow.py", slow), field("runTimeParameterValues", {{"count", 3}})};
  const auto pending = robot.upload(with_other);
  CHECK(pending.status == 503);
  CHECK(pending.error_id() == "LastAnalysisPending");
  CHECK(robot.post("/protocols/" + protocol_id + "/analyses", {{"forceReAnalyze", true}}).error_id() == "LastAnalysisPending");
  CHECK(robot.get("/protocols/" + protocol_id + "/analyses").body["data"][0]["status"] == "pending");
  std::ofstream{go};
  robot.analysis_of(protocol_id);
  CHECK(robot.upload(with_other).status == 200);
  CHECK(robot.analysis_of(protocol_id)["runTimeParameters"][0]["value"] == 3);
}
