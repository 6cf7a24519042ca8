#include "actors/protocol_analyser.hpp"

#include "actors/analysis.hpp"
#include "actors/thread_priority.hpp"

namespace deckhand {
namespace {

class protocol_analyser_state {
 public:
  protocol_analyser_state(protocol_analyser_actor::pointer, protocol_analyser_setup setup) : setup_(std::move(setup)) {}

  protocol_analyser_actor::behavior_type make_behavior() {
    lower_thread_priority(setup_.nice_value);
    return {[this](const analysis_order& order) { return analyse_in_full(order); }};
  }

  static inline const char* name = "protocol_analyser";

 private:
  caf::result<analysis_completed> analyse_in_full(const analysis_order& order) {
    analysis_options options;
    options.analysis_id = order.analysis_id;
    options.started_at = setup_.clock->wall_now();
    options.is_cancelled = [flag = setup_.is_stopping] { return flag->load(std::memory_order_relaxed); };
    options.process.program = setup_.process.program;
    options.parameters = order.parameters;
    auto outcome = analyse(*order.protocol, options);
    if (setup_.is_stopping->load()) return caf::make_error(caf::exit_reason::user_shutdown);
    return analysis_completed{order.protocol_id, order.analysis_id, std::move(outcome.document_json)};
  }

  protocol_analyser_setup setup_;
};

}  // namespace

protocol_analyser_actor spawn_protocol_analyser(caf::actor_system& system, protocol_analyser_setup setup) {
  return system.spawn<protocol_analyser_actor::stateful_impl<protocol_analyser_state>, caf::detached>(std::move(setup));
}

}  // namespace deckhand
