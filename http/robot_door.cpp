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
  const auto data = read_data(call.body);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  field_reader fields{*data, "/data", problems};
  const auto status = fields.required_string("status");
  if (status && *status != "open" && *status != "closed") fields.add_problem("status", "must be open or closed");
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  const auto moved = ask_engine(call.service, move_door_request{*status == "open"});
  if (!moved) return tl::unexpected{moved.error()};
  return get_door_status(call);
}

}  // namespace deckhand
