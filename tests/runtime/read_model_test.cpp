#include "runtime/read_model.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "event_samples.hpp"

using namespace deckhand;
using nlohmann::json;

namespace {

/// One run that events are told of, and the picture after each.
struct told_run {
  event_maker make;
  read_model_builder builder;

  told_run() { tell(run_created{}); }
  void tell(event_body body) { builder.apply(make("run", std::move(body))); }
  read_model_ptr picture() const { return builder.publish(); }
  std::shared_ptr<const run_view> view() const { return builder.publish()->runs.at(0); }
  json run() const { return json::parse(*view()->run_json); }
  json command(std::size_t index) const { return json::parse(view()->commands.at(index).full_json()); }
  std::string now() const { return to_iso8601(event_maker::start() + std::chrono::milliseconds{make.last_sequence()}); }
};

const action_accepted play{"play-1", action_type::play};

}  // namespace

TEST_CASE("an idle run has all of its fields and none too many") {
  read_model_builder builder;
  event_maker make;
  builder.apply(make("run", run_created{"protocol", R"([{"id":"volume"}])"}));
  const auto expected =
      json::parse(R"({"id":"run","ok":true,"createdAt":"2026-01-31T09:30:00.001000+00:00","status":"idle","current":true,
    "actions":[],"errors":[],"hasEverEnteredErrorRecovery":false,"pipettes":[],"modules":[],"labware":[],"liquids":[],
    "labwareOffsets":[],"runTimeParameters":[{"id":"volume"}],"outputFileIds":[],"protocolId":"protocol"})");
  const auto picture = builder.publish();
  CHECK(json::parse(*picture->runs.at(0)->run_json) == expected);
  CHECK(*picture->protocol_of_run.at("run") == "protocol");
  CHECK(picture->last_sequence == 1);
  CHECK(picture->current_run() == picture->find_run("run"));
  CHECK(picture->find_run("other") == nullptr);
}

TEST_CASE("a run's times and actions are those of the events") {
  told_run run;
  run.tell(play);
  const auto started_at = run.now();
  run.tell(action_accepted{"pause-1", action_type::pause});
  run.tell(run_paused{true});
  CHECK(run.run()["status"] == "paused");
  run.tell(action_accepted{"play-2", action_type::play});
  run.tell(run_paused{false});
  run.tell(run_ending{run_result::succeeded, std::nullopt});
  CHECK(run.run()["status"] == "finishing");
  CHECK_FALSE(run.run().contains("completedAt"));
  run.tell(run_finished{});
  const auto completed_at = run.now();
  run.tell(run_archived{});
  const auto shown = run.run();
  CHECK(shown["status"] == "succeeded");
  CHECK(shown["current"] == false);
  CHECK(shown["startedAt"] == started_at);
  CHECK(shown["completedAt"] == completed_at);
  REQUIRE(shown["actions"].size() == 3);
  CHECK(shown["actions"][0] == json{{"id", "play-1"}, {"createdAt", started_at}, {"actionType", "play"}});
  CHECK(shown["actions"][1]["actionType"] == "pause");
}

TEST_CASE("a run that was never played has no start, but an end") {
  told_run stopped;
  stopped.tell(action_accepted{"stop-1", action_type::stop});
  stopped.tell(run_ending{run_result::stopped, std::nullopt});
  stopped.tell(run_finished{});
  const auto completed_at = stopped.now();
  stopped.tell(play);  // accepted, without effect
  CHECK(stopped.run()["status"] == "stopped");
  CHECK(stopped.run()["completedAt"] == completed_at);
  CHECK_FALSE(stopped.run().contains("startedAt"));
  CHECK(stopped.run()["current"] == true);

  told_run archived;
  archived.tell(queued("home"));
  archived.tell(run_archived{});
  CHECK(archived.run()["status"] == "stopped");
  CHECK(archived.run()["completedAt"] == archived.now());
  CHECK_FALSE(archived.run().contains("startedAt"));
  CHECK(archived.command(0)["status"] == "queued");
}

TEST_CASE("a run shows at most one error") {
  const std::string own = R"({"id":"e1"})", other = R"({"id":"e2"})";
  const auto errors = [](std::optional<std::string> of_run, std::optional<std::string> of_finish) {
    told_run run;
    run.tell(play);
    run.tell(run_ending{run_result::failed, std::move(of_run)});
    run.tell(run_ending{run_result::stopped, R"({"id":"late"})"});
    run.tell(run_finished{std::move(of_finish)});
    CHECK(run.run()["status"] == "failed");
    return run.run()["errors"];
  };
  CHECK(errors({}, {}) == json::array());
  CHECK(errors(own, {}) == json::parse("[" + own + "]"));
  CHECK(errors({}, other) == json::parse("[" + other + "]"));
  const auto both = errors(own, other);
  REQUIRE(both.size() == 1);
  CHECK(both[0]["errorType"] == "RunAndFinishFailed");
  CHECK(both[0]["wrappedErrors"] == json::parse("[" + own + "," + other + "]"));
  CHECK(both[0].size() == 8);
}

