// /maintenance_runs: runs for upkeep, which are neither listed nor kept.

#include "http/command_pages.hpp"
#include "http/command_posting.hpp"
#include "http/deck_additions.hpp"
#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/labware_offsets.hpp"
#include "http/wire.hpp"

namespace deckhand {
namespace {

api_result maintenance_run_reply(const api_call& call, int status, const std::string& run_id) {
  const auto picture = call.service.port.snapshot();
  const auto* run = picture->find_run(run_kind::maintenance, run_id);
  if (!run) return tl::unexpected{run_not_found(run_id)};
  return api_reply{status, data_body(*run->run_json)};
}

}  // namespace

api_result post_maintenance_run(const api_call& call) {
  const auto data = read_data(call.body, true);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  field_reader fields{*data, "/data", problems};
  create_maintenance_run_request request;
  if (const auto* offsets = fields.array("labwareOffsets"))
    request.labware_offsets_json = read_labware_offsets(*offsets, fields.pointer_to("labwareOffsets"), problems).dump();
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  const auto created = ask_engine(call.service, std::move(request));
  if (!created) return tl::unexpected{created.error()};
  return maintenance_run_reply(call, 201, created->id);
}

api_result get_current_maintenance_run(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  if (picture->maintenance_run) return api_reply{200, data_body(*picture->maintenance_run->run_json)};
  return tl::unexpected{single_error(404, "NoCurrentRunFound", "No Current Run Found", "There is no current maintenance run.")};
}

api_result get_maintenance_run(const api_call& call) { return maintenance_run_reply(call, 200, call.path_args[0]); }

api_result delete_maintenance_run(const api_call& call) {
  const auto done = ask_engine(call.service, delete_maintenance_run_request{call.path_args[0]});
  if (!done) return tl::unexpected{done.error()};
  return api_reply{200, "{}"};
}

api_result post_maintenance_command(const api_call& call) {
  auto posted = read_posted_command(call, command_intent::setup);
  if (!posted) return tl::unexpected{posted.error()};
  posted->request.kind = run_kind::maintenance;
  posted->request.run_id = call.path_args[0];
  return post_and_answer(call, std::move(*posted));
}

api_result get_maintenance_commands(const api_call& call) {
  return command_page(call, run_kind::maintenance, "/maintenance_runs");
}

api_result get_maintenance_command(const api_call& call) { return one_command(call, run_kind::maintenance); }

api_result post_maintenance_labware_offset(const api_call& call) { return add_labware_offset(call, run_kind::maintenance); }

api_result post_maintenance_labware_definition(const api_call& call) {
  return add_labware_definition(call, run_kind::maintenance);
}

}  // namespace deckhand
