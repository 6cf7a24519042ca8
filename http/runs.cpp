#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/labware_offsets.hpp"
#include "http/paging.hpp"
#include "http/query_reader.hpp"
#include "http/run_time_parameters.hpp"
#include "http/wire.hpp"
#include "runtime/json_text.hpp"

namespace deckhand {
namespace {

api_result run_reply(const api_call& call, int status, const std::string& run_id) {
  const auto picture = call.service.port.snapshot();
  const auto* run = picture->find_run(run_id);
  if (!run) return tl::unexpected{run_not_found(run_id)};
  return api_reply{status, data_body(*run->run_json)};
}

tl::expected<create_run_request, api_error> read_create_run(const api_call& call) {
  const auto data = read_data(call.body, true);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  field_reader fields{*data, "/data", problems};
  create_run_request request;
  request.protocol_id = fields.string("protocolId");
  if (const auto* offsets = fields.array("labwareOffsets"))
    request.labware_offsets_json = read_labware_offsets(*offsets, fields.pointer_to("labwareOffsets"), problems).dump();
  const auto* values = fields.object("runTimeParameterValues");
  const auto* files = fields.object("runTimeParameterFiles");
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  const auto picture = call.service.port.snapshot();
  auto parameters = read_parameters(values, files, *picture);
  if (!parameters) return tl::unexpected{parameters.error()};
  request.parameters = std::move(*parameters);
  if (const auto* protocol = request.protocol_id ? picture->find_protocol(*request.protocol_id) : nullptr)
    if (const auto wrong = report_parameters(call.service, *protocol, request.parameters))
      return tl::unexpected{invalid_request({problem_at_pointer("/data/runTimeParameterValues", wrong->detail)})};
  return request;
}

std::string current_run_link(const api_call& call, const read_model& picture) {
  const auto* current = picture.current_run();
  if (!current) return "{}";
  json_object_text link;
  link.add_string("href", call.service.path_prefix + "/runs/" + current->run_id);
  json_object_text links;
  links.add_json("current", std::move(link).take());
  return std::move(links).take();
}

}  // namespace

api_result post_run(const api_call& call) {
  auto request = read_create_run(call);
  if (!request) return tl::unexpected{request.error()};
  const auto created = ask_engine(call.service, std::move(*request));
  if (!created) return tl::unexpected{created.error()};
  return run_reply(call, 201, created->id);
}

api_result get_runs(const api_call& call) {
  query_reader query{call.query};
  const auto length = query.integer("pageLength");
  if (!query.is_sound()) return tl::unexpected{invalid_request(query.take_problems())};
  const auto picture = call.service.port.snapshot();
  const auto total = picture->runs.size();
  const auto begin = length ? static_cast<std::size_t>(tail_cursor(total, *length)) : 0;
  std::size_t bytes = 0;
  for (auto i = begin; i < total; ++i) bytes += picture->runs[i]->run_json->size() + 1;
  list_body list{bytes};
  for (auto i = begin; i < total; ++i) list.add(*picture->runs[i]->run_json);
  return api_reply{200, std::move(list).finish(0, total - begin, current_run_link(call, *picture))};
}

api_result get_run(const api_call& call) { return run_reply(call, 200, call.path_args[0]); }

api_result patch_run(const api_call& call) {
  const auto data = read_data(call.body);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  const auto current = field_reader{*data, "/data", problems}.boolean("current");
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  const auto done = ask_engine(call.service, patch_run_request{call.path_args[0], current == false});
  if (!done) return tl::unexpected{done.error()};
  return run_reply(call, 200, call.path_args[0]);
}

api_result delete_run(const api_call& call) {
  const auto done = ask_engine(call.service, delete_run_request{call.path_args[0]});
  if (!done) return tl::unexpected{done.error()};
  return api_reply{200, "{}"};
}

}  // namespace deckhand
