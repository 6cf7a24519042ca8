// What clients may ask of the engine about protocols and their analyses, and when it declines.

#include <algorithm>

#include "actors/engine_answers.hpp"
#include "actors/engine_state.hpp"

namespace deckhand {
namespace {

constexpr std::string_view quick_transfer = "quick-transfer";

control_refusal last_analysis_pending() {
  return {503, "LastAnalysisPending", "Last Analysis Still Pending.",
          "The protocol's last analysis is not completed yet; try again later."};
}

control_refusal not_readable_here() {
  return {
      422, "ProtocolFilesInvalid", "Protocol File(s) Invalid",
      "The engine's node does not take this protocol: it cannot read it there, or it is a C++ script and that node was started "
      "without --allow-native-scripts."};
}

nlohmann::json ids_of(const std::map<std::string, parameter_file>& files) {
  auto ids = nlohmann::json::object();
  for (const auto& [name, file] : files) ids[name] = file.file_id;
  return ids;
}

// Whether an analysis had these parameters.
bool is_for(const analysis_started& started, const protocol_parameters& parameters) {
  return started.run_time_parameters_json == parameters.report.dump() &&
         started.parameter_values_json == parameters.values.dump() &&
         started.parameter_files_json == ids_of(parameters.files).dump();
}

}  // namespace

caf::result<control_outcome> engine_state_state::answer(add_protocol_request& request) {
  if (!request.protocol) {  // from another node, which has read it before
    auto uploaded = record_of(request.description);
    read_again(uploaded);
    if (!uploaded.protocol) return control_outcome{not_readable_here()};
    request.protocol = std::move(uploaded.protocol);
  }
  const auto same = std::find_if(protocols_.begin(), protocols_.end(), [&](const protocol_record& protocol) {
    return protocol.content_hash == request.description.content_hash;
  });
  if (same != protocols_.end()) {
    if (!same->protocol) same->protocol = request.protocol;
    const bool is_same = same->analyses.empty() || is_for(same->analyses.back().started, request.parameters);
    if (!is_same && !same->analyses.back().is_completed) return control_outcome{last_analysis_pending()};
    if (!is_same) start_analysis(*same, std::move(request.parameters));
    return control_outcome{control_success{same->protocol_id, {}, false}};
  }
  const auto has_kind = [&](const protocol_record& each) { return each.protocol_kind == request.description.protocol_kind; };
  if (request.description.protocol_kind == quick_transfer) {
    if (static_cast<std::size_t>(std::ranges::count_if(protocols_, has_kind)) >= maximum_quick_transfers)
      return control_outcome{control_refusal{
          409, "BadRequest", "Bad Request",
          "There are " + std::to_string(maximum_quick_transfers) + " quick transfers already; delete one first."}};
  } else {
    make_room_for_a_protocol();
  }
  request.description.protocol_id = make_uuid();
  const auto protocol_id = request.description.protocol_id;
  emit({}, std::move(request.description));
  auto& protocol = protocols_.back();
  protocol.protocol = std::move(request.protocol);
  start_analysis(protocol, std::move(request.parameters));
  auto promise = self_->make_response_promise<control_outcome>();
  deliver_when_written(promise, control_success{protocol_id, {}, true});
  return promise;
}

caf::result<control_outcome> engine_state_state::answer(delete_protocol_request& request) {
  if (!find_protocol(request.protocol_id)) return control_outcome{no_such_protocol(request.protocol_id)};
  if (is_used(request.protocol_id))
    return control_outcome{control_refusal{409, "ProtocolUsedByRun", "Protocol Used by Run",
                                           "Protocol " + request.protocol_id + " is used by a run; delete the run first."}};
  emit({}, protocol_deleted{request.protocol_id});
  return control_outcome{control_success{request.protocol_id, {}, false}};
}

caf::result<control_outcome> engine_state_state::answer(analyse_request& request) {
  auto* protocol = find_protocol(request.protocol_id);
  if (!protocol) return control_outcome{no_such_protocol(request.protocol_id)};
  if (!protocol->analyses.empty()) {
    const auto& last = protocol->analyses.back();
    const bool is_wanted = request.force || !is_for(last.started, request.parameters);
    if (!is_wanted) return control_outcome{control_success{last.started.analysis_id, {}, false}};
    if (!last.is_completed) return control_outcome{last_analysis_pending()};
  }
  return control_outcome{control_success{start_analysis(*protocol, std::move(request.parameters)), {}, true}};
}

std::string engine_state_state::start_analysis(protocol_record& protocol, protocol_parameters parameters) {
  const auto analysis_id = make_uuid();
  emit({}, analysis_started{protocol.protocol_id, analysis_id, parameters.report.dump(), parameters.values.dump(),
                            ids_of(parameters.files).dump()});
  order_analysis(protocol, analysis_id, std::move(parameters));
  return analysis_id;
}

void engine_state_state::order_analysis(const protocol_record& protocol, const std::string& analysis_id,
                                        protocol_parameters parameters) {
  if (!protocol.protocol) return;
  self_
      ->request(setup_.analyser, caf::infinite,
                analysis_order{protocol.protocol_id, analysis_id, protocol.protocol, std::move(parameters)})
      .then(
          [this](analysis_completed& completed) {
            if (find_protocol(completed.protocol_id)) emit({}, std::move(completed));
          },
          [](const caf::error&) {});  // only when the node stops; the next one takes the analysis up again
}

void engine_state_state::make_room_for_a_protocol() {
  std::vector<std::string> unused;
  for (const auto& protocol : protocols_)
    if (protocol.protocol_kind != quick_transfer && !is_used(protocol.protocol_id)) unused.push_back(protocol.protocol_id);
  for (std::size_t i = 0; i + maximum_unused_protocols <= unused.size(); ++i) emit({}, protocol_deleted{unused[i]});
}

}  // namespace deckhand
