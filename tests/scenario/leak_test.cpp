// No thread, actor or descriptor is left behind by a run.

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/scenario/live_robot.hpp"
#include "tests/support/protocols.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

std::size_t entries_of(const char* directory) {
  const std::filesystem::directory_iterator entries{directory};
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

struct belongings {
  std::size_t threads, descriptors, actors;
};

belongings count(live_robot& robot) {
  return {entries_of("/proc/self/task"), entries_of("/proc/self/fd"), robot.robot().running_actors()};
}

void run_once(live_robot& robot, const std::string& protocol_id, bool stop_it) {
  const std::string run_id = (*robot.client().post("/runs", {{"protocolId", protocol_id}}))["data"]["id"];
  robot.act(run_id, "play");
  if (stop_it) robot.act(run_id, "stop");
  robot.wait_for_end(run_id);
}

}  // namespace

TEST_CASE("threads, actors and descriptors are back at their start after fifty runs") {
  live_robot robot;
  const auto protocol_id = robot.upload(touch_tip_protocol(5, 0.5));
  for (int i = 0; i < 3; ++i) run_once(robot, protocol_id, false);
  const auto before = count(robot);
  for (int i = 0; i < 50; ++i) run_once(robot, protocol_id, i % 5 == 4);
  // An actor that has sent its last event may still be on its way out; the count is bounded, not exact, for that one.
  const auto after = count(robot);
  CHECK(after.actors <= before.actors + 1);
  CHECK(after.threads <= before.threads + 1);
  CHECK(after.descriptors == before.descriptors);
}
