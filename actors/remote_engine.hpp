/// Stands in for an engine on another node: follows its events for the read model here, and passes requests on to its
/// engine_gate. See interfaces.hpp.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "actors/interfaces.hpp"
#include "actors/link_keeper.hpp"
#include "hardware/module_window.hpp"

namespace deckhand {

struct remote_engine_setup {
  link_target target;
  http_front_end_actor front_end;
  std::shared_ptr<module_window> window;  ///< shows what the engine told last of its robot, and how the link to the engine stands
};

/// While there is no link, what is known stays readable, and requests are declined. The link comes back by itself; events go on
/// after the last one that came.
class remote_engine_state {
 public:
  remote_engine_state(replica_actor::pointer self, remote_engine_setup setup);
  replica_actor::behavior_type make_behavior();

  static inline const char* name = "remote_engine";

 private:
  void begin_link(const caf::strong_actor_ptr& gate);
  void end_link();
  void look();
  void take(event_batch& batch);
  caf::result<control_outcome> pass_on(control_request& request);
  void answer(std::uint64_t number, control_outcome outcome);
  control_refusal not_linked() const;
  void note(const engine_condition& condition);

  replica_actor::pointer self_;
  remote_engine_setup setup_;
  link_keeper<replica_actor::pointer> link_;
  engine_gate_actor gate_;  // empty while there is no link
  replica_position position_;
  std::map<std::uint64_t, caf::typed_response_promise<control_outcome>> open_;  // requests without an answer, by number
  std::uint64_t last_request_ = 0;
  std::vector<std::string> degraded_;  // as told last
};

replica_actor spawn_remote_engine(caf::actor_system& system, remote_engine_setup setup);

}  // namespace deckhand
