// The driver's messages, on an emulated board whose answers the test lets out one by one.

#include "actors/hardware_driver.hpp"

#include <catch2/catch.hpp>

#include "hardware/emulated_board.hpp"
#include "tests/actors/actor_world.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

/// Answers at once, or keeps an answer back until the test gives it out.
struct held_link {
  bool holds = false;
  std::vector<std::string> lines;
  std::function<void()> answer;
  transport::reply_handler on_reply;
  std::size_t halts = 0;
};

class held_transport final : public transport {
 public:
  explicit held_transport(held_link& link) : link_(link) {}
  void send(const board_write& line, reply_handler on_reply) override {
    link_.lines.push_back(line.text);
    now_s_ = 0;
    auto said = board_.handle(line.text, now_s_);
    if (!link_.holds) return on_reply(std::move(said.text));
    link_.on_reply = std::move(on_reply);
    link_.answer = [this, text = std::move(said.text)] { std::exchange(link_.on_reply, nullptr)(text); };
  }
  void halt() override {
    ++link_.halts;
    board_.halt(now_s_);
    if (auto handler = std::exchange(link_.on_reply, nullptr))
      handler(tl::unexpected{transport_error{transport_error_code::halted, "halted"}});
  }

 private:
  held_link& link_;
  emulated_board board_;
  double now_s_ = 0;
};

/// Keeps what the driver answers, in the order of the answers.
struct answers {
  std::vector<operation_report> reports;
  std::size_t halts = 0;
  int estop_moves = 0;
  std::uint64_t robot_halts = 0;  // as the last halt's answer told: operations are for that
  std::vector<std::optional<robot_facts>> foreseen;
  std::vector<bool> withdrawn, doors;
};

caf::behavior ask(caf::event_based_actor* self, hardware_driver_actor driver, answers* got) {
  return {
      [=](robot_operation& wanted) {
        self->request(driver, caf::infinite, perform_atom_v, std::move(wanted), got->robot_halts)
            .then([got](operation_report& report) { got->reports.push_back(std::move(report)); });
      },
      [=](perform_next_atom, robot_operation& wanted) {
        self->request(driver, caf::infinite, perform_next_atom_v, std::move(wanted), got->robot_halts)
            .then([got](operation_report& report) { got->reports.push_back(std::move(report)); });
      },
      // Both in the driver's mailbox at once, the halt ahead of what was sent before it.
      [=](halt_atom, robot_operation& wanted) {
        self->request(driver, caf::infinite, perform_atom_v, std::move(wanted), got->robot_halts)
            .then([got](operation_report& report) { got->reports.push_back(std::move(report)); });
        self->request<caf::message_priority::high>(driver, caf::infinite, halt_atom_v).then([got](std::uint64_t halts) {
          ++got->halts;
          got->robot_halts = halts;
        });
      },
      [=](press_estop_atom, bool pressed) {
        self->request<caf::message_priority::high>(driver, caf::infinite, press_estop_atom_v, pressed).then([got](bool is_moved) {
          got->estop_moves += is_moved ? 1 : 0;
        });
      },
      [=](facts_atom) {
        self->request(driver, caf::infinite, facts_atom_v).then([got](const robot_facts& facts) {
          got->robot_halts = facts.halts;
        });
      },
      [=](withdraw_atom) {
        self->request(driver, caf::infinite, withdraw_atom_v).then([got](bool is_withdrawn) {
          got->withdrawn.push_back(is_withdrawn);
        });
      },
      [=](await_door_atom, bool known) {
        self->request(driver, caf::infinite, await_door_atom_v, known).then([got](bool is_open) {
          got->doors.push_back(is_open);
        });
      },
      [=](see_door_atom, bool is_open) { self->send(driver, see_door_atom_v, is_open); },
      [=](foresee_atom) {
        self->request(driver, caf::infinite, foresee_atom_v).then([got](const std::optional<robot_facts>& foreseen) {
          got->foreseen.push_back(foreseen);
        });
      },
      [=](halt_atom) {
        self->request<caf::message_priority::high>(driver, caf::infinite, halt_atom_v).then([got](std::uint64_t halts) {
          ++got->halts;
          got->robot_halts = halts;
        });
      },
  };
}

