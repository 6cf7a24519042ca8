#include "actors/engine_state.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/actors/actor_world.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

/// An engine between a front end and a store that only listen; its executors do what the test says.
struct stage {
  explicit stage(std::shared_ptr<const std::vector<event>> history = nullptr) {
    engine_state_setup setup;
    setup.spawn_executor = [this](run_order order) { return spawn_executor(std::move(order)); };
    setup.store = world.system().spawn([this](run_store_actor::pointer) -> run_store_actor::behavior_type {
      return {[this](std::vector<event>& events) { stored.insert(stored.end(), events.begin(), events.end()); },
              [](commit_atom) {}, [](sync_atom) {}, [this](flush_atom) { ++flushes; },
              [](replay_atom, std::uint64_t, std::uint64_t) { return std::vector<event>{}; }};
    });
    setup.front_end = world.system().spawn([this](http_front_end_actor::pointer) -> http_front_end_actor::behavior_type {
      return {[](join_atom, const caf::strong_actor_ptr&) {},
              [this](event& what) { shown.push_back(std::move(what)); },
              [](const event_batch&) {},
              [](control_ticket&) {},
              [](degraded_atom, const std::vector<std::string>&) {},
              [](shutdown_atom) {}};
    });
    setup.analyser = world.system().spawn([](protocol_analyser_actor::pointer) -> protocol_analyser_actor::behavior_type {
      return {[](const analysis_order& order) { return analysis_completed{order.protocol_id, order.analysis_id, "{}"}; }};
    });
    setup.clock = world.clock();
    setup.maxima = world.maxima();
    if (history) setup.last_sequence = history->back().sequence;
    setup.history = std::move(history);
    store = setup.store;
    front_end = setup.front_end;
    analyser = setup.analyser;
    engine = spawn_engine_state(world.system(), std::move(setup));
    world.settle();
  }
  ~stage() {
    for (const auto& executor : executors) caf::anon_send_exit(executor, caf::exit_reason::kill);
    caf::anon_send_exit(engine, caf::exit_reason::kill);
    caf::anon_send_exit(store, caf::exit_reason::kill);
    caf::anon_send_exit(front_end, caf::exit_reason::kill);
    caf::anon_send_exit(analyser, caf::exit_reason::kill);
    world.settle();
  }

  protocol_executor_actor spawn_executor(run_order order) {
    const auto run_id = order.run_id;
    const auto home = order.engine;
    executors.push_back(world.system().spawn(
        [this, run_id, home](protocol_executor_actor::pointer self) -> protocol_executor_actor::behavior_type {
          return {[](ready_atom) {},
                  [this, self, run_id, home](const action_order& wanted) {
                    if (!accepts) return action_outcome{false, {}, "too late"};
                    self->send(home, std::vector{event{0, run_id, {}, 0, action_accepted{wanted.action_id, wanted.action}}});
                    return action_outcome{true, "then", {}};
                  },
                  [this](const command_order&) { return accepts; },
                  [](const deck_addition&) {},
                  [](look_at_door_atom, bool) {},
                  [](halted_atom, const robot_error&) {},
                  [self](discard_atom) { self->quit(); },
                  [self](shutdown_atom) { self->quit(); },
                  [](advance_atom) {},
                  [](flush_atom) {},
                  [](wait_over_atom, std::uint64_t) {},
                  [](const script_call&) {},
                  [](const script_end&) {}};
        }));
    return executors.back();
  }

  control_outcome ask(control_request request) {
    std::optional<control_outcome> outcome;
    auto asker = world.system().spawn([&](caf::event_based_actor* self) {
      self->request(engine, caf::infinite, request).then([&](control_outcome& answer) { outcome = std::move(answer); });
    });
    world.settle();
    REQUIRE(outcome);
    return *outcome;
  }
  std::string create() { return std::get<control_success>(ask(create_run_request{})).id; }
  control_refusal refusal(control_request request) {
    auto outcome = ask(std::move(request));
    REQUIRE(std::holds_alternative<control_refusal>(outcome));
    return std::get<control_refusal>(outcome);
  }
  bool succeeds(control_request request) { return std::holds_alternative<control_success>(ask(std::move(request))); }
  void tell(const std::string& run_id, event_body body) {
    caf::anon_send(engine, std::vector{event{0, run_id, {}, 0, std::move(body)}});
    world.settle();
  }
  std::string add_protocol(const std::string& content) {
    protocol_added description;
    description.content_hash = content;
    description.files = {{"p.json", "main", content}};
    return std::get<control_success>(ask(add_protocol_request{description, std::make_shared<json_protocol>()})).id;
  }
  template <class Body>
  std::size_t count() const {
    return static_cast<std::size_t>(
        std::count_if(shown.begin(), shown.end(), [](const event& what) { return std::holds_alternative<Body>(what.body); }));
  }

