#include "http/handlers.hpp"
#include "http/wire.hpp"
#include "runtime/json_text.hpp"

namespace deckhand {

api_result get_run_timing(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  const auto* run = picture->find_run(call.path_args[0]);
  if (!run) return tl::unexpected{run_not_found(call.path_args[0])};
  json_object_text depths;
  for (const auto& [actor, depth] : call.service.port.max_mailbox_depths()) depths.add_json(actor, std::to_string(depth));
  json_object_text text;
  text.add_string("runId", run->run_id);
  text.add_json("gaps", run->timing->gaps.to_json().dump());
  text.add_json("reportingLag", run->timing->reporting_lag.to_json().dump());
  text.add_json("verbs", call.service.port.verb_timing_json());
  text.add_json("lines", call.service.port.line_timing_json());
  text.add_json("mailboxDepths", std::move(depths).take());
  return api_reply{200, data_body(std::move(text).take())};
}

}  // namespace deckhand
