// "Never truncated": whatever a run did is in its log from the first terminal answer on, however many clients look.

#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "tests/scenario/live_robot.hpp"
#include "tests/support/protocols.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

// Reads until the run is over, and gives the log as it was at the first terminal answer.
json log_at_first_terminal_answer(live_robot& robot, const std::string& run_id) {
  std::size_t seen = 0;
  for (;;) {
    const auto status = robot.status(run_id);
    const bool is_over = status == "succeeded" || status == "failed" || status == "stopped";
    const auto page = robot.client().get("/runs/" + run_id + "/commands?cursor=0&pageLength=" + (is_over ? "100000" : "1"));
    REQUIRE(page);
    const std::size_t total = (*page)["meta"]["totalLength"];
    CHECK(total >= seen);
    seen = total;
    if (is_over) return (*page)["data"];
  }
}

json pages_joined(live_robot& robot, const std::string& run_id, std::size_t page_length) {
  auto joined = json::array();
  for (;;) {
    const auto page = robot.client().get("/runs/" + run_id + "/commands?cursor=" + std::to_string(joined.size()) +
                                         "&pageLength=" + std::to_string(page_length));
    REQUIRE(page);
    for (const auto& entry : (*page)["data"]) joined.push_back(entry);
    if (joined.size() >= (*page)["meta"]["totalLength"].get<std::size_t>()) return joined;
  }
}

void check_comments(const json& log, std::size_t count) {
  REQUIRE(log.size() == count + 1);
  CHECK(log[0]["commandType"] == "home");
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < count; ++i)
    wrong += log[i + 1]["params"]["message"] != "step " + std::to_string(i) || log[i + 1]["status"] != "succeeded" ? 1 : 0;
  CHECK(wrong == 0);
}

/// Clients that poll the run and its whole log until the object goes.
class crowd {
 public:
  crowd(const std::string& url, const std::string& run_id, int clients) {
    for (int i = 0; i < clients; ++i) threads_.emplace_back([this, url, run_id] { poll(url, run_id); });
  }
  ~crowd() {
    is_over_ = true;
    for (auto& thread : threads_) thread.join();
  }
  std::size_t doubly_running() const { return doubly_running_; }

 private:
  void poll(const std::string& url, const std::string& run_id) {
    robot_client client{url};
    while (!is_over_) {
      const auto page = client.get("/runs/" + run_id + "/commands?cursor=0&pageLength=1000");
      if (!page) continue;
      std::size_t running = 0;
      for (const auto& entry : (*page)["data"]) running += entry["status"] == "running" ? 1 : 0;
      if (running > 1) ++doubly_running_;
    }
  }

  std::atomic<bool> is_over_{false};
  std::atomic<std::size_t> doubly_running_{0};
  std::vector<std::thread> threads_;
};

}  // namespace

TEST_CASE("every command is logged once and in order, and the first terminal answer has them all") {
  const auto count = GENERATE(as<std::size_t>{}, 5, 999, 10'000);
  live_robot robot;
  const auto run_id = robot.create_run(comment_protocol(count));
  robot.act(run_id, "play");
  const auto first = log_at_first_terminal_answer(robot, run_id);
  check_comments(first, count);
  CHECK(robot.status(run_id) == "succeeded");
  CHECK(robot.log(run_id) == first);
}

TEST_CASE("what was final stays so: two seconds later, archived, and as pre-serialised list") {
  live_robot robot;
  const auto run_id = robot.create_run(comment_protocol(50));
  robot.act(run_id, "play");
  const auto first = log_at_first_terminal_answer(robot, run_id);
  // Nothing may still be under way that a later look could show: wait out two seconds on the node's own pictures.
  const auto unchanged = robot.robot().port().snapshot()->last_sequence;
  const auto later =
      robot.robot().port().wait_until([&](const read_model& picture) { return picture.last_sequence != unchanged; },
                                      std::chrono::steady_clock::now() + std::chrono::seconds{2});
  CHECK(later->find_run(run_id)->commands.size() == 51);
  CHECK(robot.log(run_id) == first);
  httplib::Client plain{robot.url()};
  const httplib::Headers version{{"Opentrons-Version", "3"}};
  const auto patched = plain.Patch("/runs/" + run_id, version, R"({"data": {"current": false}})", "application/json");
  REQUIRE(patched);
  CHECK(patched->status == 200);
  CHECK(robot.log(run_id) == first);
  const auto list = robot.client().get("/runs/" + run_id + "/commandsAsPreSerializedList");
  REQUIRE(list);
  REQUIRE((*list)["data"].size() == first.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    const auto entry = json::parse((*list)["data"][i].get<std::string>());
    CHECK(entry["id"] == first[i]["id"]);
    CHECK(entry["status"] == first[i]["status"]);
  }
}

TEST_CASE("pages of any length, joined, are the whole log") {
  live_robot robot;
  const auto run_id = robot.create_run(comment_protocol(150));
  robot.act(run_id, "play");
  robot.wait_for_end(run_id);
  const auto whole = robot.log(run_id);
  for (const std::size_t length : {1, 7, 20, 1000}) CHECK(pages_joined(robot, run_id, length) == whole);
}

TEST_CASE("a crowd of clients neither truncates the log nor ever sees two commands run") {
  live_robot robot;
  const auto run_id = robot.create_run(comment_protocol(2'000));
  crowd clients{robot.url(), run_id, 16};
  robot.act(run_id, "play");
  check_comments(log_at_first_terminal_answer(robot, run_id), 2'000);
  CHECK(clients.doubly_running() == 0);
}

TEST_CASE("the log of a failed run ends with the command that failed, and the run says the same") {
  live_robot robot;
  auto steps = loading_steps();
  steps.push_back(step(
      "aspirate", {{"pipetteId", "pipette"}, {"labwareId", "plate"}, {"wellName", "A1"}, {"volume", 50}, {"flowRate", 150}}));
  steps.push_back(step("comment", {{"message", "never reached"}}));
  const auto run_id = robot.create_run(protocol_of(steps));
  robot.act(run_id, "play");
  const auto log = log_at_first_terminal_answer(robot, run_id);
  const auto run = robot.run(run_id);
  CHECK(run["status"] == "failed");
  REQUIRE(log.size() == 5);
  CHECK(log.back()["status"] == "failed");
  CHECK(log.back()["error"]["errorType"] == "TipNotAttachedError");
  CHECK(log.back()["error"]["errorCode"] == "3005");
  CHECK(log.back()["error"]["detail"] == "Pipette should have a tip attached, but does not.");
  REQUIRE(run["errors"].size() == 1);
  CHECK(run["errors"][0] == log.back()["error"]);
}

TEST_CASE("a paused run shows as paused, holds, and goes on when it is played") {
  live_robot robot;
  const auto run_id =
      robot.create_run(protocol_of(json::array({step("waitForResume", json::object()), step("comment", {{"message", "on"}})})));
  robot.act(run_id, "play");
  robot.wait_for_running(run_id, 1);
  robot.wait_for(run_id, [](const run_view& view) { return view.status == run_status::paused; });
  const auto refused = robot.client().post("/runs/" + run_id + "/actions", {{"actionType", "pause"}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == 409);
  robot.act(run_id, "play");
  robot.wait_for_end(run_id);
  CHECK(robot.status(run_id) == "succeeded");
  CHECK(robot.log(run_id).size() == 3);
}
