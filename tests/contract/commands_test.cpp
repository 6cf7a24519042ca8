// Sections 2.5 and 4: the commands of a run.

#include <catch2/catch.hpp>
#include <future>

#include "tests/contract/contract_robot.hpp"
#include "tests/support/patience.hpp"

using namespace deckhand::testing;
using nlohmann::json;

namespace {

json with(json data, const char* name, const json& value) {
  data[name] = value;
  return data;
}

const json a_comment = step("comment", {{"message", "hello"}});

}  // namespace

TEST_CASE("2.5 posting: 201 and the whole command: the default intent is setup, its key the id") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  const auto path = "/runs/" + run_id + "/commands";
  const auto queued = robot.post(path, a_comment);
  REQUIRE(queued.status == 201);
  const auto& command = queued.body["data"];
  CHECK(command["intent"] == "setup");
  CHECK(command["key"] == command["id"]);
  CHECK(command["params"] == json{{"message", "hello"}});
  CHECK(robot.post(path, with(a_comment, "key", "mine")).body["data"]["key"] == "mine");
  const auto waiting = robot.post(path, with(a_comment, "intent", "protocol")).body["data"];
  CHECK(waiting["status"] == "queued");
  CHECK(waiting["intent"] == "protocol");
  CHECK(waiting["key"] != waiting["id"]);
  const auto done = robot.do_setup(run_id, a_comment);
  CHECK(done["status"] == "succeeded");
  CHECK(done["result"] == json::object());
  CHECK(done["notes"] == json::array());
}

TEST_CASE("2.5 waiting: until over, for a time, and not for a failure to be an HTTP error") {
  contract_robot robot{0.05};
  const auto run_id = robot.create_run();
  const auto path = "/runs/" + run_id + "/commands";
  const auto failed = robot.post(path + "?waitUntilComplete=true", step("prepareToAspirate", {{"pipetteId", "none"}}));
  CHECK(failed.status == 201);
  CHECK(failed.body["data"]["status"] == "failed");
  const auto late = robot.post(path + "?waitUntilComplete=true&timeout=2000", step("waitForDuration", {{"seconds", 60000}}));
  CHECK(late.status == 201);
  CHECK(late.body["data"]["status"] == "running");
  for (const auto* query : {"?timeout=0", "?timeout=-1", "?timeout=soon", "?waitUntilComplete=perhaps"})
    check_refused(robot.post(path + query, a_comment), 422, "InvalidRequest");
}

TEST_CASE("2.5 waiting ends with the run, too: a command that never started is told as it is") {
  contract_robot robot{0.05};
  const auto run_id = robot.create_run();
  const auto path = "/runs/" + run_id + "/commands";
  robot.post(path, with(step("waitForDuration", {{"seconds", 60000}}), "intent", "protocol"));
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 0);
  auto waiting = std::async(std::launch::async, [&, port = robot.port_number()] {
    api_client other;
    other.connect("127.0.0.1", port);
    return other.post(path + "?waitUntilComplete=true", with(a_comment, "intent", "protocol"));
  });
  ask_until([&] { return robot.log(run_id).size() == 2 ? std::optional{true} : std::nullopt; }, "the second command");
  robot.act(run_id, "stop");
  const auto got = waiting.get();
  CHECK(got.status == 201);
  const auto& status = got.body["data"]["status"];
  CHECK((status == "queued" || status == "failed"));  // the run's result is decided before the queue is given up
  for (const auto* absent : {"startedAt", "error", "result"}) CHECK_FALSE(got.body["data"].contains(absent));
  robot.wait_for_end(run_id);
  CHECK(robot.log(run_id)[1]["status"] == "failed");
}

TEST_CASE("2.5 posting is refused: by the run's state, the intent, the command itself") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  const auto path = "/runs/" + run_id + "/commands";
  check_refused(robot.post("/runs/nobody/commands", a_comment), 404, "RunNotFound");
  check_refused(robot.post(path, with(a_comment, "commandType", "dance")), 422, "InvalidRequest");
  check_refused(robot.post(path, step("comment", json::object())), 422, "InvalidRequest");
  check_refused(robot.post(path, with(a_comment, "intent", "whim")), 422, "InvalidRequest");
  check_refused(robot.post("/runs/nobody/commands?failedCommandId=x", a_comment), 404, "RunNotFound");
  check_refused(robot.post(path + "?failedCommandId=x", a_comment), 400, "CommandNotAllowed");
  check_refused(robot.post(path, with(a_comment, "intent", "fixit")), 400, "CommandNotAllowed");
  robot.post(path, with(step("waitForResume", json::object()), "intent", "protocol"));
  robot.act(run_id, "play");
  robot.wait_for_status(run_id, "paused");
  check_refused(robot.post(path, a_comment), 409, "SetupCommandNotAllowed");
  robot.act(run_id, "stop");
  robot.wait_for_end(run_id);
  check_refused(robot.post(path, with(a_comment, "intent", "protocol")), 409, "RunStopped");
  robot.patch("/runs/" + run_id, {{"current", false}});
  check_refused(robot.post(path, a_comment), 409, "RunStopped");
}

