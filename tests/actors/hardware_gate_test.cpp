// A robot's side of the link: who may have it, and what becomes of it when its engine is lost.

#include "actors/hardware_gate.hpp"

#include <catch2/catch.hpp>

#include "actors/links.hpp"
#include "tests/actors/actor_world.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

/// An engine that asks what the test says and keeps the answers.
struct engine {
  explicit engine(actor_world& in, hardware_gate_actor gate) : world(in) {
    actor = world.system().spawn([this, gate](caf::event_based_actor* self) -> caf::behavior {
      return {
          [=, this](link_atom, std::uint32_t version) {
            self->request(gate, caf::infinite, link_atom_v, version, std::string{"1.2.3"}, std::string{"lab"})
                .then([this](const std::string& refusal, const std::string& name, std::int64_t) {
                  refusals.push_back(refusal);
                  robot_name = name;
                });
          },
          [=, this](const robot_operation& wanted) {
            self->request(gate, caf::infinite, perform_atom_v, wanted, robot_halts)
                .then([this](operation_report& report) { reports.push_back(std::move(report)); },
                      [this](const caf::error&) { ++errors; });
          },
          [=, this](perform_next_atom, const robot_operation& wanted) {
            self->request(gate, caf::infinite, perform_next_atom_v, wanted, robot_halts).then([this](operation_report& report) {
              reports.push_back(std::move(report));
            });
          },
          [=, this](withdraw_atom) {
            self->request(gate, caf::infinite, withdraw_atom_v)
                .then([this](bool is_withdrawn) { withdrawn += is_withdrawn ? 1 : 0; }, [this](const caf::error&) { ++errors; });
          },
          [=, this](foresee_atom) {
            self->request(gate, caf::infinite, foresee_atom_v)
                .then([this](const std::optional<robot_facts>& facts) { foreseen = facts; },
                      [this](const caf::error&) { ++errors; });
          },
          [=, this](halt_atom) {
            self->request(gate, caf::infinite, halt_atom_v)
                .then(
                    [this](std::uint64_t halts) {
                      ++halted;
                      robot_halts = halts;
                    },
                    [this](const caf::error&) { ++errors; });
          },
      };
    });
  }
  ~engine() { leave(); }
  template <class... Ts>
  void ask(Ts&&... what) {
    caf::anon_send(actor, std::forward<Ts>(what)...);
    world.settle();
  }
  void link(std::uint32_t version = link_version) { ask(link_atom_v, version); }
  void perform(robot_operation operation) { ask(std::move(operation)); }
  /// As the framework tells of a link that is lost.
  void leave() {
    caf::anon_send_exit(actor, caf::exit_reason::remote_link_unreachable);
    world.settle();
  }

  actor_world& world;
  caf::actor actor;
  std::vector<std::string> refusals;
  std::string robot_name;
  std::vector<operation_report> reports;
  int errors = 0;
  int halted = 0;
  std::uint64_t robot_halts = 0;
  int withdrawn = 0;
  std::optional<robot_facts> foreseen;
};

struct stage {
  ~stage() {
    caf::anon_send_exit(gate, caf::exit_reason::kill);
    caf::anon_send_exit(driver.actor, caf::exit_reason::kill);
    world.settle();
  }
  actor_world world;
  scripted_driver driver;
  hardware_gate_actor gate = world.system().spawn<hardware_gate_actor::stateful_impl<hardware_gate_state>>(
      hardware_gate_setup{driver.spawn(world.system()), world.clock(), "Ada", std::chrono::seconds{2}});
};

}  // namespace

TEST_CASE("an engine that has linked drives the robot") {
  stage s;
  engine lab{s.world, s.gate};
  lab.link();
  CHECK(lab.refusals == std::vector<std::string>{""});
  CHECK(lab.robot_name == "Ada");
  lab.perform(home_operation{});
  REQUIRE(s.driver.seen.size() == 1);
  CHECK(lab.reports.empty());
  s.driver.succeed();
  s.world.settle();
  REQUIRE(lab.reports.size() == 1);
  CHECK_FALSE(lab.reports[0].error);
}

