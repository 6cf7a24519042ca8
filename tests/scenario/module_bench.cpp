#include "tests/scenario/module_bench.hpp"

#include <catch2/catch.hpp>

#include "hardware/emulated_module_firmware.hpp"
#include "tests/hardware/link_bench.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/protocols.hpp"

namespace deckhand::testing {

using nlohmann::json;

module_bench::module_bench(double time_scale, const std::vector<const char*>& which) {
  linked.link.first_backoff = linked.link.longest_backoff = std::chrono::milliseconds{5};
  linked.pace = {0.01, 0.002};
  for (const auto* kind : which) {
    const auto& model = *find_module_model(kind);
    auto& server = servers.emplace_back(
        device_server_config{std::make_unique<emulated_module_firmware>(model, emulated_serial(kind, 1)), time_scale, {}});
    linked.links.push_back({model.type, std::string{"the port of "} + kind, link_to(server)});
  }
}

node_config module_bench::config() {
  node_config chosen{.data_dir = {}, .time_scale = 0, .priorities = {}, .open_transport = {}};
  chosen.robot.takes_any_module = false;
  chosen.linked = linked;
  chosen.on_line = [this](std::string_view line) {
    const std::lock_guard lock{mutex};
    told.emplace_back(line);
  };
  return chosen;
}

json modules_of(live_robot& robot) { return (*robot.client().get("/modules"))["data"]; }

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

json of(const char* module_id, json more) {
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

}  // namespace deckhand::testing
