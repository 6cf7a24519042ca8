#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/wire.hpp"
#include "runtime/json_text.hpp"

namespace deckhand {
namespace {

tl::expected<action_type, api_error> read_action(const request_body& body) {
  const auto data = read_data(body);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  field_reader fields{*data, "/data", problems};
  if (const auto name = fields.required_string("actionType")) {
    if (const auto action = parse_action_type(*name)) return *action;
    fields.add_problem("actionType",
                       "must be one of play, pause, stop, resume-from-recovery, resume-from-recovery-assuming-false-positive");
  }
  return tl::unexpected{invalid_request(std::move(problems))};
}

}  // namespace

api_result post_run_action(const api_call& call) {
  const auto action = read_action(call.body);
  if (!action) return tl::unexpected{action.error()};
  const auto accepted = ask_engine(call.service, run_action_request{call.path_args[0], *action});
  if (!accepted) return tl::unexpected{accepted.error()};
  json_object_text text;
  text.add_string("id", accepted->id).add_string("createdAt", accepted->created_at).add_string("actionType", to_string(*action));
  return api_reply{201, data_body(std::move(text).take())};
}

}  // namespace deckhand
