// A driver with modules on links of their own, whose far ends are the test's.

#include "actors/module_driver.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <map>

#include "actors/hardware_driver.hpp"
#include "hardware/emulated_transport.hpp"
#include "tests/actors/actor_world.hpp"
#include "tests/runtime/temporary_directory.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using namespace std::chrono_literals;
using enum module_action;

namespace {

/// The far end of one module's link.
struct far_module {
  bool is_plugged_in = true;
  std::map<std::string, std::string> says;  ///< by line; others are answered with nothing
  std::vector<std::string> lines;
  std::optional<std::string> held;  ///< a line whose answer waits for the test
  std::function<void()> answer_held;
  std::function<void(std::string)> on_unasked, on_lost;

  void pull_out() {
    is_plugged_in = false;
    on_lost("It was pulled out.");
  }
};

class module_end final : public transport {
 public:
  explicit module_end(far_module& far) : far_(far) {}
  void send(const board_write& line, reply_handler on_reply) override {
    if (!far_.is_plugged_in)
      return on_reply(tl::unexpected{transport_error{transport_error_code::disconnected, "It is not plugged in."}});
    far_.lines.push_back(line.text);
    const auto answer = [text = far_.says[line.text], on_reply] { on_reply(text); };
    if (far_.held == line.text)
      far_.answer_held = answer;
    else
      answer();
  }
  void halt() override { FAIL("modules are not halted"); }

 private:
  far_module& far_;
};

std::string identity(const char* serial) { return "serial:" + std::string{serial} + " model:temp_deck_v20 version:v2.0.1"; }

struct stage : driver_answers {
  explicit stage(std::vector<module_type> types, std::filesystem::path find_in = {}) {
    far.resize(8);
    for (const auto type : types) manner.links.push_back({type, "port " + std::to_string(manner.links.size()), {}});
    manner.find_in = std::move(find_in);
    manner.open = [this](link_transport_config config) {
      auto& end = far.at(links_opened++);
      end.on_unasked = config.on_unasked;
      end.on_lost = config.on_lost;
      return std::make_unique<module_end>(end);
    };
    for (auto& end : far) {
      end.says["M115"] = identity("TD-1");
      end.says["M105"] = "T:none C:25";
    }
  }
  ~stage() {
    caf::anon_send_exit(asker, caf::exit_reason::kill);
    caf::anon_send_exit(driver, caf::exit_reason::user_shutdown);
    world.settle();
    for (auto& end : far) end.on_unasked = end.on_lost = {};
  }

  void start() {
    const auto open_transport = [] { return std::make_unique<emulated_transport>(emulated_transport_config{.time_scale = 0}); };
    robot_config robot;
    robot.takes_any_module = false;
    hardware_driver_setup setup{open_transport, robot, world.clock(), world.maxima(), false, window};
    setup.on_line = [this](std::string_view line) { told.emplace_back(line); };
    setup.linked = manner;
    driver = world.system().spawn<hardware_driver_actor::stateful_impl<hardware_driver_state>>(setup);
    asker = spawn_asker(world.system(), driver, *this);
    world.settle();
  }
  void ask(robot_operation operation) {
    caf::anon_send(asker, std::move(operation));
    world.settle();
  }
  void ask(module_action action, std::optional<double> value = {}, const char* serial = "TD-1") {
    ask(module_operation{.serial_number = serial, .action = action, .value = value});
  }
  robot_error last_error() {
    REQUIRE_FALSE(reports.empty());
    REQUIRE(reports.back().error);
    return *reports.back().error;
  }

  actor_world world;
  std::deque<far_module> far;
  linked_modules manner;
  std::size_t links_opened = 0;
  std::shared_ptr<module_window> window = std::make_shared<module_window>(world.clock(), 1);
  std::vector<std::string> told;
  hardware_driver_actor driver;
  caf::actor asker;
};

constexpr auto thermocycler = module_type::thermocycler;
constexpr auto temperature = module_type::temperature;

void make_thermocycler(far_module& end) {
  end.says = {{"M115", "M115 FW:v1.0.3 HW:Opentrons-thermocycler-gen2 SerialNo:TC-2"},
              {"M119", "M119 Lid:open"},
              {"M141", "M141 T:none C:25"},
              {"M105", "M105 T:none C:25 H:0"}};
}

}  // namespace

