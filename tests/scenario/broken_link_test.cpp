// A node whose robot is elsewhere: a run over the link, and every fault of the link and the board at many places of it.

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "tests/hardware/link_bench.hpp"
#include "tests/scenario/campaign_table.hpp"
#include "tests/scenario/live_robot.hpp"
#include "tests/support/protocols.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

json in_well(const char* labware, const char* well) {
  return {{"pipetteId", "pipette"}, {"labwareId", labware}, {"wellName", well}};
}

json liquid_in(const char* well) {
  auto params = in_well("plate", well);
  params.update({{"volume", 50}, {"flowRate", 150}, {"wellLocation", {{"origin", "bottom"}, {"offset", {{"z", 1}}}}}});
  return params;
}

// One tip: picked up, used and dropped back.
std::string short_protocol() {
  auto steps = loading_steps();
  steps.push_back(step("pickUpTip", in_well("rack", "A1")));
  steps.push_back(step("aspirate", liquid_in("A1")));
  steps.push_back(step("dispense", liquid_in("B1")));
  steps.push_back(step("dropTip", in_well("rack", "A1")));
  return protocol_of(steps);
}

struct served_board {
  explicit served_board(double time_scale = 0, double of_timeouts = 0.05)
      : server(board_to_serve(time_scale, {}, board_of(usual_robot()))), timeout_scale(of_timeouts) {}

  node_config config() {
    node_config chosen{.data_dir = {}, .time_scale = 0, .priorities = {}, .open_transport = {}};
    chosen.robot = usual_robot();
    chosen.robot.mounts_take_any_pipette = false;
    auto quick = quick_link(link);
    quick.timeout_scale = timeout_scale;
    chosen.open_transport = [quick] { return std::make_unique<link_transport>(quick); };
    return chosen;
  }

  device_server server;
  double timeout_scale;
  link_opener link = link_to(server);
};

std::string play(live_robot& robot, const std::string& protocol) {
  const auto run_id = robot.create_run(protocol);
  robot.act(run_id, "play");
  robot.wait_for_end(run_id);
  return run_id;
}

// Nothing in the log is left open, and a run that failed says why.
void check_whole(live_robot& robot, const std::string& run_id) {
  const auto run = robot.run(run_id);
  for (const auto& entry : robot.log(run_id)) CHECK((entry["status"] == "succeeded" || entry["status"] == "failed"));
  if (run["status"] == "failed") {
    REQUIRE(run["errors"].size() == 1);
    CHECK_FALSE(run["errors"][0]["detail"].get<std::string>().empty());
  }
}

// How runs may end that such a fault meets. A fault behind the last command no longer changes how a run ends.
std::set<std::string> endings_of(device_fault_kind kind) {
  switch (kind) {
    case device_fault_kind::alarm: return {"succeeded", "EStopActivatedError"};
    case device_fault_kind::limit: return {"succeeded", "MotionFailedError"};
    case device_fault_kind::slow:
    case device_fault_kind::garbage: return {"succeeded"};
    default: return {"succeeded", "MotorDriverError", "RunAndFinishFailed"};  // the last: it could not be brought home, either
  }
}

// The fault at one line of a run; then a run without any.
std::string run_with_fault(live_robot& robot, device_server& server, device_fault_kind kind, std::size_t line) {
  server.inject({kind, "", line, 0.05});
  const auto run_id = play(robot, short_protocol());
  check_whole(robot, run_id);
  const auto run = robot.run(run_id);
  REQUIRE(server.wait_for_client(std::chrono::seconds{20}));
  const auto next = robot.run(play(robot, short_protocol()));
  CHECK(next["status"] == "succeeded");
  CHECK(next["errors"] == json::array());
  return run["status"] == "failed" ? run["errors"][0]["errorType"] : run["status"];
}

// How many lines a run sends, with all that brings the robot home afterwards.
std::size_t lines_of_a_run(live_robot& robot, device_server& server) {
  REQUIRE(robot.status(play(robot, short_protocol())) == "succeeded");  // with the connection's set-up
  const auto before = server.lines();
  REQUIRE(robot.status(play(robot, short_protocol())) == "succeeded");
  return server.lines() - before;
}

// From the `first` line on, and prints how the runs ended.
void campaign(device_fault_kind kind, std::size_t first, std::size_t stride) {
  served_board remote{0, 0.02};
  live_robot robot{remote.config()};
  const auto lines = lines_of_a_run(robot, remote.server);
  std::map<std::string, int> endings;
  for (auto line = first; line <= lines; line += stride) {
    CAPTURE(to_string(kind), line);
    const auto ending = run_with_fault(robot, remote.server, kind, line);
    CHECK(endings_of(kind).contains(ending));
    ++endings[ending];
  }
  print_campaign_row(kind, lines / stride, endings);
}

}  // namespace

TEST_CASE("a run on a robot behind a TCP connection") {
  served_board remote;
  live_robot robot{remote.config()};
  const auto run_id = play(robot, short_protocol());
  CHECK(robot.status(run_id) == "succeeded");
  CHECK(remote.server.lines() > 100);
}

TEST_CASE("a robot that is unplugged in a run fails it, and the next run works once it is back") {
  served_board remote{0.02};
  live_robot robot{remote.config()};
  const auto run_id = robot.create_run(short_protocol());
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 0);
  remote.server.unplug();
  robot.wait_for_end(run_id);
  const auto run = robot.run(run_id);
  CHECK(run["status"] == "failed");
  const auto told = run["errors"].dump();  // of the run, and of the cleanup that could not be done either
  CHECK(told.find("The robot closed the link.") != std::string::npos);
  CHECK(told.find("\"2016\"") != std::string::npos);
  check_whole(robot, run_id);
  const auto without = play(robot, short_protocol());
  CHECK(robot.status(without) == "failed");
  remote.server.plug_in();
  REQUIRE(remote.server.wait_for_client(std::chrono::seconds{20}));
  const auto again = robot.create_run(short_protocol());
  robot.act(again, "play");
  robot.wait_for_running(again, 1);  // the robot is at home again
}

TEST_CASE("every fault at places all over a run: it ends, its log is whole, and the next run works") {
  std::size_t first = 1;
  for (std::size_t kind = 0; kind < 7; ++kind, first += 6) campaign(static_cast<device_fault_kind>(kind), first, 41);
}

// One process each, so that several can go on at a time: scripts/fault_campaign.sh.
TEST_CASE("lost-ack at every line", "[.campaign]") { campaign(device_fault_kind::lost_ack, 1, 1); }
TEST_CASE("garbage at every line", "[.campaign]") { campaign(device_fault_kind::garbage, 1, 1); }
TEST_CASE("alarm at every line", "[.campaign]") { campaign(device_fault_kind::alarm, 1, 1); }
TEST_CASE("limit at every line", "[.campaign]") { campaign(device_fault_kind::limit, 1, 1); }
TEST_CASE("silence at every line", "[.campaign]") { campaign(device_fault_kind::silence, 1, 1); }
TEST_CASE("disconnect at every line", "[.campaign]") { campaign(device_fault_kind::disconnect, 1, 1); }
TEST_CASE("slow at every line", "[.campaign]") { campaign(device_fault_kind::slow, 1, 1); }