  actor_world world;
  std::vector<event> stored, shown;
  std::vector<protocol_executor_actor> executors;
  std::size_t flushes = 0;
  bool accepts = true;
  run_store_actor store;
  http_front_end_actor front_end;
  protocol_analyser_actor analyser;
  engine_state_actor engine;
};

}  // namespace

TEST_CASE("events are numbered without a gap, and store and front end get the same") {
  stage s;
  const auto run_id = s.create();
  s.ask(run_action_request{run_id, action_type::play});
  s.tell(run_id, command_queued{"c", "k", "home", "{}", command_intent::none, {}});
  REQUIRE(s.shown.size() == s.stored.size());
  for (std::size_t i = 0; i < s.shown.size(); ++i) {
    CHECK(s.shown[i].sequence == i + 1);
    CHECK(s.stored[i].sequence == i + 1);
  }
}

TEST_CASE("there is one current run: a busy one refuses a second, an idle or finished one gives way") {
  stage s;
  const auto first = s.create();
  const auto second = s.create();
  CHECK(s.count<run_archived>() == 1);
  s.ask(run_action_request{second, action_type::play});
  const auto refused = s.refusal(create_run_request{});
  CHECK(refused.error_id == "RunAlreadyActive");
  CHECK(refused.error_code == "4001");
  s.tell(second, run_ending{run_result::succeeded, {}});
  CHECK(s.refusal(create_run_request{}).status == 409);
  s.tell(second, run_finished{});
  CHECK(s.create() != first);
}

TEST_CASE("actions: the table decides, the executor has the last word, and after the end the engine answers itself") {
  stage s;
  const auto run_id = s.create();
  CHECK(s.refusal(run_action_request{run_id, action_type::pause}).error_code == "3000");
  CHECK(s.refusal(run_action_request{run_id, action_type::resume_from_recovery}).error_id == "RunActionNotAllowed");
  CHECK(s.refusal(run_action_request{"nobody", action_type::play}).error_id == "RunNotFound");
  CHECK(s.succeeds(run_action_request{run_id, action_type::play}));
  s.accepts = false;
  CHECK(s.refusal(run_action_request{run_id, action_type::pause}).detail == "too late");
  s.tell(run_id, run_ending{run_result::succeeded, {}});
  s.tell(run_id, run_finished{});
  const auto accepted = s.count<action_accepted>();
  CHECK(s.succeeds(run_action_request{run_id, action_type::stop}));
  CHECK(s.count<action_accepted>() == accepted + 1);
  CHECK(s.refusal(run_action_request{run_id, action_type::play}).detail == "The run has already stopped.");
  s.create();
  CHECK(s.refusal(run_action_request{run_id, action_type::stop}).error_id == "RunStopped");
}

TEST_CASE("commands are refused once the run is over, and setup commands once it was played") {
  stage s;
  const auto run_id = s.create();
  CHECK(s.succeeds(post_command_request{run_id, "comment", "{}", command_intent::setup, {}, {}}));
  s.ask(run_action_request{run_id, action_type::play});
  CHECK(s.refusal(post_command_request{run_id, "comment", "{}", command_intent::setup, {}, {}}).error_id ==
        "SetupCommandNotAllowed");
  CHECK(s.succeeds(post_command_request{run_id, "comment", "{}", command_intent::protocol, {}, {}}));
  s.accepts = false;
  CHECK(s.refusal(post_command_request{run_id, "comment", "{}", command_intent::protocol, {}, {}}).error_id == "RunStopped");
  s.tell(run_id, run_ending{run_result::stopped, {}});
  CHECK(s.refusal(post_command_request{run_id, "comment", "{}", command_intent::protocol, {}, {}}).error_id == "RunStopped");
}

