// An engine's side of the links to its front ends: what each of them is sent, and when.

#include "actors/engine_gate.hpp"

#include <catch2/catch.hpp>

#include "actors/links.hpp"
#include "tests/actors/actor_world.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

event numbered(std::uint64_t sequence, std::string run_id = "run") {
  return {sequence, std::move(run_id), wall_time{std::chrono::microseconds{1000 + sequence}}, 0, command_started{"command"}};
}

/// A front end that keeps what it is sent, and says at once that it has folded it, unless it is slow.
struct front_end {
  front_end(actor_world& in, const engine_gate_actor& gate, std::string given_name, replica_position from = {},
            std::uint32_t version = link_version)
      : world(in), name(std::move(given_name)) {
    actor = world.system().spawn([this, gate, from, version](replica_actor::pointer self) -> replica_actor::behavior_type {
      self->request(gate, caf::infinite, link_atom_v, version, std::string{"1.2.3"}, name)
          .then([this, self, gate, from](const std::string& answer, const std::string&, std::int64_t) {
            refusal = answer;
            if (refusal.empty()) self->send(gate, follow_atom_v, from);
          });
      return {
          [this, self, gate](control_request& request) {
            auto promise = self->make_response_promise<control_outcome>();
            self->request(gate, caf::infinite, std::move(request))
                .then([this, promise](control_outcome& outcome, const engine_condition&) mutable {
                  events_at_answer = events.size();
                  promise.deliver(std::move(outcome));
                });
            return promise;
          },
          [this, self](const event_batch& batch) -> caf::result<void> {
            batches.push_back(batch);
            events.insert(events.end(), batch.events.begin(), batch.events.end());
            if (!is_slow) return caf::unit;
            unfolded.push_back(self->make_response_promise<void>());
            return unfolded.back();
          },
          [this](tell_atom, const std::string& why) {  // the test has it catch up by an empty one
            if (!why.empty()) turned_away = why;
            for (auto& promise : std::exchange(unfolded, {})) promise.deliver();
          },
      };
    });
    world.settle();
  }
  ~front_end() { leave(); }
  void leave() {
    if (!actor) return;
    caf::anon_send_exit(actor, caf::exit_reason::kill);
    actor = replica_actor{};
    world.settle();
  }
  void fold_one_batch() {
    caf::anon_send(actor, tell_atom_v, std::string{});
    world.settle();
  }
  /// Where it would go on after a loss.
  replica_position position() const {
    replica_position found{0, 0, batches.back().source, batches.back().unkept};
    for (const auto& what : events)
      if (what.sequence != 0) found.sequence = what.sequence, found.at_us = what.at.time_since_epoch().count();
    return found;
  }

  actor_world& world;
  std::string name;
  replica_actor actor;
  std::string refusal, turned_away;
  bool is_slow = false;
  std::vector<event_batch> batches;
  std::vector<event> events;
  std::vector<caf::typed_response_promise<void>> unfolded;
  std::size_t events_at_answer = 0;
};

struct stage {
  explicit stage(std::uint64_t already_there = 0) {
    for (std::uint64_t i = 1; i <= already_there; ++i) journal.push_back(numbered(i));
    store = world.system().spawn([this]() -> run_store_actor::behavior_type {
      return {
          [this](std::vector<event>& events) { journal.insert(journal.end(), events.begin(), events.end()); },
          [](commit_atom) {},
          [](sync_atom) {},
          [](flush_atom) {},
          [this](replay_atom, std::uint64_t after, std::uint64_t limit) -> caf::result<std::vector<event>> {
            ++replays;
            if (is_journal_lost) return caf::make_error(caf::sec::runtime_error, std::string{"the disk is gone"});
            std::vector<event> found;
            for (const auto& what : journal)
              if (what.sequence > after && found.size() < limit) found.push_back(what);
            return found;
          },
      };
    });
    gate = spawn_engine_gate(world.system(),
                             {store, std::make_shared<picture_board>(std::make_shared<read_model>()),
                              std::make_shared<module_window>(world.clock(), 0), world.clock(), "Ada", already_there});
    engine = world.system().spawn([this](control_actor::pointer self) -> control_actor::behavior_type {
      return {[this, self](const control_request&) {
        self->send(gate, event{next(), "run", {}, 0, command_started{"caused"}});
        return control_outcome{control_success{"done", {}, true}};
      }};
    });
    caf::anon_send(gate, join_atom_v, caf::actor_cast<caf::strong_actor_ptr>(engine));
    world.settle();
  }
  ~stage() {
    caf::anon_send_exit(store, caf::exit_reason::kill);
    caf::anon_send_exit(gate, caf::exit_reason::kill);
    caf::anon_send_exit(engine, caf::exit_reason::kill);
    world.settle();
  }
  std::uint64_t next() { return journal.empty() ? 1 : journal.back().sequence + 1; }
  // In the order in which an engine tells them.
  void happen(std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      const auto what = numbered(next());
      caf::anon_send(gate, what);
      caf::anon_send(store, std::vector{what});
      world.settle();
    }
  }
  void happen_unkept(const std::string& run_id, event_body body) {
    caf::anon_send(gate, event{0, run_id, {}, 0, std::move(body)});
    world.settle();
  }

  actor_world world;
  std::vector<event> journal;
  int replays = 0;
  bool is_journal_lost = false;
  run_store_actor store;
  engine_gate_actor gate;
  control_actor engine;
};

