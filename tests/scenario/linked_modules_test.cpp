// A node whose modules have links of their own: runs in JSON and Python, what GET /modules tells meanwhile, stops, halts, and
// modules that are pulled out.

#include <algorithm>
#include <catch2/catch.hpp>
#include <deque>
#include <mutex>

#include "hardware/emulated_module_firmware.hpp"
#include "tests/hardware/link_bench.hpp"
#include "tests/scenario/live_robot.hpp"
#include "tests/scenario/nodes.hpp"
#include "tests/scenario/served_robot.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/protocols.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

constexpr std::array kinds{"temperatureModuleV2", "magneticModuleV1", "thermocyclerModuleV2", "heaterShakerModuleV1"};

/// The four of them, each behind a port of its own.
struct bench {
  /// At time scale 0 what they are told is over at once.
  explicit bench(double time_scale) {
    linked.link.first_backoff = linked.link.longest_backoff = std::chrono::milliseconds{5};
    linked.pace = {0.01, 0.002};
    for (const auto* kind : kinds) add(kind, emulated_serial(kind, 1), time_scale);
  }

  void add(const char* kind, const std::string& serial_number, double time_scale) {
    const auto& model = *find_module_model(kind);
    auto& server = servers.emplace_back(
        device_server_config{std::make_unique<emulated_module_firmware>(model, serial_number), time_scale, {}});
    linked.links.push_back({model.type, std::string{"the port of "} + kind, link_to(server)});
  }
  node_config config() {
    node_config chosen{.data_dir = {}, .time_scale = 0, .priorities = {}, .open_transport = {}};
    chosen.robot.takes_any_module = false;
    chosen.linked = linked;
    chosen.script_process.program = DECKHAND_PROGRAM;
    chosen.on_line = [this](std::string_view line) {
      const std::lock_guard lock{mutex};
      told.emplace_back(line);
    };
    return chosen;
  }
  device_server& server(std::size_t kind) { return servers[kind]; }

  std::deque<device_server> servers;
  linked_modules linked;
  std::mutex mutex;
  std::vector<std::string> told;
};

json modules_of(live_robot& robot) { return (*robot.client().get("/modules"))["data"]; }

// Asks until what GET /modules tells is as wanted.
json wait_for_modules(live_robot& robot, const std::function<bool(const json&)>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    auto modules = modules_of(robot);
    if (holds(modules)) return modules;
    if (std::chrono::steady_clock::now() > deadline) FAIL("never so: " << modules.dump());
  }
}
json wait_for_count(live_robot& robot, std::size_t count) {
  return wait_for_modules(robot, [count](const json& modules) { return modules.size() == count; });
}

json of(const char* module_id, json more = json::object()) {
  more["moduleId"] = module_id;
  return more;
}
json load(const char* model, const char* slot, const char* module_id) {
  return step("loadModule", of(module_id, {{"model", model}, {"location", {{"slotName", slot}}}}));
}

json load_all() {
  return {load("temperatureModuleV2", "1", "t"), load("magneticModuleV1", "4", "m"), load("thermocyclerModuleV2", "7", "c"),
          load("heaterShakerModuleV1", "3", "h")};
}

std::string every_command() {
  const json profile{{{"celsius", 95}, {"holdSeconds", 10}}, {{"celsius", 60}, {"holdSeconds", 20}}};
  auto steps = load_all();
  for (auto& each : std::vector<json>{
           step("temperatureModule/setTargetTemperature", of("t", {{"celsius", 4}})),
           step("temperatureModule/waitForTemperature", of("t")), step("temperatureModule/deactivate", of("t")),
           step("magneticModule/engage", of("m", {{"height", 4.3}})), step("magneticModule/disengage", of("m")),
           step("thermocycler/closeLid", of("c")), step("thermocycler/setTargetLidTemperature", of("c", {{"celsius", 105}})),
           step("thermocycler/waitForLidTemperature", of("c")),
           step("thermocycler/runProfile", of("c", {{"profile", profile}, {"blockMaxVolumeUl", 50}})),
           step("thermocycler/deactivateBlock", of("c")), step("thermocycler/deactivateLid", of("c")),
           step("thermocycler/openLid", of("c")), step("heaterShaker/closeLabwareLatch", of("h")),
           step("heaterShaker/setTargetTemperature", of("h", {{"celsius", 40}})),
           step("heaterShaker/waitForTemperature", of("h")),
           step("heaterShaker/setAndWaitForShakeSpeed", of("h", {{"rpm", 500}})), step("heaterShaker/deactivateShaker", of("h")),
           step("heaterShaker/deactivateHeater", of("h")), step("heaterShaker/openLabwareLatch", of("h"))})
    steps.push_back(std::move(each));
  return protocol_of(steps);
}

