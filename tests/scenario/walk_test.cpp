// Every line that the board is sent in a run is a point at which somebody can pause, stop or halt it. A walk over all of them:
// the robot, the log and the tips agree afterwards, and the next run works.

#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>

#include "hardware/emulated_transport.hpp"
#include "tests/scenario/live_robot.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/protocols.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

/// Lets lines pass, and keeps the answer to a chosen one until it is told to give it out.
class turnstile {
 public:
  /// Counting begins again; the `line`th line (0: none) is kept.
  void arm(std::size_t line) {
    const std::lock_guard lock{mutex_};
    sent_.clear();
    kept_line_ = line;
  }
  void wait_until_kept() {
    std::unique_lock lock{mutex_};
    REQUIRE(changed_.wait_for(lock, patience, [this] { return static_cast<bool>(answer_); }));
  }
  void release() { release_with({}); }
  /// The answer is this instead, unless it is empty.
  void release_with(const std::string& text) {
    std::function<void(const std::string&)> answer;
    {
      const std::lock_guard lock{mutex_};
      answer = std::exchange(answer_, nullptr);
    }
    if (answer) answer(text);
  }
  std::vector<std::string> sent() const {
    const std::lock_guard lock{mutex_};
    return sent_;
  }

  // From the transport.
  bool take(std::string_view line) {
    const std::lock_guard lock{mutex_};
    sent_.emplace_back(line);
    return sent_.size() == kept_line_;
  }
  void keep(std::function<void(const std::string&)> answer) {
    const std::lock_guard lock{mutex_};
    answer_ = std::move(answer);
    changed_.notify_all();
  }
  bool drop() {
    const std::lock_guard lock{mutex_};
    return static_cast<bool>(std::exchange(answer_, nullptr));
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> sent_;
  std::size_t kept_line_ = 0;
  std::function<void(const std::string&)> answer_;
};

class turnstile_transport final : public transport {
 public:
  explicit turnstile_transport(turnstile& gate) : gate_(gate), board_({.time_scale = 0}) {}
  void send(const board_write& line, reply_handler on_reply) override {
    if (!gate_.take(line.text)) return board_.send(line, std::move(on_reply));
    board_.send(line, [this, &on_reply](board_reply said) {  // at once
      halted_ = on_reply;
      gate_.keep([on_reply, said = *said](const std::string& instead) { on_reply(instead.empty() ? said : instead); });
    });
  }
  void halt() override {
    board_.halt();
    if (gate_.drop()) halted_(tl::unexpected{transport_error{transport_error_code::halted, "halted"}});
  }

 private:
  turnstile& gate_;
  emulated_transport board_;
  reply_handler halted_;
};

json in_well(const char* labware, const char* well, json more = json::object()) {
  json params{{"pipetteId", "pipette"}, {"labwareId", labware}, {"wellName", well}};
  params.update(more);
  return params;
}

// All kinds of commands that move something, one after another.
std::string protocol() {
  const json on_pipette{{"pipetteId", "pipette"}};
  const auto liquid = json{{"volume", 50}, {"flowRate", 150}};
  const auto in_place = json{{"pipetteId", "pipette"}, {"volume", 20}, {"flowRate", 150}};
  auto steps = loading_steps();
  const auto add = [&steps](const char* type, json params) { steps.push_back(step(type, std::move(params))); };
  add("loadModule", {{"model", "magneticModuleV2"}, {"location", {{"slotName", "4"}}}, {"moduleId", "magnet"}});
  add("pickUpTip", in_well("rack", "A1"));
  add("aspirate", in_well("plate", "A1", liquid));
  add("dispense", in_well("plate", "B1", liquid));
  add("touchTip", in_well("plate", "B1"));
  add("blowout", in_well("plate", "B1", {{"flowRate", 150}}));
  add("prepareToAspirate", on_pipette);
  add("aspirateInPlace", in_place);
  add("dispenseInPlace", in_place);
  add("magneticModule/engage", {{"moduleId", "magnet"}, {"height", 4}});
  add("waitForDuration", {{"seconds", 1}});
  add("magneticModule/disengage", {{"moduleId", "magnet"}});
  add("moveToWell", in_well("plate", "C1", {{"speed", 100}}));
  add("moveRelative", {{"pipetteId", "pipette"}, {"axis", "z"}, {"distance", 20}});
  add("moveToCoordinates", {{"pipetteId", "pipette"}, {"coordinates", {{"x", 100}, {"y", 100}, {"z", 100}}}});
  add("savePosition", on_pipette);
  add("dropTip", in_well("fixedTrash", "A1"));
  add("retractAxis", {{"axis", "rightZ"}});
  add("home", {{"axes", {"rightZ", "rightPlunger"}}});
  return protocol_of(std::move(steps));
}

struct walked_robot {
  walked_robot() : robot(config()), protocol_id(robot.upload(protocol())) {
    REQUIRE(run(0)["status"] == "succeeded");  // with what only a first run does
    REQUIRE(run(0)["status"] == "succeeded");
    undisturbed = gate.sent();
  }

  node_config config() {
    node_config chosen{.data_dir = {}, .time_scale = 0, .priorities = {}, .open_transport = {}};
    chosen.open_transport = [this] { return std::make_unique<turnstile_transport>(gate); };
    return chosen;
  }

