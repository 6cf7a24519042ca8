#include <algorithm>

#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/run_time_parameters.hpp"
#include "http/wire.hpp"
#include "runtime/json_text.hpp"

namespace deckhand {
namespace {

api_error analysis_not_found(const std::string& analysis_id) {
  return single_error(404, "AnalysisNotFound", "Protocol Analysis Not Found", "Analysis " + analysis_id + " was not found.");
}

std::string summary_json_of(const analysis_view& analysis) {
  json_object_text text;
  text.add_string("id", analysis.analysis_id).add_string("status", analysis.is_completed ? "completed" : "pending");
  text.add_json("runTimeParameters", analysis.run_time_parameters_json);
  return std::move(text).take();
}

// A pending analysis has no more to it than its summary.
std::string whole_json_of(const analysis_view& analysis) {
  return analysis.is_completed ? *analysis.document_json : summary_json_of(analysis);
}

tl::expected<const analysis_view*, api_error> find_analysis(const read_model& picture, const api_call& call) {
  const auto* protocol = picture.find_protocol(call.path_args[0]);
  if (!protocol) return tl::unexpected{protocol_not_found(call.path_args[0])};
  const auto found = std::find_if(protocol->analyses.begin(), protocol->analyses.end(),
                                  [&](const auto& analysis) { return analysis.analysis_id == call.path_args[1]; });
  if (found == protocol->analyses.end()) return tl::unexpected{analysis_not_found(call.path_args[1])};
  return &*found;
}

template <class Format>
api_result analyses_reply(const api_call& call, int status, Format format) {
  const auto picture = call.service.port.snapshot();
  const auto* protocol = picture->find_protocol(call.path_args[0]);
  if (!protocol) return tl::unexpected{protocol_not_found(call.path_args[0])};
  list_body list;
  for (const auto& analysis : protocol->analyses) list.add(format(analysis));
  return api_reply{status, std::move(list).finish(0, protocol->analyses.size())};
}

}  // namespace

api_result post_analysis(const api_call& call) {
  const auto data = read_data(call.body, true);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  field_reader fields{*data, "/data", problems};
  const auto* values = fields.object("runTimeParameterValues");
  const auto* files = fields.object("runTimeParameterFiles");
  const bool force = fields.boolean("forceReAnalyze").value_or(false);
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  const auto before = call.service.port.snapshot();
  auto parameters = read_parameters(values, files, *before);
  if (!parameters) return tl::unexpected{parameters.error()};
  if (const auto* protocol = before->find_protocol(call.path_args[0]))
    report_parameters(call.service, *protocol, *parameters);  // what is wrong with them shows in the analysis
  const auto started = ask_engine(call.service, analyse_request{call.path_args[0], force, std::move(*parameters)});
  if (!started) return tl::unexpected{started.error()};
  return analyses_reply(call, started->is_new ? 201 : 200, summary_json_of);
}

api_result get_analyses(const api_call& call) { return analyses_reply(call, 200, whole_json_of); }

api_result get_analysis(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  const auto analysis = find_analysis(*picture, call);
  if (!analysis) return tl::unexpected{analysis.error()};
  return api_reply{200, data_body(whole_json_of(**analysis))};
}

api_result get_analysis_document(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  const auto analysis = find_analysis(*picture, call);
  if (!analysis) return tl::unexpected{analysis.error()};
  if (!(*analysis)->is_completed) return tl::unexpected{analysis_not_found(call.path_args[1])};
  return api_reply{200, *(*analysis)->document_json};
}

}  // namespace deckhand