// A run that waits for its temperature module to cool down.
std::string cooling() {
  return protocol_of({load("temperatureModuleV2", "1", "t"),
                      step("temperatureModule/setTargetTemperature", of("t", {{"celsius", 4}})),
                      step("temperatureModule/waitForTemperature", of("t")), step("comment", {{"message", "cold"}})});
}
constexpr std::size_t wait_index = 3;  // behind the home

std::string play(live_robot& robot, const std::string& protocol) {
  const auto run_id = robot.create_run(protocol);
  robot.act(run_id, "play");
  return run_id;
}

json end_of(live_robot& robot, const std::string& run_id) {
  robot.wait_for_end(run_id);
  for (const auto& entry : robot.log(run_id)) CHECK((entry["status"] == "succeeded" || entry["status"] == "failed"));
  return robot.run(run_id);
}

constexpr auto python_protocol = R"(
metadata = {'apiLevel': '2.13'}
def run(ctx):
    cold = ctx.load_module('temperature module gen2', 1)
    magnet = ctx.load_module('magnetic module', 4)
    cycler = ctx.load_module('thermocycler module gen2')
    shaker = ctx.load_module('heaterShakerModuleV1', 3)
    cold.set_temperature(4)
    assert ctx.is_simulating() or cold.temperature < 5, cold.temperature
    cold.deactivate()
    magnet.engage(height_from_base=6)
    magnet.disengage()
    cycler.close_lid()
    cycler.set_lid_temperature(105)
    cycler.execute_profile(steps=[{'temperature': 95, 'hold_time_seconds': 10}, {'temperature': 60, 'hold_time_seconds': 5}],
                           repetitions=2, block_max_volume=50)
    cycler.open_lid()
    assert cycler.lid_position == 'open', cycler.lid_position
    cycler.deactivate()
    shaker.close_labware_latch()
    shaker.set_and_wait_for_temperature(40)
    shaker.set_and_wait_for_shake_speed(500)
    shaker.deactivate_shaker()
    shaker.deactivate_heater()
    shaker.open_labware_latch()
)";

}  // namespace

TEST_CASE("a JSON protocol drives four modules over links of their own, line by line") {
  bench b{0};
  live_robot robot{b.config()};
  const auto modules = wait_for_count(robot, 4);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    CHECK(modules[i]["moduleModel"] == kinds[i]);
    CHECK(modules[i]["serialNumber"] == emulated_serial(kinds[i], 1));
    CHECK(modules[i]["usbPort"]["path"] == std::string{"the port of "} + kinds[i]);
  }
  CHECK(modules[0]["firmwareVersion"] == "v2.1.0");
  CHECK(modules[0]["hardwareRevision"] == "temp_deck_v20");
  const auto run = end_of(robot, play(robot, every_command()));
  INFO(run.dump());
  CHECK(run["status"] == "succeeded");
  CHECK(run["modules"][3]["serialNumber"] == emulated_serial("heaterShakerModuleV1", 1));
  const std::lock_guard lock{b.mutex};
  std::vector<std::string> wanted{
      "M104 S4",          "M18", "G0 Z13.6", "M114.2", "G28.2", "G0 Z0.0",  "M114.2",  "M127", "M140 S105", "M104 S95 H10 V50",
      "M104 S60 H20 V50", "M14", "M108",     "M126",   "M243",  "M104 S40", "M3 S500", "G28",  "M106",      "M242"};
  auto at = b.told.begin();
  for (const auto& line : wanted) {
    at = std::find(at, b.told.end(), line);
    CAPTURE(line);
    REQUIRE(at != b.told.end());
    ++at;
  }
  for (const auto* question : {"M105", "M141", "M119", "M115", "M241", "M123"})
    CHECK(std::count(b.told.begin(), b.told.end(), question) == 0);
}

TEST_CASE("a Python protocol drives four modules over links of their own, and reads their state") {
  bench b{0};
  live_robot robot{b.config()};
  wait_for_count(robot, 4);
  const auto protocol = robot.client().upload("protocol.py", python_protocol);
  REQUIRE(protocol);
  const std::string run_id = (*robot.client().post("/runs", {{"protocolId", (*protocol)["data"]["id"]}}))["data"]["id"];
  robot.act(run_id, "play");
  const auto run = end_of(robot, run_id);
  INFO(run.dump());
  CHECK(run["status"] == "succeeded");
}