TEST_CASE("without a link nothing is done") {
  stage s;
  engine lab{s.world, s.gate};
  lab.perform(home_operation{});
  lab.ask(halt_atom_v);
  lab.ask(withdraw_atom_v);
  lab.ask(foresee_atom_v);
  CHECK(lab.errors == 4);
  CHECK(s.driver.seen.empty());
  CHECK(s.driver.halts == 0);
}

TEST_CASE("the next operation is handed over early, and taken back, through the link too") {
  stage s;
  engine lab{s.world, s.gate};
  lab.link();
  s.driver.foreseen.emplace().lights_on = true;
  lab.perform(home_operation{});
  lab.ask(foresee_atom_v);
  REQUIRE(lab.foreseen);
  CHECK(lab.foreseen->lights_on);
  lab.ask(perform_next_atom_v, robot_operation{home_operation{}});
  CHECK(s.driver.seen.size() == 2);
  lab.ask(withdraw_atom_v);
  CHECK(lab.withdrawn == 1);
  REQUIRE(lab.reports.size() == 1);
  CHECK(lab.reports[0].error->code == robot_error_code::halted);
}

TEST_CASE("one engine has the robot at a time") {
  stage s;
  engine first{s.world, s.gate};
  first.link();
  engine second{s.world, s.gate};
  second.link();
  REQUIRE(second.refusals.size() == 1);
  CHECK(second.refusals[0].find("belongs to the engine lab") != std::string::npos);
  second.perform(home_operation{});
  CHECK(second.errors == 1);
  CHECK(s.driver.seen.empty());
  first.leave();
  second.link();
  CHECK(second.refusals[1].empty());
}

TEST_CASE("another link version is refused with both releases' names") {
  stage s;
  engine lab{s.world, s.gate};
  lab.link(link_version + 1);
  REQUIRE(lab.refusals.size() == 1);
  CHECK(lab.refusals[0].find("1.2.3") != std::string::npos);
  CHECK(lab.refusals[0].find("link version " + std::to_string(link_version + 1)) != std::string::npos);
  lab.perform(home_operation{});
  CHECK(lab.errors == 1);
}

TEST_CASE("a halt ends what the robot does") {
  stage s;
  engine lab{s.world, s.gate};
  lab.link();
  lab.perform(home_operation{});
  lab.ask(halt_atom_v);
  CHECK(s.driver.halts == 1);
  CHECK(lab.halted == 1);
  REQUIRE(lab.reports.size() == 1);
  CHECK(lab.reports[0].error->code == robot_error_code::halted);
}

TEST_CASE("when the engine is lost, a move that ends in time is not halted: then the robot stands still") {
  stage s;
  {
    engine lab{s.world, s.gate};
    lab.link();
    lab.perform(home_operation{});
  }
  CHECK(s.driver.holds == 1);
  s.world.pass(std::chrono::milliseconds{1900});
  s.driver.succeed();
  s.world.settle();
  s.world.pass(std::chrono::seconds{10});
  CHECK(s.driver.halts == 0);
}

TEST_CASE("when the engine is lost, a move that goes on is halted at the bound: only then another engine gets the robot") {
  stage s;
  {
    engine lab{s.world, s.gate};
    lab.link();
    lab.perform(home_operation{});
  }
  engine next{s.world, s.gate};
  next.link();
  CHECK(next.refusals.back().find("still ends a move") != std::string::npos);
  s.world.pass(std::chrono::milliseconds{1900});
  CHECK(s.driver.halts == 0);
  s.world.pass(std::chrono::milliseconds{200});
  CHECK(s.driver.halts == 1);
  next.link();
  CHECK(next.refusals.back().empty());
}

TEST_CASE("the bound of an engine that was lost does not meet the next one's moves") {
  stage s;
  {
    engine lab{s.world, s.gate};
    lab.link();
    lab.perform(home_operation{});
  }
  s.driver.succeed();
  s.world.settle();
  engine next{s.world, s.gate};
  next.link();
  next.perform(home_operation{});
  s.world.pass(std::chrono::seconds{5});
  CHECK(s.driver.halts == 0);
}
