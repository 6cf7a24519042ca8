// An OT-2's wires, on a chip whose other ends the test holds.

#include "hardware/robot_wires.hpp"

#include <catch2/catch.hpp>
#include <future>

#include "tests/hardware/link_bench.hpp"
#include "tests/support/fake_gpio_chip.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

constexpr unsigned halt_line = 18, reset_line = 24, isp_line = 23, frame_lights = 6, blue = 13, green = 19, red = 26;
using levels = std::vector<std::pair<unsigned, bool>>;

struct bench {
  // The revision's bits; all doors closed.
  explicit bench(bool rev_0 = true, bool rev_1 = true) {
    wiring->levels = {{17, rev_0}, {27, rev_1}, {20, true}, {12, true}, {16, true}};
    auto taken = robot_wires::take(std::make_unique<fake_gpio_chip>(wiring));
    REQUIRE(taken);
    wires = std::move(*taken);
  }
  link_transport_config link(link_opener opener) {
    auto config = quick_link(std::move(opener));
    config.wire_pulse = std::chrono::milliseconds{5};
    config.set_halt_line = [this](bool high) { wires->set_halt(high); };
    config.set_reset_line = [this](bool high) { wires->set_reset(high); };
    return config;
  }

  std::shared_ptr<gpio_wiring> wiring = std::make_shared<gpio_wiring>();
  std::shared_ptr<robot_wires> wires;
};

}  // namespace

TEST_CASE("a board runs its own program from the start, and the revision is read off its wires") {
  CHECK(bench{true, true}.wires->revision() == board_revision::v2_1);
  CHECK(bench{false, true}.wires->revision() == board_revision::a);
  CHECK(bench{true, false}.wires->revision() == board_revision::b);
  CHECK(bench{false, false}.wires->revision() == board_revision::c);
  bench b;
  CHECK(b.wiring->level(halt_line));
  CHECK(b.wiring->level(isp_line));
  CHECK(b.wiring->level(reset_line));
  CHECK(b.wiring->level(blue));
  CHECK_FALSE(b.wiring->level(frame_lights));
  CHECK(b.wiring->inputs == std::vector<unsigned>{17, 27, 20});
  CHECK(bench{false, true}.wiring->inputs == std::vector<unsigned>{17, 27, 12, 16});
}

TEST_CASE("a line that is taken already is an error, and so is what is no chip") {
  struct busy_chip final : gpio_chip {
    tl::expected<void, std::string> take_outputs(std::span<const gpio_level>) override {
      return tl::unexpected<std::string>{"busy"};
    }
    tl::expected<void, std::string> take_inputs(std::span<const unsigned>, bool) override { return {}; }
    void set(unsigned, bool) override {}
    bool is_high(unsigned) const override { return false; }
    int edges() const override { return -1; }
    void forget_edges() override {}
  };
  CHECK(robot_wires::take(std::make_unique<busy_chip>()).error() == "busy");
  CHECK(open_gpio_chip("/no/chip").error() == "cannot open /no/chip: No such file or directory");
  CHECK(open_gpio_chip("/dev/null").error() == "cannot use /dev/null: it is no GPIO chip");
}

TEST_CASE("the board is reset before it is spoken to, and once more where it is silent at first") {
  bench b;
  device_server server{board_to_serve(0, {{device_fault_kind::silence, "", 1, 0.1}})};
  link_transport link{b.link(link_to(server))};
  CHECK(ask(link, "", 0));
  CHECK(b.wiring->sets_of({reset_line, halt_line}) ==
        levels{{reset_line, false}, {reset_line, true}, {reset_line, false}, {reset_line, true}});
  CHECK(b.wiring->level(isp_line));
  CHECK(ask(link, "M999"));
}

TEST_CASE("a board that stays silent is reset once for a question, and never for another line") {
  bench b;
  device_server server{board_to_serve(0, {{device_fault_kind::silence, "", 1, 60}})};
  link_transport link{b.link(link_to(server))};
  CHECK(ask(link, "", 0).error().code == transport_error_code::no_response);
  CHECK(ask(link, "G28.6", 0).error().code == transport_error_code::no_response);
  CHECK(b.wiring->sets_of({reset_line}).size() == 4);
}

TEST_CASE("a halt in the middle of a reset leaves neither wire low") {
  bench b;
  device_server server{board_to_serve(0)};
  auto config = b.link(link_to(server));
  config.wire_pulse = std::chrono::milliseconds{50};
  link_transport link{std::move(config)};
  link.halt();
  CHECK(ask(link, "M999"));
  CHECK(b.wiring->level(reset_line));
  CHECK(b.wiring->level(halt_line));
  CHECK(b.wiring->sets_of({reset_line, halt_line}) ==
        levels{{reset_line, false}, {reset_line, true}, {halt_line, false}, {halt_line, true}});
}

TEST_CASE("a halt while the link is being opened leaves the wire high") {
  bench b;
  device_server server{board_to_serve(0)};
  const auto real = link_to(server);
  std::promise<void> opening, may_open;
  std::atomic<int> openings = 0;
  auto config = b.link([&] {
    if (++openings == 1) {
      opening.set_value();
      may_open.get_future().wait();
    }
    return real();
  });
  link_transport link{std::move(config)};
  opening.get_future().wait();
  link.halt();
  may_open.set_value();
  CHECK(ask(link, "M999"));
  CHECK(b.wiring->level(halt_line));
  CHECK(openings == 2);
}

TEST_CASE("the door is watched, each change once") {
  bench b{false, false};
  std::promise<bool> first, second;
  CHECK_FALSE(b.wires->is_door_open());
  b.wires->watch_door([&](bool open) { first.set_value(open); });
  b.wiring->put(16, false);  // the window
  CHECK(first.get_future().get());
  CHECK(b.wires->is_door_open());
  b.wires->watch_door([&](bool open) { second.set_value(open); });
  b.wiring->put(12, false);  // and the door: nothing new
  b.wiring->put(16, true);
  b.wiring->put(12, true);
  CHECK_FALSE(second.get_future().get());
  CHECK_FALSE(b.wires->is_door_open());
}

TEST_CASE("lights: the frame's as they are switched, the button's by what goes on") {
  bench b;
  b.wires->switch_lights(true);
  CHECK(b.wiring->level(frame_lights));
  b.wires->switch_lights(false);
  CHECK_FALSE(b.wiring->level(frame_lights));
  b.wires->show(robot_activity::running);
  REQUIRE(b.wiring->wait_for(green, true));
  b.wires->show(robot_activity::idle);
  b.wires->show(robot_activity::running);  // it was not idle for long
  b.wires->show(robot_activity::trouble);
  REQUIRE(b.wiring->wait_for(red, true));
  CHECK_FALSE(b.wiring->level(green));
  CHECK(b.wiring->sets_of({blue}) == levels{{blue, false}, {blue, false}});
  b.wires->show(robot_activity::running);
  REQUIRE(b.wiring->wait_for(green, true));
  b.wires->show(robot_activity::idle);
  REQUIRE(b.wiring->wait_for(blue, true));
}