struct stage {
  stage() { world.settle(); }
  ~stage() {
    caf::anon_send_exit(asker, caf::exit_reason::kill);
    caf::anon_send_exit(driver, caf::exit_reason::kill);
    world.settle();
  }
  void perform(robot_operation operation) {
    caf::anon_send(asker, std::move(operation));
    world.settle();
  }
  void perform_next(robot_operation operation) {
    caf::anon_send(asker, perform_next_atom_v, std::move(operation));
    world.settle();
  }
  template <class Atom>
  void ask_for(Atom what) {
    caf::anon_send(asker, what);
    world.settle();
  }
  void halt() { ask_for(halt_atom_v); }
  void press_estop(bool pressed) {
    caf::anon_send(asker, press_estop_atom_v, pressed);
    world.settle();
  }
  void await_door(bool known) {
    caf::anon_send(asker, await_door_atom_v, known);
    world.settle();
  }
  void see_door(bool is_open) {
    caf::anon_send(asker, see_door_atom_v, is_open);
    world.settle();
  }
  void answer() {
    std::exchange(link.answer, nullptr)();
    world.settle();
  }

  actor_world world;
  held_link link;
  answers got;
  hardware_driver_actor driver = world.system().spawn<hardware_driver_actor::stateful_impl<hardware_driver_state>>(
      hardware_driver_setup{[this] { return std::make_unique<held_transport>(link); }, robot_config{}, world.clock(),
                            world.maxima(), false, std::make_shared<module_window>(world.clock(), 1)});
  caf::actor asker = world.system().spawn(ask, driver, &got);
};

move_operation move_to(double x_mm) {
  move_operation move;
  move.target = {x_mm, 100, 150};
  move.base_z_mm = 82;
  return move;
}

}  // namespace

TEST_CASE("the driver sets the board up before the first operation, which it then reports") {
  stage s;
  const auto set_up_lines = s.link.lines.size();
  CHECK(set_up_lines > 0);
  s.perform(home_operation{});
  REQUIRE(s.got.reports.size() == 1);
  CHECK_FALSE(s.got.reports[0].error);
  CHECK(s.got.reports[0].facts.homed[index_of(motor_axis::x)]);
  CHECK(s.got.reports[0].began_steady_ns < s.got.reports[0].ended_steady_ns);
  CHECK(s.link.lines.size() > set_up_lines);
}

TEST_CASE("operations are done one at a time and answered in their order") {
  stage s;
  s.perform(home_operation{});
  s.perform(load_pipette_operation{mount::left, "p300_single"});
  s.link.holds = true;
  s.perform(move_to(100));
  s.perform(move_to(200));
  const auto lines = s.link.lines.size();
  s.world.settle();
  CHECK(s.link.lines.size() == lines);  // the link has one line in flight
  CHECK(s.got.reports.size() == 2);
  while (s.got.reports.size() < 3) s.answer();
  CHECK(s.got.reports[2].facts.at(mount::left).position->x_mm == Approx(100));
  while (s.got.reports.size() < 4) s.answer();
  CHECK(s.got.reports[3].facts.at(mount::left).position->x_mm == Approx(200));
  CHECK(s.got.reports[2].ended_steady_ns <= s.got.reports[3].began_steady_ns);
}

