// The door: whether it stands open, and opening it where it is an emulated one.

#include "http/feature_settings.hpp"
#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/wire.hpp"

namespace deckhand {

using nlohmann::json;

api_result get_door_status(const api_call& call) {
  const json status{{"status", call.service.port.robot().is_door_open ? "open" : "closed"},
                    {"doorRequiredClosedForProtocol", is_feature_on(call.service.settings, door_switch_feature)}};
  return api_reply{200, data_body(status.dump())};
}

api_result put_door_status(const api_call& call) {
  const auto is_open = read_status(call.body, "open", "closed");
  if (!is_open) return tl::unexpected{is_open.error()};
  const auto moved = ask_engine(call.service, move_door_request{*is_open});
  if (!moved) return tl::unexpected{moved.error()};
  return get_door_status(call);
}

}  // namespace deckhand