TEST_CASE("patch and delete keep a busy run, and archive or delete any other") {
  stage s;
  const auto run_id = s.create();
  CHECK(s.refusal(patch_run_request{"nobody", true}).error_id == "RunStopped");
  CHECK(s.succeeds(patch_run_request{run_id, false}));
  CHECK(s.count<run_archived>() == 0);
  s.ask(run_action_request{run_id, action_type::play});
  CHECK(s.refusal(patch_run_request{run_id, true}).error_id == "RunNotIdle");
  CHECK(s.refusal(delete_run_request{run_id}).error_id == "RunNotIdle");
  s.tell(run_id, run_ending{run_result::stopped, {}});
  s.tell(run_id, run_finished{});
  CHECK(s.succeeds(delete_run_request{run_id}));
  CHECK(s.refusal(delete_run_request{run_id}).error_id == "RunNotFound");
}

TEST_CASE("an executor that dies leaves a finished run, with the command in hand of unknown outcome") {
  stage s;
  const auto run_id = s.create();
  s.ask(run_action_request{run_id, action_type::play});
  s.tell(run_id, command_queued{"c", "k", "home", "{}", command_intent::none, {}});
  s.tell(run_id, command_started{"c"});
  caf::anon_send_exit(s.executors.back(), caf::exit_reason::kill);
  s.world.settle();
  CHECK(s.count<command_failed>() == 1);
  CHECK(s.count<run_finished>() == 1);
  CHECK(s.succeeds(create_run_request{}));
}

TEST_CASE("only twenty runs are kept, and the oldest go even if the new one is refused") {
  stage s;
  for (std::size_t i = 0; i < maximum_runs; ++i) s.create();
  CHECK(s.count<run_deleted>() == 0);
  const auto last = s.create();
  CHECK(s.count<run_deleted>() == 1);
  s.ask(run_action_request{last, action_type::play});
  s.refusal(create_run_request{});
  CHECK(s.count<run_deleted>() == 2);
}

TEST_CASE("the same files are one protocol: five unused ones are kept: a used one is not deleted") {
  stage s;
  const auto first = s.add_protocol("a");
  CHECK(s.add_protocol("a") == first);
  CHECK(s.count<protocol_added>() == 1);
  CHECK(s.count<analysis_completed>() == 1);
  const std::string run_id = std::get<control_success>(s.ask(create_run_request{first, "[]"})).id;
  CHECK(s.refusal(delete_protocol_request{first}).error_id == "ProtocolUsedByRun");
  for (const auto* content : {"b", "c", "d", "e", "f"}) s.add_protocol(content);
  CHECK(s.count<protocol_deleted>() == 0);
  s.add_protocol("g");
  CHECK(s.count<protocol_deleted>() == 1);
  CHECK(s.add_protocol("a") == first);
  CHECK(s.refusal(create_run_request{std::string{"nobody"}, "[]"}).error_id == "ProtocolNotFound");
}

TEST_CASE("an analysis is made anew only when asked for with force") {
  stage s;
  const auto protocol_id = s.add_protocol("a");
  CHECK_FALSE(std::get<control_success>(s.ask(analyse_request{protocol_id, false})).is_new);
  CHECK(std::get<control_success>(s.ask(analyse_request{protocol_id, true})).is_new);
  CHECK(s.count<analysis_started>() == 2);
}

TEST_CASE("an engine goes on where the journal ends: numbers, runs and pending analyses") {
  auto history = std::make_shared<std::vector<event>>();
  const auto add = [&](const char* run_id, event_body body) {
    history->push_back({history->size() + 1, run_id, {}, 0, std::move(body)});
  };
  add("old run", run_created{});
  add("old run", run_archived{});
  protocol_added description;
  description.protocol_id = "p";
  description.files = {{"p.json", "main", "{}"}};
  add("", description);
  add("", analysis_started{"p", "a"});
  stage s{history};
  CHECK(s.refusal(run_action_request{"old run", action_type::play}).error_id == "RunStopped");
  CHECK(s.refusal(create_run_request{std::string{"p"}, "[]"}).error_id == "ProtocolFilesInvalid");
  s.create();
  REQUIRE_FALSE(s.stored.empty());
  CHECK(s.stored.front().sequence == 5);
}

TEST_CASE("a shutdown flushes the store before it is answered") {
  stage s;
  s.create();
  CHECK(s.succeeds(shutdown_request{}));
  CHECK(s.flushes == 1);
}
