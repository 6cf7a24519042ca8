#include "http/route_table.hpp"

#include <httplib.h>

#include <array>
#include <optional>

namespace deckhand {
namespace {

// Where two patterns fit a path, the first one counts.
constexpr std::array routes{
    route{"GET", "/health", get_health, error_style::legacy},

    route{"GET", "/modules", get_modules},

    route{"POST", "/dataFiles", post_data_file},
    route{"GET", "/dataFiles", get_data_files},
    route{"GET", "/dataFiles/{file_id}", get_data_file},
    route{"GET", "/dataFiles/{file_id}/download", download_data_file},
    route{"DELETE", "/dataFiles/{file_id}", delete_data_file},

    route{"POST", "/protocols", post_protocol},
    route{"GET", "/protocols", get_protocols},
    route{"GET", "/protocols/ids", get_protocol_ids},
    route{"GET", "/protocols/{protocol_id}", get_protocol},
    route{"DELETE", "/protocols/{protocol_id}", delete_protocol},
    route{"POST", "/protocols/{protocol_id}/analyses", post_analysis},
    route{"GET", "/protocols/{protocol_id}/analyses", get_analyses},
    route{"GET", "/protocols/{protocol_id}/analyses/{analysis_id}", get_analysis},
    route{"GET", "/protocols/{protocol_id}/analyses/{analysis_id}/asDocument", get_analysis_document},

    route{"GET", "/protocols/{protocol_id}/dataFiles", get_protocol_data_files},

    route{"POST", "/runs", post_run},
    route{"GET", "/runs", get_runs},
    route{"GET", "/runs/{run_id}", get_run},
    route{"PATCH", "/runs/{run_id}", patch_run},
    route{"DELETE", "/runs/{run_id}", delete_run},
    route{"POST", "/runs/{run_id}/actions", post_run_action},
    route{"POST", "/runs/{run_id}/commands", post_run_command},
    route{"GET", "/runs/{run_id}/commands", get_run_commands},
    route{"GET", "/runs/{run_id}/commands/{command_id}", get_run_command},
    route{"GET", "/runs/{run_id}/commandErrors", get_command_errors},
    route{"GET", "/runs/{run_id}/commandsAsPreSerializedList", get_serialized_commands},
    route{"POST", "/runs/{run_id}/labware_offsets", post_labware_offset},
    route{"POST", "/runs/{run_id}/labware_definitions", post_labware_definition},
    route{"GET", "/runs/{run_id}/loaded_labware_definitions", get_loaded_labware_definitions},
    route{"GET", "/runs/{run_id}/currentState", get_current_state},
    route{"PUT", "/runs/{run_id}/errorRecoveryPolicy", put_error_recovery_policy},
    route{"GET", "/runs/{run_id}/timing", get_run_timing},
};

// Takes the first segment off a path; nullopt at its end. One slash at the end does not count.
std::optional<std::string_view> take_segment(std::string_view& path) {
  if (path.size() < 2) return std::nullopt;
  const auto end = path.find('/', 1);
  const auto segment = path.substr(1, end == std::string_view::npos ? end : end - 1);
  path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
  return segment;
}

std::string decode(std::string_view segment) {
  return segment.find('%') == std::string_view::npos ? std::string{segment}
                                                     : httplib::detail::decode_url(std::string{segment}, false);
}

bool fits(std::string_view pattern, std::string_view path) {
  for (;;) {
    const auto wanted = take_segment(pattern);
    const auto given = take_segment(path);
    if (!wanted || !given) return !wanted && !given;
    const bool is_arg = wanted->front() == '{';
    if (is_arg ? given->empty() : *wanted != *given) return false;
  }
}

std::vector<std::string> args_of(std::string_view pattern, std::string_view path) {
  std::vector<std::string> args;
  while (const auto wanted = take_segment(pattern)) {
    const auto given = take_segment(path);
    if (wanted->front() == '{') args.push_back(decode(*given));
  }
  return args;
}

}  // namespace

route_match find_route(std::string_view method, std::string_view path) {
  const auto sought = method == "HEAD" ? std::string_view{"GET"} : method;
  route_match match;
  if (path.empty() || path.front() != '/') return match;
  for (const auto& candidate : routes) {
    if (!fits(candidate.pattern, path)) continue;
    match.allowed_methods.push_back(candidate.method);
    if (candidate.method != sought) continue;
    match.found = &candidate;
    match.path_args = args_of(candidate.pattern, path);
    break;
  }
  return match;
}

}  // namespace deckhand
