// The robot is halted, or its emergency stop is pressed. Neither path is one of the OT-2's own.

#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/wire.hpp"

namespace deckhand {

using nlohmann::json;

api_result post_halt(const api_call& call) {
  const auto halted = ask_engine(call.service, halt_request{});
  if (!halted) return tl::unexpected{halted.error()};
  return api_reply{200, data_body(json{{"halted", true}}.dump())};
}

api_result get_estop(const api_call& call) {
  const bool is_engaged = call.service.port.robot().is_estop_engaged;
  return api_reply{200, data_body(json{{"status", is_engaged ? "engaged" : "disengaged"}}.dump())};
}

api_result put_estop(const api_call& call) {
  const auto is_engaged = read_status(call.body, "engaged", "disengaged");
  if (!is_engaged) return tl::unexpected{is_engaged.error()};
  const auto pressed = ask_engine(call.service, press_estop_request{*is_engaged});
  if (!pressed) return tl::unexpected{pressed.error()};
  return get_estop(call);
}

}  // namespace deckhand
