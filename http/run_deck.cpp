// What clients add to a run's deck, and what it holds.

#include <algorithm>
#include <map>

#include "http/deck_additions.hpp"
#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/labware_offsets.hpp"
#include "http/run_lookup.hpp"
#include "http/wire.hpp"
#include "runtime/json_text.hpp"
#include "runtime/labware_catalogue.hpp"

namespace deckhand {
namespace {

using nlohmann::json;
using definitions_by_uri = std::map<std::string, std::string, std::less<>>;

// "opentrons/corning_96_wellplate_360ul_flat/2"
std::string uri_of(const json& definition) {
  return definition["namespace"].get<std::string>() + "/" + definition["parameters"]["loadName"].get<std::string>() + "/" +
         definition["version"].dump();
}

// Only commands that load labware have a definition with wells in their results.
definitions_by_uri definitions_in(const command_log& log) {
  definitions_by_uri found;
  for (std::size_t i = 0; i < log.size(); ++i) {
    const auto& result = log.at(i).result_json;
    if (result.find("\"definition\":") == std::string::npos) continue;
    const auto members = json_members::split(result);
    const auto definition = members ? members->find("definition") : std::nullopt;
    if (!definition || !members->find("labwareId")) continue;
    found.emplace(uri_of(json::parse(*definition)), *definition);
  }
  return found;
}

// What no command loaded, such as the fixed trash, is in the shipped catalogue.
std::string shipped_definition(const std::string& uri) {
  const auto first = uri.find('/');
  const auto last = uri.rfind('/');
  if (first == last || first == std::string::npos) return {};
  const auto version = parse_json(std::string_view{uri}.substr(last + 1));
  if (!version || !version->is_number_integer()) return {};
  const auto definition = find_shipped_labware(std::string_view{uri}.substr(0, first),
                                               std::string_view{uri}.substr(first + 1, last - first - 1), version->get<int>());
  return definition ? definition->document.dump() : std::string{};
}

// The engine adds to a run of whichever kind; a path leads to one kind only.
bool has_run(const api_call& call, run_kind kind) {
  return call.service.port.snapshot()->find_run(kind, call.path_args[0]) != nullptr;
}

}  // namespace

api_result add_labware_offset(const api_call& call, run_kind kind) {
  const auto data = read_data(call.body);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  auto offset = read_labware_offset(*data, "/data", problems);
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  if (!has_run(call, kind)) return tl::unexpected{run_not_found(call.path_args[0])};
  const auto added = ask_engine(call.service, add_labware_offset_request{call.path_args[0], offset.dump()});
  if (!added) return tl::unexpected{added.error()};
  offset["id"] = added->id;
  offset["createdAt"] = added->created_at;
  return api_reply{201, data_body(offset.dump())};
}

api_result add_labware_definition(const api_call& call, run_kind kind) {
  const auto data = read_data(call.body);
  if (!data) return tl::unexpected{data.error()};
  auto definition = read_labware_definition(*data);
  if (!definition) return tl::unexpected{invalid_request({problem_at_pointer("/data", definition.error())})};
  if (!has_run(call, kind)) return tl::unexpected{run_not_found(call.path_args[0])};
  const auto uri = (*definition)->uri;
  const auto added = ask_engine(call.service, add_labware_definition_request{call.path_args[0], std::move(*definition)});
  if (!added) return tl::unexpected{added.error()};
  return api_reply{201, data_body(json{{"definitionUri", uri}}.dump())};
}

api_result post_labware_offset(const api_call& call) { return add_labware_offset(call, run_kind::protocol); }

api_result post_labware_definition(const api_call& call) { return add_labware_definition(call, run_kind::protocol); }

api_result get_loaded_labware_definitions(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  const auto run = find_current_run(*picture, call.path_args[0]);
  if (!run) return tl::unexpected{run.error()};
  const auto loaded = definitions_in((*run)->commands);
  std::vector<std::string> uris, definitions;
  const auto shown = json::parse(*(*run)->run_json);
  for (const auto& labware : shown["labware"]) {
    auto uri = labware["definitionUri"].get<std::string>();
    if (std::ranges::find(uris, uri) != uris.end()) continue;
    const auto found = loaded.find(uri);
    auto definition = found != loaded.end() ? found->second : shipped_definition(uri);
    if (!definition.empty()) definitions.push_back(std::move(definition));
    uris.push_back(std::move(uri));
  }
  return api_reply{200, data_body(join_json_array(definitions))};
}

}  // namespace deckhand
