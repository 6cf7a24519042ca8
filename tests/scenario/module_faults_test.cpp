// Every fault that modules and their links have, at many places of a run.

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "tests/scenario/campaign_table.hpp"
#include "tests/scenario/module_bench.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

constexpr std::array module_faults{device_fault_kind::lost_ack,   device_fault_kind::garbage, device_fault_kind::silence,
                                   device_fault_kind::disconnect, device_fault_kind::slow,    device_fault_kind::error,
                                   device_fault_kind::async};

// How runs may end that such a fault meets. One between the run's own lines is over before it matters, or not.
std::set<std::string> endings_of(device_fault_kind kind) {
  if (kind == device_fault_kind::slow || kind == device_fault_kind::garbage) return {"succeeded"};
  return {"succeeded", "ModuleCommunicationError", "ModuleNotAttachedError"};
}

// The fault at one line of one module; then a run without any.
std::string run_with_fault(live_robot& robot, device_server& server, device_fault_kind kind, std::size_t line) {
  constexpr std::size_t until_well = 10;  // the module is asked on and on, and the link has to be there for that
  const auto before = server.lines();
  server.inject({kind, "", line, 0.05});
  const auto run = end_of(robot, play(robot, every_command()));
  const auto told = run["errors"].dump();
  wait_for_modules(robot,
                   [&](const json& modules) { return modules.size() == 4 && server.lines() >= before + line + until_well; });
  const auto next = end_of(robot, play(robot, every_command()));
  INFO(next.dump());
  CHECK(next["status"] == "succeeded");
  if (run["status"] != "failed") return run["status"];
  for (const auto* each : {"ModuleCommunicationError", "ModuleNotAttachedError"})
    if (told.find(each) != std::string::npos) return each;
  return told;
}

// From the `first` line of each module on, and prints how the runs ended.
void campaign(device_fault_kind kind, std::size_t first, std::size_t stride) {
  module_bench b{0};
  b.linked.link.before_resend = std::chrono::milliseconds{5};
  b.linked.link.timeout_scale = 0.05;
  live_robot robot{b.config()};
  wait_for_count(robot, 4);
  std::map<std::string, int> endings;
  std::size_t places = 0;
  for (std::size_t module = 0; module < module_kinds.size(); ++module) {
    if (kind == device_fault_kind::async && module < 2) continue;  // the older ones never do that
    auto& server = b.server(module);
    const auto before = server.lines();
    REQUIRE(end_of(robot, play(robot, every_command()))["status"] == "succeeded");
    const auto lines = server.lines() - before;
    for (auto line = first; line <= lines; line += stride, ++places) {
      CAPTURE(to_string(kind), line, module_kinds[module]);
      const auto ending = run_with_fault(robot, server, kind, line);
      CHECK(endings_of(kind).contains(ending));
      ++endings[ending];
    }
  }
  print_campaign_row(kind, places, endings);
}

}  // namespace

TEST_CASE("every fault of modules at places all over a run: it ends, its log is whole, and the next run works") {
  std::size_t first = 1;
  for (const auto kind : module_faults) campaign(kind, first++, 23);
}

// One process each, so that several can go on at a time.
TEST_CASE("lost-ack of modules at every line", "[.campaign]") { campaign(device_fault_kind::lost_ack, 1, 1); }
TEST_CASE("garbage of modules at every line", "[.campaign]") { campaign(device_fault_kind::garbage, 1, 1); }
TEST_CASE("silence of modules at every line", "[.campaign]") { campaign(device_fault_kind::silence, 1, 1); }
TEST_CASE("disconnect of modules at every line", "[.campaign]") { campaign(device_fault_kind::disconnect, 1, 1); }
TEST_CASE("slow of modules at every line", "[.campaign]") { campaign(device_fault_kind::slow, 1, 1); }
TEST_CASE("error of modules at every line", "[.campaign]") { campaign(device_fault_kind::error, 1, 1); }
TEST_CASE("async of modules at every line", "[.campaign]") { campaign(device_fault_kind::async, 1, 1); }
