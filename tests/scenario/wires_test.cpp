// A robot whose board is behind a TCP connection, and whose wires end in the test's hands.

#include <catch2/catch.hpp>

#include "hardware/robot_wires.hpp"
#include "tests/hardware/link_bench.hpp"
#include "tests/scenario/live_robot.hpp"
#include "tests/support/fake_gpio_chip.hpp"
#include "tests/support/protocols.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

constexpr unsigned door = 20, frame_lights = 6, green = 19, red = 26, blue = 13, halt_line = 18, reset_line = 24;

struct wired_robot {
  node_config config() {
    node_config chosen{.data_dir = {}, .time_scale = 0, .priorities = {}, .open_transport = {}};
    chosen.robot = usual_robot();
    chosen.robot.mounts_take_any_pipette = false;
    wiring->levels = {{17, true}, {27, true}, {door, true}};
    auto taken = robot_wires::take(std::make_unique<fake_gpio_chip>(wiring));
    REQUIRE(taken);
    chosen.wires = *taken;
    auto link = quick_link(link_to(server));
    link.timeout_scale = 1;
    link.wire_pulse = std::chrono::milliseconds{5};
    link.set_halt_line = [wires = *taken](bool high) { wires->set_halt(high); };
    link.set_reset_line = [wires = *taken](bool high) { wires->set_reset(high); };
    chosen.open_transport = [link] { return std::make_unique<link_transport>(link); };
    return chosen;
  }

  std::shared_ptr<gpio_wiring> wiring = std::make_shared<gpio_wiring>();
  device_server server{board_to_serve(0.1, {}, board_of(usual_robot()))};
};

std::string play(live_robot& robot, const std::string& protocol) {
  const auto run_id = robot.create_run(protocol);
  robot.act(run_id, "play");
  return run_id;
}

void wait_for_status(live_robot& robot, const std::string& run_id, run_status status) {
  robot.wait_for(run_id, [status](const run_view& view) { return view.status == status; });
}

}  // namespace

TEST_CASE("a door that hands open blocks the run that heeds it: closed, the run waits for somebody to play it") {
  wired_robot real;
  live_robot robot{real.config()};
  REQUIRE(robot.robot().port().submit(heed_door_request{true}).get());
  const auto run_id = play(robot, touch_tip_protocol(20, 0.5));
  robot.wait_for_running(run_id, 0);
  real.wiring->put(door, false);
  wait_for_status(robot, run_id, run_status::blocked_by_open_door);
  CHECK(robot.robot().port().robot().is_door_open);
  real.wiring->put(door, true);
  wait_for_status(robot, run_id, run_status::paused);
  CHECK_FALSE(robot.robot().port().robot().is_door_open);
  robot.act(run_id, "play");
  robot.wait_for_end(run_id);
  CHECK(robot.status(run_id) == "succeeded");
}

TEST_CASE("a door that was open before the robot's program began is known to be") {
  wired_robot real;
  auto config = real.config();
  real.wiring->put(door, false);
  live_robot robot{std::move(config)};
  REQUIRE(robot.robot().port().submit(heed_door_request{true}).get());
  const auto run_id = play(robot, touch_tip_protocol(1, 0.5));
  wait_for_status(robot, run_id, run_status::blocked_by_open_door);
}

TEST_CASE("the lights follow the robot, and a halt is a pulse on its wire") {
  wired_robot real;
  live_robot robot{real.config()};
  REQUIRE(robot.robot().port().submit(lights_request{true}).get());
  CHECK(real.wiring->level(frame_lights));
  const auto run_id = play(robot, touch_tip_protocol(20, 0.5));
  REQUIRE(real.wiring->wait_for(green, true));
  REQUIRE(robot.robot().port().submit(halt_request{}).get());
  robot.wait_for_end(run_id);
  CHECK(robot.status(run_id) == "failed");
  CHECK(real.wiring->wait_for(red, true));
  REQUIRE(real.wiring->wait_for(halt_line, true));
  std::string pulses;
  for (const auto& [line, high] : real.wiring->sets_of({halt_line, reset_line}))
    pulses += (line == halt_line ? "halt " : "reset ") + std::string{high ? "high " : "low "};
  CHECK(pulses == "reset low reset high halt low halt high ");
  const auto next = play(robot, touch_tip_protocol(1, 0.5));
  robot.wait_for_end(next);
  CHECK(robot.status(next) == "succeeded");
  CHECK(real.wiring->wait_for(blue, true));
}

TEST_CASE("a node that ends gives its wires back") {
  wired_robot real;
  { live_robot robot{real.config()}; }
  CHECK(real.wiring.use_count() == 1);
}