TEST_CASE("a module on a link of its own is found, loaded and told, and shows what is true of it") {
  stage s{{temperature}};
  s.start();
  REQUIRE(s.window->facts().size() == 1);
  CHECK(s.window->facts()[0].place == "port 0");
  s.ask(load_module_operation{"temperatureModuleV2", {}});
  CHECK_FALSE(s.reports.at(0).error);
  s.far[0].says["M105"] = "T:40 C:25";
  s.ask(set_temperature, 40);
  REQUIRE(s.reports.size() == 2);
  CHECK_FALSE(s.reports[1].error);
  CHECK(s.reports[1].facts.modules.at(0).plate.target_celsius == 40);
  s.ask(load_module_operation{"temperatureModuleV2", {"TD-1"}});
  CHECK(s.last_error().code == robot_error_code::module_absent);
  s.far[0].says["M105"] = "T:40 C:31.5";
  s.world.pass(1s);
  CHECK(s.window->facts().at(0).plate.celsius == 31.5);
}

TEST_CASE("the lines of board and modules are told in the order in which they are sent, without questions") {
  stage s{{temperature}};
  s.start();
  s.ask(home_operation{{motor_axis::x}});
  s.ask(set_temperature, 40);
  s.ask(home_operation{{motor_axis::y}});
  const auto at = std::ranges::find(s.told, "M104 S40");
  REQUIRE(at != s.told.end());
  const auto homes = [](const char* axis) {
    return [axis](const std::string& line) { return line.ends_with(std::string{"G28.2 "} + axis); };
  };
  CHECK(std::any_of(s.told.begin(), at, homes("X")));
  CHECK(std::any_of(at, s.told.end(), homes("Y")));
  CHECK_FALSE(std::any_of(s.told.begin(), at, homes("Y")));
  CHECK(std::ranges::count(s.told, "M105") == 0);
  CHECK(std::ranges::count(s.told, "M115") == 0);
}

TEST_CASE("a module that has not said yet who it is is waited for, but not through a halt") {
  stage s{{temperature, thermocycler}};
  make_thermocycler(s.far[1]);
  s.far[0].held = s.far[1].held = "M115";
  s.start();
  s.ask(load_module_operation{"magneticModuleV2", {}});  // none of these can be that
  CHECK(s.last_error().code == robot_error_code::module_absent);
  s.ask(load_module_operation{"temperatureModuleV2", {}});
  s.world.pass(1s);
  CHECK(s.reports.size() == 1);
  s.far[0].answer_held();
  s.world.settle();
  s.world.pass(20ms);
  REQUIRE(s.reports.size() == 2);
  CHECK_FALSE(s.reports[1].error);
  s.ask(load_module_operation{"thermocyclerModuleV2", {}});
  caf::anon_send(s.asker, halt_atom_v);
  s.world.settle();
  CHECK(s.last_error().code == robot_error_code::halted);
  s.far[1].answer_held();
  s.world.pass(1s);
  CHECK(s.reports.size() == 3);
}

TEST_CASE("while a module is waited for the driver takes messages, and a halt answers at once") {
  stage s{{temperature}};
  s.far[0].says["M105"] = "T:40 C:25";
  s.start();
  s.ask(wait_for_temperature);
  s.world.pass(1s);
  CHECK(s.reports.empty());
  s.ask(set_lights_operation{true});
  CHECK(s.reports.size() == 1);
  caf::anon_send(s.asker, halt_atom_v);
  s.world.settle();
  CHECK(s.robot_halts == 1);
  REQUIRE(s.reports.size() == 2);
  CHECK(s.last_error().code == robot_error_code::halted);
  s.far[0].says["M105"] = "T:40 C:40";
  s.world.pass(2s);
  CHECK(s.reports.size() == 2);
  s.ask(recover_operation{});
  s.ask(wait_for_temperature);
  REQUIRE(s.reports.size() == 4);
  CHECK_FALSE(s.reports[3].error);
}

