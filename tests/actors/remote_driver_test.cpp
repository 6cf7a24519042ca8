// An engine's side of the link, with a gate that the test plays, or takes away.

#include "actors/remote_driver.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/actors/actor_world.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

struct scripted_gate {
  struct open_operation {
    robot_operation wanted;
    caf::typed_response_promise<operation_report> promise;
  };
  std::string refusal;
  std::uint32_t version = 0;
  std::deque<open_operation> open;
  int halts = 0;
  robot_facts facts;
  std::optional<operation_report> next_report;
  std::vector<caf::typed_response_promise<bool>> awaiting_door;

  hardware_gate_actor spawn(caf::actor_system& system) {
    return system.spawn([this](hardware_gate_actor::pointer self) -> hardware_gate_actor::behavior_type {
      return {
          [this](link_atom, std::uint32_t theirs, const std::string&,
                 const std::string&) -> caf::result<std::string, std::string, std::int64_t> {
            version = theirs;
            return {refusal, "Ada", std::int64_t{0}};
          },
          [this, self](perform_atom, const robot_operation& wanted, std::uint64_t) -> caf::result<operation_report> {
            auto promise = self->make_response_promise<operation_report>();
            open.push_back({wanted, promise});
            return promise;
          },
          [this, self](perform_next_atom, const robot_operation& wanted, std::uint64_t) -> caf::result<operation_report> {
            auto promise = self->make_response_promise<operation_report>();
            open.push_back({wanted, promise});
            return promise;
          },
          [this](withdraw_atom) {  // from the test, too: only within the actor can a promise be kept
            if (next_report) open.front().promise.deliver(std::move(*std::exchange(next_report, std::nullopt)));
            return true;
          },
          [this](foresee_atom) { return std::optional{facts}; },
          [this](facts_atom) { return facts; },
          [this](move_door_atom, bool is_open) {
            for (auto& promise : std::exchange(awaiting_door, {})) promise.deliver(is_open);
            return true;
          },
          [this, self](await_door_atom, bool) -> caf::result<bool> {
            return awaiting_door.emplace_back(self->make_response_promise<bool>());
          },
          [](press_estop_atom, bool) { return true; },
          [this](halt_atom) { return static_cast<std::uint64_t>(++halts); },
      };
    });
  }
};

struct stage {
  stage() {
    connector = world.system().spawn([this]() -> caf::behavior {
      return {[this](caf::connect_atom, const std::string& host,
                     std::uint16_t port) -> caf::result<caf::node_id, caf::strong_actor_ptr, std::set<std::string>> {
        ++attempts;
        if (host != "robot.lab" || port != 7000 || !is_reachable) return caf::make_error(caf::sec::cannot_connect_to_node);
        return {caf::node_id{}, caf::actor_cast<caf::strong_actor_ptr>(gate), std::set<std::string>{}};
      }};
    });
    driver = world.system().spawn<hardware_driver_actor::stateful_impl<remote_driver_state>>(
        remote_driver_setup{{"robot", connector, {"robot.lab", 7000}, "lab", world.clock()}, world.maxima(), window});
    asker = world.system().spawn([this](caf::event_based_actor* self) -> caf::behavior {
      return {
          [this, self](const robot_operation& wanted) {
            self->request(driver, caf::infinite, perform_atom_v, wanted, std::uint64_t{0}).then([this](operation_report& report) {
              reports.push_back(std::move(report));
            });
          },
          [this, self](halt_atom) {
            self->request<caf::message_priority::high>(driver, caf::infinite, halt_atom_v)
                .then([this](std::uint64_t) { ++halted; }, [this](const caf::error&) { ++errors; });
          },
          [this, self](await_door_atom) {
            self->request(driver, caf::infinite, await_door_atom_v, false)
                .then([this](bool is_open) { doors.push_back(is_open); }, [this](const caf::error&) { ++errors; });
          },
          [this, self](facts_atom) {
            self->request(driver, caf::infinite, facts_atom_v)
                .then([this](const robot_facts&) { ++facts_seen; }, [this](const caf::error&) { ++errors; });
          },
      };
    });
  }
  ~stage() {
    for (const auto& actor : {connector, asker}) caf::anon_send_exit(actor, caf::exit_reason::kill);
    caf::anon_send_exit(driver, caf::exit_reason::kill);
    if (gate) caf::anon_send_exit(gate, caf::exit_reason::kill);
    world.settle();
  }
  void come_up() {
    gate = robot.spawn(world.system());
    is_reachable = true;
  }
  /// As the framework tells of a link that is lost.
  void lose_link() {
    caf::anon_send_exit(gate, caf::exit_reason::remote_link_unreachable);
    gate = hardware_gate_actor{};
    is_reachable = false;
    world.settle();
  }
  template <class T>
  void ask(T what) {
    caf::anon_send(asker, std::move(what));
    world.settle();
  }
  void answer(operation_report report) {
    robot.next_report = std::move(report);
    caf::anon_send(gate, withdraw_atom_v);
    world.settle();
  }

