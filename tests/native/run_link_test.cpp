// The link between a script and its node, message by message: no process, no thread.

#include "native/run_link.hpp"

#include <caf/scheduler/test_coordinator.hpp>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <vector>

#include "deckhand/script/commands.hpp"

using namespace deckhand;
using nlohmann::json;

namespace {

// Counts what it is told, asks for what the test hands it, and ends as the test says.
struct seen_by_script {
  std::vector<std::string> messages;
  std::function<void(script::script_pointer)> on_start;
};
seen_by_script* seen = nullptr;

class listening_script {
 public:
  explicit listening_script(script::script_pointer self) : self_(self) {}

  script::behaviour make_behavior() {
    return {
        [this](const script::run_started& started) {
          note("started " + started.file_name);
          if (seen->on_start) seen->on_start(self_);
        },
        [](const script::command_done& done) {
          note("done " + std::to_string(done.tag) + " " + done.command_type + " " + done.result.dump() + " " +
               std::to_string(done.pipettes.at("left").volume_ul));
        },
        [](const script::command_failed& failed) {
          note("failed " + std::to_string(failed.tag) + " " + failed.command_type + " " + failed.error_type);
        },
        [](script::run_paused) { note("paused"); },
        [](script::run_resumed) { note("resumed"); },
        [](script::timer_tick tick) { note("tick " + std::to_string(tick.tag)); },
        [](const script::module_state& state) { note("module " + state.module_id + " " + state.data.dump()); },
    };
  }

 private:
  static void note(std::string what) { seen->messages.push_back(std::move(what)); }

  script::script_pointer self_;
};

class linked_script {
 public:
  explicit linked_script(std::function<void(script::script_pointer)> on_start = {}) {
    caf::init_global_meta_objects<caf::id_block::deckhand_script>();
    caf::core::init_global_meta_objects();
    script_side.on_start = std::move(on_start);
    seen = &script_side;
    config_.set("caf.scheduler.policy", "testing");
    system_.emplace(config_);
    run_link_setup setup;
    setup.spawn_script = [this](script::run_actor run) {
      if (is_unspawnable) throw std::runtime_error("no state");
      return system_->spawn<script::script_instance<listening_script>>(script::environment{std::move(run), &watch_});
    };
    setup.send_frame = [this](const std::string& frame) { frames.push_back(json::parse(frame)); };
    setup.on_end = [this](const std::optional<command_error>& error) { ends.push_back(error ? error->detail : "well"); };
    setup.on_cancelled = [this] { ends.emplace_back("cancelled"); };
    setup.started = {"test.so", false};
    link_ = spawn_run_link(*system_, std::move(setup));
    settle();
  }
  ~linked_script() {
    caf::anon_send_exit(link_, caf::exit_reason::kill);
    link_ = run_link_actor{};
    settle();
  }

  void settle() { dynamic_cast<caf::scheduler::test_coordinator&>(system_->scheduler()).run(); }
  void hear(const json& frame) {
    caf::anon_send(link_, frame.dump());
    settle();
  }

  seen_by_script script_side;
  std::vector<json> frames;
  std::vector<std::string> ends;
  static inline bool is_unspawnable = false;

 private:
  script::handler_watch watch_;
  caf::actor_system_config config_;
  std::optional<caf::actor_system> system_;
  run_link_actor link_;
};

const json pipettes{{"left", {{"hasTip", true}, {"volume", 12.5}, {"isReadyToAspirate", true}}}};

}  // namespace

TEST_CASE("what a script asks for goes to the node in order, and each answer comes back as its message") {
  linked_script world{[](script::script_pointer self) {
    self->ask(script::aspirate("p", {"plate", "A1"}, 12.5, 10), 5);
    self->tick_after(std::chrono::milliseconds{1500}, 6);
    self->ask_for_module_state("warmer", 7);
    self->pause();
  }};
  REQUIRE(world.frames.size() == 4);
  CHECK(world.frames[0]["method"] == "command");
  CHECK(world.frames[0]["params"]["commandType"] == "aspirate");
  CHECK(world.frames[0]["params"]["params"]["volume"] == 12.5);
  CHECK(world.frames[1]["params"] == json{{"seconds", 1.5}});
  CHECK(world.frames[2]["params"] == json{{"moduleId", "warmer"}});
  CHECK(world.frames[3]["method"] == "pause");
  const auto id = [&](std::size_t index) { return world.frames[index]["id"]; };
  world.hear({{"id", id(2)}, {"ok", {{"data", {{"currentTemperature", 37.0}}}}}, {"pipettes", pipettes}});
  world.hear({{"id", id(0)}, {"ok", {{"commandId", "c"}, {"result", {{"volume", 12.5}}}}}, {"pipettes", pipettes}});
  world.hear({{"id", id(1)}, {"ok", json::object()}, {"pipettes", pipettes}});
  world.hear({{"id", id(3)}, {"ok", json::object()}, {"pipettes", pipettes}});
  world.hear({{"event", {{"isPaused", true}}}});
  world.hear({{"event", {{"isPaused", false}}}});
  CHECK(world.script_side.messages == std::vector<std::string>{"started test.so", "module warmer {\"currentTemperature\":37.0}",
                                                               "done 5 aspirate {\"volume\":12.5} 12.500000", "tick 6", "paused",
                                                               "resumed"});
  CHECK(world.ends.empty());
}

TEST_CASE("a refused request names what was refused, and an answer to nothing is nothing") {
  linked_script world{[](script::script_pointer self) {
    self->ask({0, "juggle", json::object()}, 1);
    self->ask_for_module_state("none", 2);
  }};
  for (const auto& frame : world.frames) world.hear({{"id", frame["id"]}, {"error", {{"errorType", "Refused"}}}});
  for (const auto& frame : world.frames) world.hear({{"id", frame["id"]}, {"error", {{"errorType", "Again"}}}});
  CHECK(world.script_side.messages ==
        std::vector<std::string>{"started test.so", "failed 1 juggle Refused", "failed 2 moduleState Refused"});
}

TEST_CASE("a script's end is told once: well, with its own text, or with what it threw") {
  CHECK(linked_script{[](script::script_pointer self) { self->finish(); }}.ends == std::vector<std::string>{"well"});
  CHECK(linked_script{[](script::script_pointer self) { self->fail("no vials"); }}.ends == std::vector<std::string>{"no vials"});
  CHECK(linked_script{[](script::script_pointer) { throw std::runtime_error("upside down"); }}.ends ==
        std::vector<std::string>{"std::runtime_error: upside down"});
  CHECK(linked_script{[](script::script_pointer) { throw 5; }}.ends ==
        std::vector<std::string>{"an exception that is no std::exception"});
}

TEST_CASE("a state that cannot be made is an error of the script") {
  linked_script::is_unspawnable = true;
  linked_script world;
  linked_script::is_unspawnable = false;
  CHECK(world.ends == std::vector<std::string>{"std::runtime_error: no state"});
}

TEST_CASE("a stopped run ends the script, and is no failure of it") {
  linked_script world{[](script::script_pointer self) { self->ask(script::home()); }};
  world.hear({{"id", world.frames[0]["id"]}, {"cancel", true}});
  CHECK(world.ends == std::vector<std::string>{"cancelled"});
}