TEST_CASE("a halt ends the operation in hand and those that wait, at once") {
  stage s;
  s.perform(home_operation{});
  s.perform(load_pipette_operation{mount::left, "p300_single"});
  s.link.holds = true;
  s.perform(move_to(100));
  s.perform(move_to(200));
  s.halt();
  CHECK(s.link.halts == 1);
  CHECK(s.got.halts == 1);
  REQUIRE(s.got.reports.size() == 4);
  for (std::size_t i : {2u, 3u}) {
    REQUIRE(s.got.reports[i].error);
    CHECK(s.got.reports[i].error->code == robot_error_code::halted);
    CHECK_FALSE(s.got.reports[i].facts.at(mount::left).position);
  }
  s.link.holds = false;
  s.perform(recover_operation{});
  s.perform(home_operation{});
  REQUIRE(s.got.reports.size() == 6);
  CHECK_FALSE(s.got.reports[5].error);
  CHECK(s.got.reports[5].facts.homed[index_of(motor_axis::x)]);
}

TEST_CASE("a driver that is to hold drops what waits and ends what is in hand") {
  stage s;
  s.perform(home_operation{});
  s.perform(load_pipette_operation{mount::left, "p300_single"});
  s.link.holds = true;
  s.perform(move_to(100));
  s.perform(move_to(200));
  caf::anon_send(s.driver, hold_atom_v);
  s.world.settle();
  REQUIRE(s.got.reports.size() == 3);
  REQUIRE(s.got.reports[2].error);
  CHECK(s.got.reports[2].error->code == robot_error_code::halted);
  while (s.got.reports.size() < 4) s.answer();
  CHECK_FALSE(s.got.reports[3].error);
  CHECK(s.got.reports[3].facts.at(mount::left).position->x_mm == Approx(100));
  CHECK(s.link.halts == 0);
}

TEST_CASE("a halt of an idle robot is answered at once") {
  stage s;
  s.halt();
  CHECK(s.got.halts == 1);
}

TEST_CASE("an operation that the robot refuses moves nothing") {
  stage s;
  const auto lines = s.link.lines.size();
  s.perform(prepare_to_aspirate_operation{mount::left});
  REQUIRE(s.got.reports.size() == 1);
  REQUIRE(s.got.reports[0].error);
  CHECK(s.got.reports[0].error->code == robot_error_code::pipette_absent);
  CHECK(s.link.lines.size() == lines);
}

TEST_CASE("what will be true after a move is known as soon as its last line is on the way") {
  stage s;
  s.ask_for(foresee_atom_v);
  REQUIRE(s.got.foreseen.size() == 1);
  CHECK_FALSE(s.got.foreseen[0]);  // nothing is going on
  s.perform(home_operation{});
  s.perform(load_pipette_operation{mount::left, "p300_single"});
  s.link.holds = true;
  s.perform(move_to(100));
  s.ask_for(foresee_atom_v);
  while (s.got.foreseen.size() < 2 && s.got.reports.size() < 3) s.answer();
  REQUIRE(s.got.reports.size() == 2);
  REQUIRE(s.got.foreseen.size() == 2);
  REQUIRE(s.got.foreseen[1]);
  CHECK(s.got.foreseen[1]->at(mount::left).position->x_mm == Approx(100));
  s.answer();
  REQUIRE(s.got.reports.size() == 3);
  CHECK(s.got.reports[2].facts.at(mount::left).position->x_mm == s.got.foreseen[1]->at(mount::left).position->x_mm);
}

TEST_CASE("an operation given ahead begins behind a success only, and can be taken back before") {
  stage s;
  s.perform_next(home_operation{});
  REQUIRE(s.got.reports.size() == 1);
  CHECK_FALSE(s.got.reports[0].error);
  s.perform(prepare_to_aspirate_operation{mount::left});  // refused: no pipette
  const auto lines = s.link.lines.size();
  s.perform_next(home_operation{});
  REQUIRE(s.got.reports.size() == 3);
  CHECK(s.got.reports[2].error->code == robot_error_code::halted);
  CHECK(s.link.lines.size() == lines);
  s.perform(load_pipette_operation{mount::left, "p300_single"});
  s.link.holds = true;
  s.perform(move_to(100));
  s.perform_next(move_to(200));
  s.ask_for(withdraw_atom_v);
  REQUIRE(s.got.withdrawn == std::vector{true});
  REQUIRE(s.got.reports.size() == 5);
  CHECK(s.got.reports[4].error->code == robot_error_code::halted);
  s.perform_next(move_to(300));
  while (s.got.reports.size() < 6) s.answer();
  s.ask_for(withdraw_atom_v);
  CHECK(s.got.withdrawn == std::vector{true, false});
  while (s.got.reports.size() < 7) s.answer();
  CHECK(s.got.reports[6].facts.at(mount::left).position->x_mm == Approx(300));
}

