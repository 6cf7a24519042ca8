// A node whose modules have links of their own: runs in JSON and Python, what GET /modules tells meanwhile, stops, halts, and
// modules that are pulled out.

#include <algorithm>
#include <catch2/catch.hpp>

#include "hardware/emulated_module_firmware.hpp"
#include "tests/scenario/module_bench.hpp"
#include "tests/scenario/nodes.hpp"
#include "tests/scenario/served_robot.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/protocols.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

// A run that waits for its temperature module to cool down.
std::string cooling() {
  return protocol_of({load("temperatureModuleV2", "1", "t"),
                      step("temperatureModule/setTargetTemperature", of("t", {{"celsius", 4}})),
                      step("temperatureModule/waitForTemperature", of("t")), step("comment", {{"message", "cold"}})});
}
constexpr std::size_t wait_index = 3;  // behind the home

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
  module_bench b{0};
  live_robot robot{b.config()};
  const auto modules = wait_for_count(robot, 4);
  for (std::size_t i = 0; i < module_kinds.size(); ++i) {
    CHECK(modules[i]["moduleModel"] == module_kinds[i]);
    CHECK(modules[i]["serialNumber"] == emulated_serial(module_kinds[i], 1));
    CHECK(modules[i]["usbPort"]["path"] == std::string{"the port of "} + module_kinds[i]);
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
  module_bench b{0};
  auto config = b.config();
  config.script_process.program = DECKHAND_PROGRAM;
  live_robot robot{std::move(config)};
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
  module_bench b{1};
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
  module_bench b{1};
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

TEST_CASE("a module that is pulled out in a run fails it: without it none begins, and with it again the next works") {
  module_bench b{1};
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

TEST_CASE("modules are found at terminals as they are plugged in, and again when they are back") {
  const temporary_directory devices;
  const auto port = (devices.path() / "ot_module_tempdeck0").string();
  module_bench b{0, {}};
  b.linked.find_in = devices.path();
  b.linked.look_every = std::chrono::milliseconds{10};
  live_robot robot{b.config()};
  CHECK(modules_of(robot).empty());
  device_server server{{std::make_unique<emulated_module_firmware>(*find_module_model("temperatureModuleV1"), "TD-1"), 0, {}}};
  REQUIRE(server.open_terminal(port));
  const auto modules = wait_for_count(robot, 1);
  CHECK(modules[0]["serialNumber"] == "TD-1");
  CHECK(modules[0]["usbPort"]["path"] == port);
  CHECK(end_of(robot, play(robot, cooling()))["status"] == "succeeded");
  server.unplug();
  wait_for_count(robot, 0);
  server.plug_in();
  wait_for_count(robot, 1);
  CHECK(end_of(robot, play(robot, cooling()))["status"] == "succeeded");
}

TEST_CASE("another module at the same port is told, and not what a run has loaded") {
  const temporary_directory devices;
  const auto port = (devices.path() / "ttyACM0").string();
  const auto& model = *find_module_model("temperatureModuleV2");
  device_server one{{std::make_unique<emulated_module_firmware>(model, "TD-1"), 1, {}}};
  REQUIRE(one.open_terminal(port));
  module_bench b{1, {}};
  b.linked.links.push_back({module_type::temperature, port, serial_link(port)});
  live_robot robot{b.config()};
  wait_for_count(robot, 1);
  const auto run_id = play(robot, protocol_of({load("temperatureModuleV2", "1", "t"), step("waitForResume", json::object()),
                                               step("temperatureModule/setTargetTemperature", of("t", {{"celsius", 4}}))}));
  robot.wait_for(run_id, [](const run_view& view) { return view.status == run_status::paused; });
  one.unplug();
  wait_for_count(robot, 0);
  device_server other{{std::make_unique<emulated_module_firmware>(model, "TD-9"), 1, {}}};
  REQUIRE(other.open_terminal(port));
  CHECK(wait_for_count(robot, 1)[0]["serialNumber"] == "TD-9");
  robot.act(run_id, "play");
  const auto run = end_of(robot, run_id);
  CHECK(run["status"] == "failed");
  CHECK(run["errors"].dump().find("TD-1") != std::string::npos);
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
  CHECK(end_of(server->url(), run.run_id)["status"] == "succeeded");
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