TEST_CASE("entities appear in the order they came and are replaced by what is newer") {
  told_run run;
  run.tell(entity_changed{entity_kind::labware, "a", R"({"id":"a","location":"offDeck"})"});
  run.tell(entity_changed{entity_kind::labware, "b", R"({"id":"b"})"});
  run.tell(entity_changed{entity_kind::labware, "a", R"({"id":"a","location":{"slotName":"3"}})"});
  run.tell(entity_changed{entity_kind::pipette, "a", R"({"id":"p"})"});
  run.tell(entity_changed{entity_kind::module_, "m", R"({"id":"m"})"});
  run.tell(entity_changed{entity_kind::liquid, "l", R"({"id":"l"})"});
  run.tell(entity_changed{entity_kind::labware_offset, "o", R"({"id":"o"})"});
  const auto shown = run.run();
  CHECK(shown["labware"] == json::parse(R"([{"id":"a","location":{"slotName":"3"}},{"id":"b"}])"));
  CHECK(shown["pipettes"] == json::parse(R"([{"id":"p"}])"));
  CHECK(shown["modules"] == json::parse(R"([{"id":"m"}])"));
  CHECK(shown["liquids"] == json::parse(R"([{"id":"l"}])"));
  CHECK(shown["labwareOffsets"] == json::parse(R"([{"id":"o"}])"));
}

TEST_CASE("commands do not touch the run's own text") {
  told_run run;
  run.tell(play);
  const auto before = run.view()->run_json;
  run.tell(queued("c"));
  run.tell(command_started{"c"});
  run.tell(succeeded("c"));
  CHECK(run.view()->run_json == before);
  run.tell(run_paused{true});
  CHECK(run.view()->run_json != before);
}

TEST_CASE("a command's entry follows its events") {
  told_run run;
  run.tell(queued("c", command_intent::setup));
  const auto created_at = run.now();
  auto expected = json{{"id", "c"},          {"key", "key of c"},       {"commandType", "comment"},        {"intent", "setup"},
                       {"status", "queued"}, {"createdAt", created_at}, {"params", {{"message", "hello"}}}};
  CHECK(run.command(0) == expected);
  run.tell(command_started{"c"});
  expected["status"] = "running";
  expected["startedAt"] = run.now();
  CHECK(run.command(0) == expected);
  run.tell(succeeded("c"));
  expected["status"] = "succeeded";
  expected["completedAt"] = run.now();
  expected["notes"] = json::array();
  const auto view = run.view();
  CHECK(json::parse(view->commands.at(0).summary_json) == expected);
  expected["result"] = {{"volume", 1.5}};
  CHECK(run.command(0) == expected);
  CHECK(view->commands.at(0).created_at == created_at);
  CHECK(view->timing->gaps.count() == 1);
  CHECK(view->timing->gaps.max_us() == 40);
}

TEST_CASE("a failed command shows its error, and a given-up one neither error nor notes nor a start") {
  told_run run;
  run.tell(play);
  for (const std::string id : {"a", "b"}) run.tell(queued(id));
  run.tell(command_started{"a"});
  run.tell(failed("a", R"({"id":"e"})"));
  run.tell(given_up("b"));
  CHECK(run.command(0)["error"] == json::parse(R"({"id":"e"})"));
  CHECK(run.command(0)["notes"] == json::array());
  CHECK(run.command(1)["status"] == "failed");
  CHECK(run.command(1)["completedAt"] == run.now());
  for (const char* absent : {"error", "notes", "startedAt", "result", "intent"}) CHECK_FALSE(run.command(1).contains(absent));
  const auto view = run.view();
  REQUIRE(view->command_errors.size() == 1);
  CHECK(view->command_errors.at(0) == R"({"id":"e"})");
  CHECK(view->first_failed_index == 0);
}

TEST_CASE("the places that pages start from") {
  told_run run;
  CHECK_FALSE(run.view()->running_index);
  CHECK_FALSE(run.view()->first_queued_index);
  CHECK_FALSE(run.view()->last_finished_index);
  run.tell(queued("setup", command_intent::setup));
  CHECK_FALSE(run.view()->first_queued_index);
  run.tell(queued("first", command_intent::protocol));
  run.tell(queued("second"));
  CHECK(run.view()->first_queued_index == 1);
  run.tell(command_started{"setup"});
  CHECK(run.view()->running_index == 0);
  run.tell(failed("setup", "{}"));
  CHECK_FALSE(run.view()->running_index);
  CHECK(run.view()->last_finished_index == 0);
  CHECK_FALSE(run.view()->first_failed_index);
  CHECK(run.view()->command_errors.size() == 1);
  run.tell(play);
  run.tell(command_started{"first"});
  CHECK(run.view()->running_index == 1);
  CHECK(run.view()->first_queued_index == 2);
  run.tell(succeeded("first"));
  run.tell(command_started{"second"});
  CHECK_FALSE(run.view()->first_queued_index);
  run.tell(failed("second", "{}"));
  CHECK(run.view()->last_finished_index == 2);
  CHECK(run.view()->first_failed_index == 2);
}

