#include "actors/http_front_end.hpp"

#include <catch2/catch.hpp>

#include "tests/actors/actor_world.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

struct stage {
  stage() {
    front_end = spawn_http_front_end(world.system(), {board, world.clock(), world.maxima(), nullptr});
    world.settle();
  }
  ~stage() {
    caf::anon_send_exit(front_end, caf::exit_reason::kill);
    world.settle();
  }
  void tell(std::uint64_t sequence, event_body body) {
    caf::anon_send(front_end, event{sequence, "run", {}, 0, std::move(body)});
    world.settle();
  }

  actor_world world;
  std::shared_ptr<picture_board> board = std::make_shared<picture_board>(std::make_shared<read_model>());
  http_front_end_actor front_end;
};

}  // namespace

TEST_CASE("every event is in the next picture, and an old picture stays as it was") {
  stage s;
  s.tell(1, run_created{});
  const auto before = s.board->picture();
  s.tell(2, command_queued{"c", "k", "home", "{}", command_intent::none, {}});
  REQUIRE(before->find_run("run"));
  CHECK(before->find_run("run")->commands.size() == 0);
  CHECK(s.board->picture()->find_run("run")->commands.size() == 1);
  CHECK(s.board->picture()->last_sequence == 2);
}

TEST_CASE("the first picture with a terminal status has the whole log") {
  stage s;
  s.tell(1, run_created{});
  s.tell(2, action_accepted{"a", action_type::play});
  s.tell(3, command_queued{"c", "k", "home", "{}", command_intent::none, {}});
  s.tell(4, command_started{"c"});
  s.tell(5, command_succeeded{"c", "{}", "[]", 12});
  s.tell(6, run_ending{run_result::succeeded, {}});
  CHECK_FALSE(is_terminal(s.board->picture()->find_run("run")->status));
  s.tell(7, run_finished{});
  const auto picture = s.board->picture();
  CHECK(picture->find_run("run")->status == run_status::succeeded);
  CHECK(picture->find_run("run")->commands.at(0).status == command_status::succeeded);
  CHECK(picture->find_run("run")->timing->gaps.count() == 1);
}

TEST_CASE("a request waits for the engine to join, and is answered when its events are in the picture") {
  stage s;
  http_front_end_port port{s.front_end, s.board, s.world.maxima(), std::make_shared<module_window>(s.world.clock(), 1),
                           std::make_shared<verb_timing>()};
  auto accepted = port.submit(create_run_request{});
  s.world.settle();
  REQUIRE(accepted.wait_for(std::chrono::seconds{0}) == std::future_status::timeout);
  auto engine = s.world.system().spawn([&](engine_state_actor::pointer self) -> engine_state_actor::behavior_type {
    return {[](const std::vector<event>&) {},
            [self, &s](control_request&) {
              self->send(s.front_end, event{1, "run", {}, 0, run_created{}});
              return control_outcome{control_success{"run", {}, true}};
            },
            [](blink_atom, std::uint64_t) {}};
  });
  caf::anon_send(s.front_end, join_atom_v, caf::actor_cast<caf::strong_actor_ptr>(engine));
  s.world.settle();
  REQUIRE(accepted.wait_for(std::chrono::seconds{0}) == std::future_status::ready);
  CHECK(accepted.get()->id == "run");
  CHECK(s.board->picture()->find_run("run") != nullptr);
  caf::anon_send_exit(engine, caf::exit_reason::kill);
}

TEST_CASE("who waits for a picture is released by it, by the deadline, or by the end") {
  picture_board board{std::make_shared<read_model>()};
  const auto never = [](const read_model&) { return false; };
  CHECK(board.wait_until(never, std::chrono::steady_clock::now()) != nullptr);
  auto waiting = std::async(std::launch::async, [&] {
    return board.wait_until([](const read_model& picture) { return picture.last_sequence == 7; }, std::nullopt);
  });
  auto picture = std::make_shared<read_model>();
  picture->last_sequence = 7;
  board.publish(picture);
  CHECK(waiting.get()->last_sequence == 7);
  auto stuck = std::async(std::launch::async, [&] { return board.wait_until(never, std::nullopt); });
  board.close();
  CHECK(stuck.get() != nullptr);
}

TEST_CASE("what does not work is in the picture until it works again") {
  stage s;
  caf::anon_send(s.front_end, degraded_atom_v, std::vector<std::string>{"run store: disk full"});
  s.world.settle();
  CHECK(s.board->picture()->degraded.size() == 1);
  caf::anon_send(s.front_end, degraded_atom_v, std::vector<std::string>{});
  s.world.settle();
  CHECK(s.board->picture()->degraded.empty());
}