  actor_world world;
  scripted_gate robot;
  hardware_gate_actor gate;
  bool is_reachable = false;
  int attempts = 0;
  std::shared_ptr<module_window> window = std::make_shared<module_window>(world.clock(), 1);
  caf::actor connector, asker;
  hardware_driver_actor driver;
  std::vector<operation_report> reports;
  std::vector<bool> doors;
  int halted = 0, errors = 0, facts_seen = 0;
};

}  // namespace

TEST_CASE("a linked robot does what it is asked, and its clock is not ours") {
  stage s;
  s.come_up();
  s.world.settle();
  CHECK(s.robot.version == link_version);
  CHECK(s.window->link().trouble.empty());
  CHECK(s.window->link().robot_name == "Ada");
  const auto before = s.world.clock()->steady_now_ns();
  s.ask(robot_operation{home_operation{}});
  REQUIRE(s.robot.open.size() == 1);
  operation_report report{-5'000'000'000, -4'999'999'000, {}, {}};
  report.facts.lights_on = true;
  s.answer(report);
  REQUIRE(s.reports.size() == 1);
  CHECK_FALSE(s.reports[0].error);
  CHECK(s.reports[0].began_steady_ns > before);
  CHECK(s.reports[0].ended_steady_ns < s.world.clock()->steady_now_ns());
  CHECK(s.reports[0].ended_steady_ns - s.reports[0].began_steady_ns == 1000);
  CHECK(s.window->robot().lights_on);
}

TEST_CASE("before there is a link operations fail at once, and say why") {
  stage s;
  s.world.settle();
  s.ask(robot_operation{home_operation{}});
  s.ask(halt_atom_v);
  s.ask(facts_atom_v);
  REQUIRE(s.reports.size() == 1);
  REQUIRE(s.reports[0].error);
  CHECK(s.reports[0].error->code == robot_error_code::not_linked);
  CHECK(s.reports[0].error->detail.find("robot.lab:7000") != std::string::npos);
  CHECK(s.errors == 2);
  CHECK(s.window->link().trouble.find("cannot be reached") != std::string::npos);
}

TEST_CASE("a lost link leaves what is open with an unknown outcome, and comes back by itself") {
  stage s;
  s.come_up();
  s.world.settle();
  s.ask(robot_operation{home_operation{}});
  s.lose_link();
  REQUIRE(s.reports.size() == 1);
  CHECK(s.reports[0].error->code == robot_error_code::outcome_unknown);
  CHECK_FALSE(s.window->link().trouble.empty());
  const auto attempts = s.attempts;
  s.world.pass(std::chrono::milliseconds{250});
  s.world.pass(std::chrono::milliseconds{500});
  CHECK(s.attempts == attempts + 2);
  s.robot.open.clear();
  s.come_up();
  s.world.pass(std::chrono::seconds{5});
  CHECK(s.window->link().trouble.empty());
  s.ask(robot_operation{home_operation{}});
  CHECK(s.robot.open.size() == 1);
}

TEST_CASE("attempts come at growing intervals, five seconds at most") {
  stage s;
  s.world.settle();
  for (int second = 0; second < 60; ++second) s.world.pass(std::chrono::seconds{1});
  const auto after_a_minute = s.attempts;
  CHECK(after_a_minute < 20);
  for (int second = 0; second < 60; ++second) s.world.pass(std::chrono::seconds{1});
  CHECK(s.attempts - after_a_minute >= 10);
}

TEST_CASE("a node that refuses is asked again, and its reason is shown") {
  stage s;
  s.robot.refusal = "the robot belongs to somebody else";
  s.come_up();
  s.world.settle();
  CHECK(s.window->link().trouble == "its node refuses: the robot belongs to somebody else");
  s.ask(robot_operation{home_operation{}});
  CHECK(s.reports.at(0).error->code == robot_error_code::not_linked);
  s.robot.refusal.clear();
  s.world.pass(std::chrono::seconds{1});
  CHECK(s.window->link().trouble.empty());
}

TEST_CASE("a halt is passed on, and its answer back") {
  stage s;
  s.come_up();
  s.world.settle();
  s.ask(robot_operation{home_operation{}});
  s.ask(halt_atom_v);
  CHECK(s.halted == 1);
  CHECK(s.robot.halts == 1);
}

TEST_CASE("whoever waits for the door hears of it from the robot's node, or that the link was lost") {
  stage s;
  s.ask(await_door_atom_v);
  CHECK(s.errors == 1);
  s.come_up();
  s.world.pass(std::chrono::seconds{5});
  s.ask(await_door_atom_v);
  CHECK(s.doors.empty());
  caf::anon_send(s.gate, move_door_atom_v, true);
  s.world.settle();
  CHECK(s.doors == std::vector{true});
  s.ask(await_door_atom_v);
  s.lose_link();
  CHECK(s.errors == 2);
}

TEST_CASE("what is true of an idle robot is looked at now and then") {
  stage s;
  s.come_up();
  s.world.settle();
  s.robot.facts.lights_on = true;
  s.world.pass(std::chrono::seconds{1});
  CHECK(s.window->robot().lights_on);
}