  /// A run in which `act` is called while the answer to its `line`th line (0: none) is kept.
  json run(std::size_t line, const std::function<void(const std::string&)>& act = {}) {
    const std::string run_id = (*robot.client().post("/runs", {{"protocolId", protocol_id}}))["data"]["id"];
    gate.arm(line);
    robot.act(run_id, "play");
    if (line > 0) {
      gate.wait_until_kept();
      act(run_id);
      gate.release();
    }
    robot.wait_for_end(run_id);
    return robot.run(run_id);
  }
  /// Refused where the run is ending already.
  bool try_to(const std::string& run_id, const char* action) {
    return robot.client().post("/runs/" + run_id + "/actions", {{"actionType", action}}).has_value();
  }

  turnstile gate;
  live_robot robot;
  std::string protocol_id;
  std::vector<std::string> undisturbed;
};

bool is_tip_off(const robot_facts& facts) {
  for (const auto on : all_mounts)
    if (facts.at(on).pipette && facts.at(on).pipette->tip) return false;
  return true;
}

// The log of a run that ended early: succeeded up to the command in hand, which failed, and nothing begun after it.
void check_ended_early(const json& log) {
  bool is_over = false;
  for (const auto& entry : log) {
    const bool has_begun = entry.contains("startedAt"), succeeded = entry["status"] == "succeeded";
    CHECK((succeeded || entry["status"] == "failed" || !has_begun));
    if (is_over) CHECK_FALSE(has_begun);
    is_over |= !succeeded;
  }
}

bool has_succeeded(const json& log, const char* type) {
  return std::ranges::any_of(log, [&](const json& each) { return each["commandType"] == type && each["status"] == "succeeded"; });
}
bool has_begun(const json& log, const char* type) {
  return std::ranges::any_of(log, [&](const json& each) { return each["commandType"] == type && each.contains("startedAt"); });
}

// The tip went to the trash in the end if the run left one on.
void check_tips(const json& log, const std::vector<std::string>& sent, std::size_t line) {
  const auto ejected = std::any_of(sent.begin() + static_cast<std::ptrdiff_t>(line), sent.end(),
                                   [](const std::string& each) { return each.find("G0 C-4.5") != std::string::npos; });
  if (has_succeeded(log, "pickUpTip") && !has_begun(log, "dropTip")) CHECK(ejected);
  if (!has_begun(log, "pickUpTip") || has_succeeded(log, "dropTip")) CHECK_FALSE(ejected);
}

}  // namespace

TEST_CASE("a walk: paused at any line and resumed, a run sends the same lines as one that nobody disturbs") {
  walked_robot walked;
  const auto lines = walked.undisturbed.size();
  CHECK(lines > 300);
  for (std::size_t line = 1; line <= lines; ++line) {
    CAPTURE(line, walked.undisturbed[line - 1]);
    const auto run = walked.run(line, [&](const std::string& run_id) {
      if (!walked.try_to(run_id, "pause")) return;
      CHECK(walked.robot.status(run_id) == "paused");
      if (line % 2 == 0) walked.gate.release();  // goes on while it is paused, or not before it is resumed
      CHECK(walked.try_to(run_id, "play"));
    });
    CHECK(run["status"] == "succeeded");
    CHECK(walked.gate.sent() == walked.undisturbed);
    for (const auto& entry : walked.robot.log(run["id"])) CHECK(entry["status"] == "succeeded");
  }
}

TEST_CASE("a walk: stopped at any line, a run leaves log, tips and robot consistent") {
  walked_robot walked;
  const auto lines = walked.undisturbed.size();
  for (std::size_t line = 1; line <= lines; ++line) {
    CAPTURE(line, walked.undisturbed[line - 1]);
    const auto run = walked.run(line, [&](const std::string& run_id) {
      if (line % 3 == 0) walked.try_to(run_id, "pause");
      CHECK(walked.try_to(run_id, "stop"));
    });
    const auto log = walked.robot.log(run["id"]);
    const auto facts = walked.robot.robot().port().robot();
    CHECK(run["errors"] == json::array());
    CHECK(is_tip_off(facts));
    for (const auto axis : all_axes)
      if (axis != motor_axis::left_plunger) CHECK(facts.homed[index_of(axis)]);  // there is no left pipette
    if (run["status"] == "succeeded") continue;                                  // it was ending already
    CHECK(run["status"] == "stopped");
    check_ended_early(log);
    check_tips(log, walked.gate.sent(), line);
  }
}

TEST_CASE("a walk: halted at any line, the robot is sent nothing more: the next run begins with a home, and works") {
  walked_robot walked;
  const auto lines = walked.undisturbed.size();
  for (std::size_t line = 1; line <= lines; line += 2) {
    CAPTURE(line, walked.undisturbed[line - 1]);
    const bool presses = line % 4 == 1;
    REQUIRE(walked.run(0)["status"] == "succeeded");
    const auto run = walked.run(line, [&](const std::string&) {
      if (presses)
        walked.gate.release_with("ALARM: Kill button pressed - reset or M999 to continue");
      else
        CHECK(walked.robot.client().post("/robot/halt", json::object()));
    });
    CHECK(walked.gate.sent().size() == line);
    const auto facts = walked.robot.robot().port().robot();
    CHECK(facts.homed == std::array<bool, 6>{});
    CHECK(facts.is_estop_engaged == presses);
    if (run["status"] == "failed") check_ended_early(walked.robot.log(run["id"]));
  }
}
