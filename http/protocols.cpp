#include "http/handlers.hpp"
#include "http/query_reader.hpp"
#include "http/wire.hpp"
#include "runtime/json_text.hpp"

namespace deckhand {

api_result get_protocols(const api_call& call) {
  query_reader query{call.query};
  const auto kind = query.text("protocolKind");
  if (kind && *kind != "standard" && *kind != "quick-transfer")
    query.add_problem("protocolKind", "must be one of standard, quick-transfer");
  if (!query.is_sound()) return tl::unexpected{invalid_request(query.take_problems())};
  const auto picture = call.service.port.snapshot();
  list_body list;
  std::size_t count = 0;
  for (const auto& protocol : picture->protocols) {
    if (kind && *kind != protocol->protocol_kind) continue;
    list.add(*protocol->protocol_json);
    ++count;
  }
  return api_reply{200, std::move(list).finish(0, count)};
}

api_result get_protocol_ids(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  list_body list;
  for (const auto& protocol : picture->protocols) {
    std::string id;
    append_json_string(id, protocol->protocol_id);
    list.add(id);
  }
  return api_reply{200, std::move(list).finish(0, picture->protocols.size())};
}

api_result get_protocol(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  const auto* protocol = picture->find_protocol(call.path_args[0]);
  if (!protocol) return tl::unexpected{protocol_not_found(call.path_args[0])};
  std::vector<std::string> references;
  for (const auto& run : picture->runs) {
    const auto used = picture->protocol_of_run.find(run->run_id);
    if (used == picture->protocol_of_run.end() || *used->second != protocol->protocol_id) continue;
    json_object_text reference;
    reference.add_string("id", run->run_id).add_string("href", call.service.path_prefix + "/runs/" + run->run_id);
    references.push_back(std::move(reference).take());
  }
  json_object_text links;
  links.add_json("referencingRuns", join_json_array(references));
  return api_reply{200, data_and_links_body(*protocol->protocol_json, std::move(links).take())};
}

api_result delete_protocol(const api_call& call) {
  const auto done = ask_engine(call.service, delete_protocol_request{call.path_args[0]});
  if (!done) return tl::unexpected{done.error()};
  return api_reply{200, "{}"};
}

}  // namespace deckhand
