// Runs and the robot's door.

#include <catch2/catch.hpp>

#include "tests/actors/executor_stage.hpp"

using namespace deckhand;
using namespace deckhand::testing;

TEST_CASE("a door that opens holds the run after the command in hand: once it is closed the run waits for a play") {
  stage s{{comment("one")}};
  s.act(action_type::play);
  s.move_door(true);
  REQUIRE(s.engine.all<run_paused>().size() == 1);
  CHECK(s.engine.all<run_paused>()[0].by_open_door);
  s.succeed();
  CHECK(s.engine.all<command_succeeded>().size() == 1);
  CHECK(s.engine.all<command_started>().size() == 1);
  s.act(action_type::play);  // refused
  CHECK(s.engine.all<action_accepted>().size() == 1);
  s.move_door(false);
  REQUIRE(s.engine.all<run_paused>().size() == 2);
  CHECK(s.engine.all<run_paused>()[1].paused);
  CHECK_FALSE(s.engine.all<run_paused>()[1].by_open_door);
  CHECK(s.engine.all<command_started>().size() == 1);
  s.act(action_type::play);
  CHECK(s.engine.all<command_succeeded>().size() == 2);
}

TEST_CASE("a door that does not count holds nothing, until it does") {
  stage s{{comment("one")}};
  s.act(action_type::play);
  s.move_door(true, false);
  CHECK(s.engine.all<run_paused>().empty());
  s.move_door(true, true);
  CHECK(s.engine.all<run_paused>().size() == 1);
  s.move_door(true, false);
  REQUIRE(s.engine.all<run_paused>().size() == 2);
  CHECK_FALSE(s.engine.all<run_paused>()[1].by_open_door);
}

TEST_CASE("a play on an idle run is taken while the door is open, and moves nothing") {
  stage s{{comment("one")}};
  s.move_door(true);
  CHECK(s.engine.all<run_paused>().empty());
  s.act(action_type::play);
  CHECK(s.engine.all<action_accepted>().size() == 1);
  REQUIRE(s.engine.all<run_paused>().size() == 1);
  CHECK(s.engine.all<run_paused>()[0].by_open_door);
  CHECK(s.driver.seen.empty());
  s.move_door(false);
  s.act(action_type::play);
  CHECK(s.driver.seen.size() == 1);
}

TEST_CASE("setup commands do not mind the door") {
  stage s{{}, true};
  s.move_door(true);
  s.post("home", nlohmann::json::object(), command_intent::setup);
  CHECK(s.driver.seen.size() == 1);
}

TEST_CASE("a door that opens while somebody has paused the run adds to that") {
  stage s{{comment("one")}};
  s.act(action_type::play);
  s.act(action_type::pause);
  s.move_door(true);
  REQUIRE(s.engine.all<run_paused>().size() == 2);
  CHECK(s.engine.all<run_paused>()[1].by_open_door);
  s.act(action_type::play);  // refused
  s.act(action_type::stop);
  s.clean_up();
  CHECK(s.engine.all<run_ending>()[0].result == run_result::stopped);
  CHECK(s.has_finished());
}

TEST_CASE("an opening door takes back what the driver got ahead") {
  stage s{{lights(true), comment("last")}};
  s.driver.foreseen.emplace();
  s.act(action_type::play);
  REQUIRE(s.driver.open.size() == 2);
  s.move_door(true);
  CHECK(s.driver.open.size() == 1);
  s.succeed();
  CHECK(s.engine.all<command_started>().size() == 1);
}
