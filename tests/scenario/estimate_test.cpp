// What an analysis says that a run takes, against the time that the board is in motion in a run of the same file.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>

#include "actors/analysis.hpp"
#include "hardware/emulated_board.hpp"
#include "runtime/protocol_files.hpp"
#include "tests/scenario/live_robot.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

/// The board's own time, which only its motions and dwells move on.
class motion_meter {
 public:
  std::string take(std::string_view line) {
    const std::lock_guard lock{mutex_};
    if (line == "M999" && !end_s_) end_s_ = now_s_;  // what brings the robot to a tidy end begins with it
    auto said = board_.handle(line, now_s_);
    now_s_ = said.due_s;
    return std::move(said.text);
  }
  void begin() {
    const std::lock_guard lock{mutex_};
    begin_s_ = now_s_;
    end_s_.reset();
  }
  double measured_s() const {
    const std::lock_guard lock{mutex_};
    return end_s_.value_or(now_s_) - begin_s_;
  }

 private:
  mutable std::mutex mutex_;
  emulated_board board_{board_of(usual_robot())};
  double now_s_ = 0, begin_s_ = 0;
  std::optional<double> end_s_;
};

class metered_transport final : public transport {
 public:
  explicit metered_transport(motion_meter& meter) : meter_(meter) {}
  void send(const board_write& line, reply_handler on_reply) override { on_reply(meter_.take(line.text)); }
  void halt() override {}

 private:
  motion_meter& meter_;
};

std::string content_of(const char* name) {
  std::ifstream file{std::filesystem::path{DECKHAND_SOURCE_DIR} / "examples" / name};
  return {std::istreambuf_iterator<char>{file}, {}};
}

double estimated_s(const char* name, const std::string& content) {
  const std::vector<protocol_file> files{{name, "main", content}};
  const auto protocol = read_protocol_files(files);
  REQUIRE(protocol);
  analysis_options options;
  options.robot = usual_robot();
  const auto outcome = analyse(**protocol, options);
  REQUIRE(outcome.problems.empty());
  return outcome.estimated_s;
}

}  // namespace

TEST_CASE("an estimate is the board's time in motion, with the protocol's waits") {
  const auto [name, waits_s] = GENERATE(
      table<const char*, double>({{"plate_fill.json", 2.0}, {"serial_dilution.json", 0.0}, {"touch_tip_500.json", 0.0}}));
  motion_meter meter;
  node_config config{.data_dir = {}, .time_scale = 0, .priorities = {}, .open_transport = {}};
  config.robot = usual_robot();
  config.open_transport = [&meter] { return std::make_unique<metered_transport>(meter); };
  live_robot robot{std::move(config)};
  const auto content = content_of(name);
  const auto run_id = robot.create_run(content);
  meter.begin();
  robot.act(run_id, "play");
  robot.wait_for_end(run_id);
  REQUIRE(robot.status(run_id) == "succeeded");
  const auto estimate_s = estimated_s(name, content);
  INFO(name << ": estimated " << estimate_s << " s, in motion " << meter.measured_s() << " s");
  CHECK(estimate_s == Approx(meter.measured_s() + waits_s).margin(0.01));
}