// All from `first` on, each once.
void check_sequence(const std::vector<event>& events, std::uint64_t first, std::uint64_t last) {
  REQUIRE(events.size() == last - first + 1);
  for (std::size_t i = 0; i < events.size(); ++i) REQUIRE(events[i].sequence == first + i);
}

}  // namespace

TEST_CASE("a front end is sent all that was, in batches, and then all that comes") {
  stage s{3000};
  front_end office{s.world, s.gate, "office"};
  check_sequence(office.events, 1, 3000);
  CHECK(office.batches.front().begins_anew);
  for (const auto& batch : office.batches) {
    CHECK(batch.events.size() <= events_per_batch);
    CHECK(batch.is_complete == (&batch == &office.batches.back()));
  }
  s.happen(10);
  check_sequence(office.events, 1, 3010);
  CHECK(office.batches.back().is_complete);
}

TEST_CASE("several front ends are sent the same") {
  stage s{100};
  front_end one{s.world, s.gate, "one"}, two{s.world, s.gate, "two"};
  s.happen(5);
  check_sequence(one.events, 1, 105);
  check_sequence(two.events, 1, 105);
}

TEST_CASE("a front end that folds nothing has one batch on its way, and later gets the rest from the journal") {
  stage s;
  front_end office{s.world, s.gate, "office"};
  office.is_slow = true;
  s.happen(3000);
  CHECK(office.events.size() == 1);
  CHECK(s.replays == 0);
  for (int i = 0; i < 20; ++i) office.fold_one_batch();
  check_sequence(office.events, 1, 3000);
  CHECK(s.replays > 0);
}

TEST_CASE("one that comes again goes on after its last event") {
  stage s{50};
  front_end office{s.world, s.gate, "office"};
  const auto position = office.position();
  office.leave();
  s.happen(2000);
  front_end again{s.world, s.gate, "office", position};
  check_sequence(again.events, 51, 2050);
  for (const auto& batch : again.batches) CHECK_FALSE(batch.begins_anew);
}

TEST_CASE("who missed little needs no journal") {
  stage s;
  front_end office{s.world, s.gate, "office"};
  s.happen(10);
  const auto position = office.position();
  office.leave();
  s.happen(100);
  s.is_journal_lost = true;
  front_end again{s.world, s.gate, "office", position};
  check_sequence(again.events, 11, 110);
}

TEST_CASE("one that followed another journal begins anew") {
  stage s{50};
  auto of_another = GENERATE(replica_position{20, 1, "source", 0}, replica_position{900, 1900, "source", 0});
  front_end office{s.world, s.gate, "office", of_another};
  check_sequence(office.events, 1, 50);
  CHECK(office.batches.front().begins_anew);
}

TEST_CASE("runs that were deleted are missing in the journal, and nothing waits for them") {
  stage s{3000};
  std::erase_if(s.journal, [](const event& what) { return what.sequence % 100 > 2 && what.sequence < 2990; });
  front_end office{s.world, s.gate, "office"};
  CHECK(office.events.size() == s.journal.size());
  CHECK(office.batches.back().is_complete);
  s.happen(1);
  CHECK(office.events.back().sequence == 3001);
}

TEST_CASE("runs that are not journalled are followed, too, each event once") {
  stage s{10};
  front_end office{s.world, s.gate, "office"};
  s.happen_unkept("upkeep", run_created{std::nullopt, "[]", run_kind::maintenance});
  s.happen_unkept("upkeep", command_started{"home"});
  CHECK(office.events.size() == 12);
  const auto position = office.position();
  office.leave();
  s.happen_unkept("upkeep", command_succeeded{"home", "{}", "[]", std::nullopt});
  front_end again{s.world, s.gate, "office", position};
  REQUIRE(again.events.size() == 1);
  CHECK(std::holds_alternative<command_succeeded>(again.events[0].body));
  auto after_restart = position;
  after_restart.source = "an engine that ended";
  front_end other{s.world, s.gate, "other", after_restart};
  CHECK(other.batches.front().forgets_unkept);
  CHECK(other.events.size() == 3);
  s.happen_unkept("upkeep", run_deleted{});
  front_end late{s.world, s.gate, "late"};
  CHECK(late.events.size() == 11);
  CHECK(std::holds_alternative<run_deleted>(late.events.back().body));
}

TEST_CASE("an answer leaves behind the events that it came from") {
  stage s;
  front_end office{s.world, s.gate, "office"};
  office.is_slow = true;
  s.happen(600);
  caf::anon_send(office.actor, control_request{patch_run_request{"run", true}});
  s.world.settle();
  CHECK(office.events_at_answer == 0);
  for (int i = 0; i < 5; ++i) office.fold_one_batch();
  CHECK(office.events_at_answer == 601);
}

TEST_CASE(
    "a front end of another release, or with a name that is taken, is refused: a name is free again when its owner has gone") {
  stage s;
  front_end old{s.world, s.gate, "old", {}, link_version + 1};
  CHECK(old.refusal.find("both nodes need the same release") != std::string::npos);
  front_end office{s.world, s.gate, "office"}, twin{s.world, s.gate, "office"};
  CHECK(office.refusal.empty());
  CHECK(twin.refusal == "the name office is taken");
  s.happen(1);
  CHECK(twin.events.empty());
  office.leave();
  front_end next{s.world, s.gate, "office"};
  CHECK(next.refusal.empty());
}

TEST_CASE("a front end is told when the journal cannot give it what it misses") {
  stage s{10};
  s.is_journal_lost = true;
  front_end office{s.world, s.gate, "office"};
  CHECK(office.turned_away == "the disk is gone");
}
