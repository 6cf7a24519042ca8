// A script over two robots that share a place: each puts something down there or takes it away, and neither moves before the
// other is out of the way. One actor follows both engines, as a front end does, and decides by their events what comes next.
//
//   hand_over node://HOST:PORT node://HOST:PORT      (what two `deckhand serve --listen-nodes` print)

#include <csignal>
#include <cstdio>
#include <future>
#include <set>

#include "actors/link_middleman.hpp"
#include "actors/remote_engine.hpp"

using namespace deckhand;
using nlohmann::json;

namespace {

struct step {
  std::size_t robot;
  const char* what;  // for people
  const char* command;
  json params;
};

json move_to(double x_mm, double y_mm, double z_mm) {
  return {{"pipetteId", "pipette"}, {"coordinates", {{"x", x_mm}, {"y", y_mm}, {"z", z_mm}}}};
}

std::vector<step> make_plan() {
  const json pipette = {{"pipetteName", "p300_single"}, {"mount", "right"}, {"pipetteId", "pipette"}};
  std::vector<step> plan;
  for (const std::size_t robot : {0, 1}) {
    plan.push_back({robot, "homes", "home", json::object()});
    plan.push_back({robot, "loads its pipette", "loadPipette", pipette});
  }
  for (int round = 0; round < 3; ++round)
    for (const std::size_t robot : {0, 1}) {
      plan.push_back({robot, "goes to the shared place", "moveToCoordinates", move_to(300, 200, 120)});
      plan.push_back({robot, "leaves it", "moveToCoordinates", move_to(100, 100, 150)});
    }
  return plan;
}

/// What it takes is what an http_front_end takes: events come from a remote_engine for each robot.
class hand_over {
 public:
  hand_over(http_front_end_actor::pointer self, std::vector<node_address> engines, caf::actor connector,
            std::promise<bool>* is_done)
      : self_(self), engines_(std::move(engines)), connector_(std::move(connector)), is_done_(is_done) {}

  http_front_end_actor::behavior_type make_behavior() {
    const auto clock = std::make_shared<system_clock_source>();
    for (const auto& engine : engines_)
      robots_.push_back({spawn_remote_engine(self_->system(), {{"engine", connector_, engine, "hand-over", clock},
                                                               http_front_end_actor{self_},
                                                               std::make_shared<module_window>(clock, 0)})});
    return {
        [](join_atom, const caf::strong_actor_ptr&) {},        [](const event&) {},
        [this](const event_batch& batch) { take(batch); },     [](control_ticket&) {},
        [](degraded_atom, const std::vector<std::string>&) {}, [this](shutdown_atom) { finish(false); },
    };
  }

 private:
  struct robot {
    replica_actor engine;
    bool is_followed = false;
    std::string run_id = {};
  };

  void take(const event_batch& batch) {
    for (const auto& what : batch.events) {
      if (const auto* done = std::get_if<command_succeeded>(&what.body)) done_.insert(done->command_id);
      if (const auto* failed = std::get_if<command_failed>(&what.body); failed && is_own(what.run_id)) return finish(false);
    }
    for (auto& each : robots_)
      if (each.engine.address() == self_->current_sender()->address() && !std::exchange(each.is_followed, true)) begin_run(each);
    go_on();
  }
  bool is_own(const std::string& run_id) const {
    return std::ranges::any_of(robots_, [&](const robot& each) { return each.run_id == run_id; });
  }
  void begin_run(robot& which) {
    ask(which, create_run_request{}, [this, &which](const control_success& created) {
      which.run_id = created.id;
      if (robots_[0].run_id.empty() || robots_[1].run_id.empty()) return;
      next();
    });
  }
  // The event that a command is done may come before the answer that tells its id.
  void go_on() {
    if (!waited_for_.empty() && done_.contains(waited_for_)) next();
  }
  void next() {
    waited_for_.clear();
    if (next_step_ == plan_.size()) return finish(true);
    const auto& now = plan_[next_step_++];
    std::printf("robot %zu %s\n", now.robot + 1, now.what);
    auto& which = robots_[now.robot];
    ask(which, post_command_request{which.run_id, now.command, now.params.dump(), command_intent::setup, {}, {}},
        [this](const control_success& posted) {
          waited_for_ = posted.id;
          go_on();
        });
  }
  template <class Then>
  void ask(robot& which, control_request request, Then then) {
    self_->request(which.engine, caf::infinite, std::move(request))
        .then(
            [this, then](const control_outcome& outcome) {
              if (const auto* success = std::get_if<control_success>(&outcome)) return then(*success);
              std::fprintf(stderr, "declined: %s\n", std::get<control_refusal>(outcome).detail.c_str());
              finish(false);
            },
            [this](const caf::error&) { finish(false); });
  }
  void finish(bool is_success) {
    if (auto* told = std::exchange(is_done_, nullptr)) told->set_value(is_success);
    for (auto& each : robots_) self_->send_exit(each.engine, caf::exit_reason::user_shutdown);
    self_->quit();
  }

  http_front_end_actor::pointer self_;
  std::vector<node_address> engines_;
  caf::actor connector_;
  std::promise<bool>* is_done_;
  std::vector<robot> robots_;
  const std::vector<step> plan_ = make_plan();
  std::size_t next_step_ = 0;
  std::string waited_for_;      // the command in hand
  std::set<std::string> done_;  // commands
};

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<node_address> engines;
  for (const std::string_view argument : std::vector<std::string_view>(argv + 1, argv + argc)) {
    const auto address = parse_node_address(argument.substr(argument.find("://") + 3));
    if (address) engines.push_back(*address);
  }
  if (engines.size() != 2) {
    std::fprintf(stderr, "usage: hand_over node://HOST:PORT node://HOST:PORT\n");
    return 2;
  }
  register_message_types();
  caf::actor_system_config config;
  load_network(config, usual_link_timeout);
  caf::actor_system system{config};
  const auto connector = caf::actor_cast<caf::actor>(spawn_link_middleman(system, {}));
  std::promise<bool> is_done;
  auto told = is_done.get_future();
  system.spawn<http_front_end_actor::stateful_impl<hand_over>>(engines, connector, &is_done);
  const bool is_success = told.get();
  caf::anon_send_exit(connector, caf::exit_reason::kill);
  std::printf(is_success ? "handed over\n" : "failed\n");
  return is_success ? 0 : 1;
}