TEST_CASE("a halt leaves a profile at its present step, though its line was still in flight") {
  stage s{{thermocycler}};
  make_thermocycler(s.far[0]);
  s.far[0].held = "M104 S95 H10";
  s.start();
  s.ask(module_operation{.serial_number = "TC-2", .action = run_profile, .profile = {{95, 10}, {60, 20}}});
  CHECK(s.far[0].lines.back() == "M104 S95 H10");
  caf::anon_send(s.asker, halt_atom_v);
  s.world.settle();
  CHECK(s.last_error().code == robot_error_code::halted);
  s.ask(recover_operation{});
  s.ask(stop_heating, {}, "TC-2");  // waits for that answer, and no longer
  CHECK(s.reports.size() == 2);
  s.far[0].answer_held();
  s.world.settle();
  REQUIRE(s.reports.size() == 3);
  CHECK_FALSE(s.reports[2].error);
  s.world.pass(10s);
  CHECK(std::ranges::count(s.far[0].lines, "M104 S60 H20") == 0);
  CHECK(std::ranges::count(s.far[0].lines, "M14") == 1);
}

TEST_CASE("a module that is pulled out fails what waits for it, and is gone from the facts until it is back") {
  stage s{{temperature}};
  s.far[0].says["M105"] = "T:40 C:25";
  s.start();
  s.ask(wait_for_temperature);
  s.far[0].pull_out();
  s.world.settle();
  CHECK(s.last_error().code == robot_error_code::module_unreachable);
  CHECK(s.last_error().detail.find("The Temperature Module TD-1 at port 0 cannot be reached.") == 0);
  CHECK(s.window->facts().empty());
  s.ask(set_temperature, 40);
  CHECK(s.last_error().code == robot_error_code::module_unreachable);
  s.ask(load_module_operation{"temperatureModuleV2", {}});
  CHECK(s.last_error().detail == "No free module of the model temperatureModuleV2 is attached to this robot. It was pulled out.");
  s.far[0].is_plugged_in = true;
  s.world.pass(1s);
  s.ask(set_temperature, 40);
  CHECK_FALSE(s.reports.back().error);
}

TEST_CASE("another module at the same port is another module: the old one is found where it is now") {
  stage s{{temperature, temperature}};
  s.far[1].is_plugged_in = false;
  s.start();
  s.far[0].pull_out();
  s.world.settle();
  s.far[0].is_plugged_in = true;
  s.far[0].says["M115"] = identity("TD-9");
  s.world.pass(1s);
  REQUIRE(s.window->facts().size() == 1);
  CHECK(s.window->facts()[0].serial_number == "TD-9");
  s.ask(set_temperature, 40);
  CHECK(s.last_error().code == robot_error_code::module_absent);
  s.far[1].is_plugged_in = true;
  s.world.pass(1s);
  s.ask(set_temperature, 40);
  CHECK_FALSE(s.reports.back().error);
  CHECK(std::ranges::count(s.far[1].lines, "M104 S40") == 1);
}

TEST_CASE("what a module reports unasked fails what waits for it") {
  stage s{{thermocycler}};
  make_thermocycler(s.far[0]);
  s.start();
  s.ask(close_lid, {}, "TC-2");
  CHECK(s.reports.empty());
  s.far[0].on_unasked("async ERR510:lid motor stalled");
  s.world.settle();
  CHECK(s.last_error().code == robot_error_code::module_error);
  CHECK(s.last_error().detail.find("async ERR510:lid motor stalled") != std::string::npos);
  CHECK(s.window->facts().at(0).complaint == "async ERR510:lid motor stalled");
}

TEST_CASE("modules are taken as their ports show up") {
  const temporary_directory devices;
  stage s{{}, devices.path()};
  s.start();
  CHECK(s.window->facts().empty());
  std::ofstream{devices.path() / "ot_module_tempdeck0"} << "";
  s.world.pass(2s);
  REQUIRE(s.window->facts().size() == 1);
  CHECK(s.window->facts()[0].place == (devices.path() / "ot_module_tempdeck0").string());
  s.world.pass(10s);
  CHECK(s.links_opened == 1);
  s.ask(load_module_operation{"temperatureModuleV1", {}});  // stands in
  CHECK_FALSE(s.reports.at(0).error);
}
