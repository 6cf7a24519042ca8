/// The run as its script sees it: typed messages on the script's side, frames (docs/python.md) on the node's.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "deckhand/script/actor.hpp"
#include "runtime/command_error.hpp"

namespace deckhand {

/// What a script has, and frames from the node.
using run_link_actor = script::run_actor::extend<caf::result<void>(std::string)>;

struct run_link_setup {
  std::function<script::script_actor(script::run_actor)> spawn_script;  ///< may throw what the script throws
  std::function<void(const std::string&)> send_frame;
  /// The script is over; called once.
  std::function<void(const std::optional<command_error>&)> on_end;
  std::function<void()> on_cancelled;  ///< instead of on_end, where the run was stopped
  script::run_started started{};       ///< the script's first message
};

class run_link_state {
 public:
  run_link_state(run_link_actor::pointer self, run_link_setup setup) : self_(self), setup_(std::move(setup)) {}
  run_link_actor::behavior_type make_behavior();

  static inline const char* name = "run_link";

 private:
  struct open_request {
    std::string method;
    std::uint64_t tag = 0;
    std::string subject;  ///< of a command its type, of a module its id
  };

  void start_script();
  void request(open_request request, const nlohmann::json& params);
  void on_frame(const std::string& text);
  void on_answer(const open_request& request, const nlohmann::json& frame);
  void on_refusal(const open_request& request, const nlohmann::json& error);
  void cancel();
  void on_script_down(const caf::error& reason);

  run_link_actor::pointer self_;
  run_link_setup setup_;
  script::script_actor script_;
  std::map<std::uint64_t, open_request> open_;
  std::uint64_t last_number_ = 0;
  bool is_cancelled_ = false;
};

run_link_actor spawn_run_link(caf::actor_system& system, run_link_setup setup);

}  // namespace deckhand