TEST_CASE("a halt that overtakes an operation on its way ends that one, too: so does one that its sender does not know of") {
  stage s;
  const auto lines = s.link.lines.size();
  caf::anon_send(s.asker, halt_atom_v, robot_operation{home_operation{}});
  s.world.settle();
  CHECK(s.got.halts == 1);
  REQUIRE(s.got.reports.size() == 1);
  REQUIRE(s.got.reports[0].error);
  CHECK(s.got.reports[0].error->code == robot_error_code::halted);
  CHECK(s.link.lines.size() == lines);
  s.perform(home_operation{});
  CHECK_FALSE(s.got.reports.at(1).error);
  s.got.robot_halts = 0;  // as somebody who has not heard of it
  s.perform(home_operation{});
  CHECK(s.got.reports.at(2).error->code == robot_error_code::halted);
  s.perform_next(home_operation{});
  CHECK(s.got.reports.at(3).error->code == robot_error_code::halted);
}

TEST_CASE("the first operation after a halt resets the board, whoever asks for it") {
  stage s;
  s.perform(home_operation{});
  s.halt();
  const auto lines = s.link.lines.size();
  s.perform(home_operation{});
  REQUIRE(s.got.reports.size() == 2);
  CHECK_FALSE(s.got.reports[1].error);
  CHECK(s.link.lines.at(lines) == "M999");
  CHECK(s.got.reports[1].facts.homed[index_of(motor_axis::y)]);
}

TEST_CASE("while the emergency stop is pressed nothing moves: released, the robot needs a home") {
  stage s;
  s.perform(home_operation{});
  s.perform(load_pipette_operation{mount::left, "p300_single"});
  s.link.holds = true;
  s.perform(move_to(100));
  s.press_estop(true);
  CHECK(s.got.estop_moves == 1);
  CHECK(s.link.halts == 1);
  REQUIRE(s.got.reports.size() == 3);
  CHECK(s.got.reports[2].error->code == robot_error_code::estop_engaged);
  CHECK(s.got.reports[2].facts.is_estop_engaged);
  s.link.holds = false;
  const auto lines = s.link.lines.size();
  s.ask_for(facts_atom_v);
  s.perform(home_operation{});
  s.perform(load_module_operation{"temperatureModuleV2", {}});
  s.press_estop(true);  // once more: no news
  CHECK(s.link.halts == 1);
  REQUIRE(s.got.reports.size() == 5);
  for (const auto i : {3u, 4u}) CHECK(s.got.reports[i].error->code == robot_error_code::estop_engaged);
  CHECK(s.link.lines.size() == lines);
  s.press_estop(false);
  s.perform(move_to(100));
  CHECK(s.got.reports.at(5).error->code == robot_error_code::position_unknown);
  s.perform(home_operation{});
  CHECK_FALSE(s.got.reports.at(6).error);
  CHECK_FALSE(s.got.reports[6].facts.is_estop_engaged);
  s.perform(move_to(100));
  CHECK_FALSE(s.got.reports.at(7).error);
}

TEST_CASE("whoever waits for the door hears of it once it stands otherwise, and at once where it does") {
  stage s;
  s.await_door(false);
  s.see_door(false);
  CHECK(s.got.doors.empty());
  s.see_door(true);
  CHECK(s.got.doors == std::vector{true});
  s.await_door(false);
  CHECK(s.got.doors == std::vector{true, true});
  s.await_door(true);
  s.see_door(true);
  CHECK(s.got.doors.size() == 2);
  s.see_door(false);
  CHECK(s.got.doors == std::vector{true, true, false});
}