TEST_CASE("while a run waits for a module its temperature is told, and a stop ends the wait") {
  bench b{1};
  live_robot robot{b.config()};
  wait_for_count(robot, 4);
  const auto run_id = play(robot, cooling());
  robot.wait_for_running(run_id, wait_index);
  const auto cooler = [](const json& modules) {
    const auto& data = modules[0]["data"];
    return data["status"] == "cooling" && data["currentTemperature"] < 23 && data["targetTemperature"] == 4;
  };
  wait_for_modules(robot, cooler);
  robot.act(run_id, "stop");
  CHECK(end_of(robot, run_id)["status"] == "stopped");
  CHECK(robot.log(run_id)[wait_index]["status"] == "failed");
  CHECK(modules_of(robot)[0]["data"]["status"] == "cooling");  // nobody told it otherwise
}

TEST_CASE("a halt ends a wait for a module, and the next run works") {
  bench b{1};
  live_robot robot{b.config()};
  wait_for_count(robot, 4);
  const auto run_id = play(robot, cooling());
  robot.wait_for_running(run_id, wait_index);
  REQUIRE(robot.client().post("/robot/halt", json::object()));
  const auto run = end_of(robot, run_id);
  CHECK(run["status"] == "failed");
  CHECK(run["errors"][0]["errorType"] == "ExecutionCancelledError");
  CHECK(end_of(robot, play(robot, protocol_of(load_all())))["status"] == "succeeded");
}

TEST_CASE("a module that is pulled out in a run fails it; without it none begins, and with it again the next works") {
  bench b{1};
  live_robot robot{b.config()};
  wait_for_count(robot, 4);
  const auto run_id = play(robot, cooling());
  robot.wait_for_running(run_id, wait_index);
  b.server(0).unplug();
  const auto run = end_of(robot, run_id);
  CHECK(run["status"] == "failed");
  REQUIRE(run["errors"].size() == 1);
  CHECK(run["errors"][0].dump().find("ModuleCommunicationError") != std::string::npos);
  CHECK(run["errors"][0].dump().find(emulated_serial("temperatureModuleV2", 1)) != std::string::npos);
  wait_for_count(robot, 3);
  const auto without = end_of(robot, play(robot, protocol_of(load_all())));
  CHECK(without["status"] == "failed");
  CHECK(without["errors"][0].dump().find("ModuleNotAttachedError") != std::string::npos);
  b.server(0).plug_in();
  wait_for_count(robot, 4);
  CHECK(end_of(robot, play(robot, protocol_of(load_all())))["status"] == "succeeded");
}

TEST_CASE("modules that `emulate` serves are a robot's on another node, by --module") {
  const temporary_directory data;
  const auto modules = start_node(
      {"emulate", "--port", "0", "--time-scale", "0", "--module", "temperatureModuleV1", "--module", "heaterShakerModuleV1"});
  REQUIRE(modules->module_urls().size() == 2);
  const auto robot = start_hardware(
      0, "127.0.0.1:0",
      {"--module", "temperature=" + modules->module_urls()[0], "--module", "heater-shaker=" + modules->module_urls()[1]});
  const auto server = start_engine(robot->url(), data, 0);
  wait_for_health(server->url(), false);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  json found;
  while (found.size() < 2 && std::chrono::steady_clock::now() < deadline) found = get(server->url(), "/modules")["data"];
  REQUIRE(found.size() == 2);
  CHECK(found[0]["moduleModel"] == "temperatureModuleV1");
  CHECK(found[1]["usbPort"]["path"] == modules->module_urls()[1]);
  const auto run =
      start_run(server->url(), protocol_of({load("temperatureModuleV1", "1", "t"),
                                            step("temperatureModule/setTargetTemperature", of("t", {{"celsius", 50}})),
                                            step("temperatureModule/waitForTemperature", of("t"))}));
  CHECK(deckhand::testing::end_of(server->url(), run.run_id)["status"] == "succeeded");
}

TEST_CASE("wrong words about modules are told at the start") {
  for (const auto& wrong : std::vector<words>{{"--module", "toaster=tcp://h:1"},
                                              {"--module", "temperature"},
                                              {"--robot", "node://h:1", "--module", "temperature=tcp://h:1"},
                                              {"--robot", "a=emulated,b=emulated", "--module", "temperature=tcp://h:1"}}) {
    words arguments{"serve", "--port", "0", "--data-dir", ""};
    arguments.insert(arguments.end(), wrong.begin(), wrong.end());
    CHECK_THROWS(start_node(arguments));
  }
}