TEST_CASE("2.5 reading: summaries have no result, single commands have") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  const auto done = robot.do_setup(run_id, loading_steps()[0]);
  const auto page = robot.get("/runs/" + run_id + "/commands").body;
  CHECK_FALSE(page["data"][0].contains("result"));
  CHECK(page["links"]["current"]["href"] == "/runs/" + run_id + "/commands/" + done["id"].get<std::string>());
  CHECK(page["links"]["current"]["meta"] ==
        json{{"runId", run_id}, {"commandId", done["id"]}, {"index", 0}, {"key", done["key"]}, {"createdAt", done["createdAt"]}});
  CHECK(robot.command(run_id, 0) == done);
  CHECK(done["result"]["pipetteId"] == "pipette");
  const auto missing = robot.get("/runs/" + run_id + "/commands/x");
  check_refused(missing, 404, "CommandNotFound");
  CHECK(missing.body["errors"][0]["meta"]["code"] == "4000");
  check_refused(robot.get("/runs/nobody/commands/x"), 404, "RunNotFound");
  check_refused(robot.get("/runs/nobody/commands"), 404, "RunNotFound");
}

TEST_CASE("2.5 the default page starts at the running command, else before the first queued one") {
  contract_robot robot{0.05};
  const auto run_id = robot.create_run();
  const auto path = "/runs/" + run_id + "/commands";
  for (int i = 0; i < 3; ++i) robot.do_setup(run_id, a_comment);
  robot.post(path, with(step("waitForDuration", {{"seconds", 60000}}), "intent", "protocol"));
  for (int i = 0; i < 5; ++i) robot.post(path, with(a_comment, "intent", "protocol"));
  CHECK(robot.get(path + "?pageLength=2").body["meta"]["cursor"] == 2);
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 3);
  const auto running = robot.get(path + "?pageLength=2").body;
  CHECK(running["meta"] == json{{"cursor", 3}, {"totalLength", 9}});
  CHECK(running["data"].size() == 2);
  CHECK(running["links"]["current"]["meta"]["index"] == 3);
  robot.act(run_id, "stop");
  robot.wait_for_end(run_id);
  CHECK(robot.get(path + "?pageLength=2").body["meta"]["cursor"] == 7);
}

TEST_CASE("2.5 fixit commands: both values of the query are taken, others are not") {
  contract_robot robot;
  const auto run_id = robot.create_run(comment_protocol(2));
  robot.play_out(run_id);
  const auto path = "/runs/" + run_id + "/commands";
  CHECK(robot.get(path + "?includeFixitCommands=false").text == robot.get(path + "?includeFixitCommands=true").text);
  check_refused(robot.get(path + "?includeFixitCommands=3"), 422, "InvalidRequest");
}

TEST_CASE("2.5 the pre-serialised list: 503 until the end, then the same commands") {
  contract_robot robot;
  const auto run_id = robot.create_run(protocol_of(json::array({step("waitForResume", json::object())})));
  const auto path = "/runs/" + run_id + "/commandsAsPreSerializedList";
  check_refused(robot.get(path), 503, "PreSerializedCommandsNotAvailable");
  robot.act(run_id, "play");
  robot.wait_for_status(run_id, "paused");
  check_refused(robot.get(path), 503, "PreSerializedCommandsNotAvailable");
  robot.play_out(run_id);
  const auto list = robot.get(path).body;
  CHECK(list["meta"] == json{{"cursor", 0}, {"totalLength", 2}});
  for (std::size_t i = 0; i < 2; ++i) CHECK(json::parse(list["data"][i].get<std::string>()) == robot.command(run_id, i));
  check_refused(robot.get("/runs/nobody/commandsAsPreSerializedList"), 404, "RunNotFound");
}

TEST_CASE("4.2 params in the log show their defaults, and slots the OT-2's own names") {
  contract_robot robot;
  const auto run_id = robot.create_run();
  for (const auto& load : loading_steps()) robot.do_setup(run_id, load);
  const auto moved =
      robot.do_setup(run_id, step("moveToWell", {{"pipetteId", "pipette"}, {"labwareId", "plate"}, {"wellName", "A1"}}));
  CHECK(moved["params"]["wellLocation"] ==
        json{{"origin", "top"}, {"offset", {{"x", 0}, {"y", 0}, {"z", 0}}}, {"volumeOffset", 0}});
  CHECK(moved["params"]["forceDirect"] == false);
  const auto moved_away = robot.do_setup(
      run_id, step("moveLabware",
                   {{"labwareId", "plate"}, {"newLocation", {{"slotName", "C2"}}}, {"strategy", "manualMoveWithoutPause"}}));
  CHECK(moved_away["params"]["newLocation"] == json{{"slotName", "5"}});
}
