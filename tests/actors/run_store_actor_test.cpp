#include "actors/run_store_actor.hpp"

#include <catch2/catch.hpp>

#include "tests/actors/actor_world.hpp"
#include "tests/support/server_process.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

struct stage {
  explicit stage(run_store_options options = {}) {
    auto opened = run_store::open(directory.path(), options);
    REQUIRE(opened);
    front_end = world.system().spawn([this](http_front_end_actor::pointer) -> http_front_end_actor::behavior_type {
      return {[](join_atom, const caf::strong_actor_ptr&) {},
              [](const event&) {},
              [](const event_batch&) {},
              [](control_ticket&) {},
              [this](degraded_atom, std::vector<std::string>& reasons) { marks.push_back(std::move(reasons)); },
              [](shutdown_atom) {}};
    });
    store = world.system().spawn<run_store_actor::stateful_impl<run_store_state>>(
        run_store_setup{std::make_unique<run_store>(std::move(*opened)), {}, front_end, world.maxima()});
    world.settle();
  }
  ~stage() { end(); }
  void end() {
    caf::anon_send_exit(store, caf::exit_reason::kill);
    caf::anon_send_exit(front_end, caf::exit_reason::kill);
    store = run_store_actor{};
    front_end = http_front_end_actor{};
    world.settle();
  }
  event next(std::size_t size) {
    return {++last_sequence, "run", {}, 0, command_queued{"c", "k", "comment", '"' + std::string(size, 'x') + '"', {}, {}}};
  }
  void tell(std::size_t size = 1) { caf::anon_send(store, std::vector{next(size)}); }
  std::size_t stored() {
    end();
    const auto reopened = run_store::open(directory.path());
    REQUIRE(reopened);
    std::size_t count = 0;
    REQUIRE(reopened->load([&](const event&) { ++count; }));
    return count;
  }

  temporary_directory directory;
  actor_world world;
  std::vector<std::vector<std::string>> marks;
  std::uint64_t last_sequence = 0;
  http_front_end_actor front_end;
  run_store_actor store;
};

}  // namespace

TEST_CASE("events are written within a commit interval, without being asked") {
  stage s;
  for (int i = 0; i < 10; ++i) s.tell();
  s.world.settle();
  s.world.pass(commit_interval);
  CHECK(s.stored() == 10);
}

TEST_CASE("a flush writes what has gathered") {
  stage s;
  for (int i = 0; i < 3; ++i) s.tell();
  caf::anon_send(s.store, flush_atom_v);
  s.world.settle();
  CHECK(s.stored() == 3);
}

TEST_CASE("a full disk is a mark, not an end: events wait and nothing is lost or doubled") {
  stage s{{.max_pages = 12}};
  for (int i = 0; i < 20; ++i) s.tell(4000);
  s.world.settle();
  s.world.pass(commit_interval);
  REQUIRE(s.marks.size() == 1);
  CHECK(s.marks[0][0].find("run store: ") == 0);
  // Tried again, refused again: still one mark, and the actor lives.
  s.world.pass(retry_interval);
  CHECK(s.marks.size() == 1);
  s.tell();
  caf::anon_send(s.store, flush_atom_v);
  s.world.settle();
  CHECK(s.stored() == 0);
}

TEST_CASE("who misses events gets them in order, those that the disk refuses as well") {
  stage s{{.max_pages = 12}};
  for (int i = 0; i < 40; ++i) s.tell();
  std::vector<std::uint64_t> got;
  const auto asker = s.world.system().spawn([&](caf::event_based_actor* self) {
    self->request(s.store, caf::infinite, replay_atom_v, std::uint64_t{3}, std::uint64_t{30})
        .then([&](const std::vector<event>& found) {
          for (const auto& what : found) got.push_back(what.sequence);
        });
  });
  s.world.settle();
  REQUIRE(got.size() == 30);
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == 4 + i);
}

TEST_CASE("a store that could not be opened says so once and swallows events") {
  actor_world world;
  std::vector<std::vector<std::string>> marks;
  auto front_end = world.system().spawn([&](http_front_end_actor::pointer) -> http_front_end_actor::behavior_type {
    return {[](join_atom, const caf::strong_actor_ptr&) {},
            [](const event&) {},
            [](const event_batch&) {},
            [](control_ticket&) {},
            [&](degraded_atom, std::vector<std::string>& reasons) { marks.push_back(std::move(reasons)); },
            [](shutdown_atom) {}};
  });
  auto store = world.system().spawn<run_store_actor::stateful_impl<run_store_state>>(
      run_store_setup{nullptr, "cannot open", front_end, world.maxima()});
  caf::anon_send(store, std::vector{event{1, "run", {}, 0, run_created{}}});
  world.settle();
  REQUIRE(marks.size() == 1);
  CHECK(marks[0][0] == "run store: cannot open");
  caf::anon_send_exit(store, caf::exit_reason::kill);
  caf::anon_send_exit(front_end, caf::exit_reason::kill);
  world.settle();
}
