/// One script's process, in Python or C++, and its talk with the run's executor. See interfaces.hpp for its messages.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <thread>

#include "actors/interfaces.hpp"
#include "runtime/script_conversation.hpp"

namespace deckhand {

struct script_order {
  std::string run_id;
  protocol_executor_actor executor;
  std::string start_json;  ///< the process' first frame
  script_language language = script_language::python;
  std::string file_name;  ///< of a Python protocol: what it leaves in /data is there for its next run
};

struct script_host_setup {
  script_process_config process;  ///< `kept_data` is the folder of all protocols' data
  bool real_time = false;
};

class script_host_state {
 public:
  script_host_state(script_host_actor::pointer self, script_order order, script_host_setup setup);
  ~script_host_state();
  script_host_actor::behavior_type make_behavior();

  static inline const char* name = "script_host";

 private:
  void converse();
  void on_frame(const script_frame& frame);
  void answer(std::uint64_t number, const std::string& frame_json);
  void cancel();
  void on_gone(const script_gone& gone);
  void end(script_end end);

  script_host_actor::pointer self_;
  std::string run_id_;
  protocol_executor_actor executor_;  ///< empty once the executor has heard the end, or is gone
  std::string start_json_;
  script_host_setup setup_;
  script_conversation conversation_;
  std::thread reader_;
  std::set<std::uint64_t> open_calls_;
  bool is_cancelled_ = false;
};

script_host_actor spawn_script_host(caf::actor_system& system, script_order order, script_host_setup setup);

}  // namespace deckhand