TEST_CASE("a picture stays as it was when the builder goes on") {
  told_run run;
  run.tell(queued("a"));
  const auto before = run.picture();
  const auto text = text_of(*before);
  run.tell(command_started{"a"});
  run.tell(queued("b"));
  run.tell(play);
  CHECK(text_of(*before) == text);
  CHECK(before->runs[0]->index_of("a") == 0);
  CHECK_FALSE(before->runs[0]->index_of("b"));
  CHECK(run.view()->index_of("b") == 1);
  CHECK_FALSE(run.view()->index_of("c"));
  CHECK(run.view() == run.view());  // nothing new: nothing made
}

TEST_CASE("what is said of the unknown is ignored") {
  told_run run;
  run.tell(command_started{"x"});
  run.tell(succeeded("x"));
  run.tell(queued("a"));
  run.tell(queued("a"));
  run.builder.apply(run.make("nobody", play));
  run.builder.apply(run.make("run", run_created{}));
  run.builder.apply(run.make("", protocol_deleted{"x"}));
  run.builder.apply(run.make("", analysis_started{"x", "y"}));
  run.builder.record_lag("nobody", 5);
  run.tell(succeeded("a"));
  run.tell(given_up("a"));  // finished already
  CHECK(run.view()->commands.size() == 1);
  CHECK(run.command(0)["status"] == "succeeded");
  CHECK(run.picture()->runs.size() == 1);
}

TEST_CASE("several runs: one is current, a deleted one is gone") {
  event_maker make;
  read_model_builder builder;
  builder.apply(make("run-1", run_created{"protocol"}));
  builder.apply(make("run-1", run_archived{}));
  builder.apply(make("run-2", run_created{"protocol"}));
  auto picture = builder.publish();
  REQUIRE(picture->runs.size() == 2);
  CHECK(picture->runs[0]->run_id == "run-1");
  CHECK(picture->current_run()->run_id == "run-2");
  builder.apply(make("run-2", run_archived{}));
  CHECK(builder.publish()->current_run() == nullptr);
  builder.apply(make("run-1", run_deleted{}));
  picture = builder.publish();
  REQUIRE(picture->runs.size() == 1);
  CHECK(picture->runs[0]->run_id == "run-2");
  CHECK(picture->protocol_of_run.size() == 1);
}

TEST_CASE("a protocol's resource and its analyses") {
  event_maker make;
  read_model_builder builder;
  auto body = sample_protocol("p");
  body.key = "own key";
  builder.apply(make("", body));
  builder.apply(make("", analysis_started{"p", "a1"}));
  auto expected = json::parse(R"({"id":"p","createdAt":"2026-01-31T09:30:00.001000+00:00",
    "files":[{"name":"dilution.json","role":"main"},{"name":"plate.json","role":"labware"}],"protocolType":"json",
    "robotType":"OT-2 Standard","metadata":{"protocolName":"Dilution"},"analyses":[],
    "analysisSummaries":[{"id":"a1","status":"pending","runTimeParameters":[]}],"key":"own key","protocolKind":"standard"})");
  const auto pending = builder.publish();
  CHECK(json::parse(*pending->find_protocol("p")->protocol_json) == expected);
  builder.apply(make("", analysis_completed{"p", "a1", R"({"id":"a1"})"}));
  builder.apply(make("", analysis_started{"p", "a2"}));
  expected["analysisSummaries"] =
      json::parse(R"([{"id":"a1","status":"completed"},{"id":"a2","status":"pending","runTimeParameters":[]}])");
  const auto picture = builder.publish();
  CHECK(json::parse(*picture->find_protocol("p")->protocol_json) == expected);
  CHECK(*picture->find_protocol("p")->analyses.at(0).document_json == R"({"id":"a1"})");
  CHECK_FALSE(picture->find_protocol("p")->analyses.at(1).document_json);
  CHECK(pending->find_protocol("p")->analyses.size() == 1);
  builder.apply(make("", protocol_deleted{"p"}));
  CHECK(builder.publish()->find_protocol("p") == nullptr);
  CHECK(picture->find_protocol("p") != nullptr);
}

TEST_CASE("a picture does not depend on how often one was made on the way") {
  const auto events = sample_journal();
  read_model_builder builder;
  read_model_ptr last;
  for (const auto& what : events) {
    builder.apply(what);
    last = builder.publish();
  }
  CHECK(text_of(*last) == text_of(*picture_of(events)));
}

TEST_CASE("lag and trouble reach the readers") {
  told_run run;
  const auto timing = run.view()->timing;
  run.builder.record_lag("run", 250);
  CHECK(timing->reporting_lag.max_us() == 250);
  CHECK(run.picture()->degraded.empty());
  run.builder.set_degraded({"run store: disk full"});
  CHECK(run.picture()->degraded == std::vector<std::string>{"run store: disk full"});
}
