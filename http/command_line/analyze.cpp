// `deckhand analyze`: a dry run in this process, without a node.

#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

#include "actors/analysis.hpp"
#include "http/command_line/command_line.hpp"
#include "http/upload_form.hpp"
#include "runtime/clock.hpp"
#include "runtime/command_error.hpp"
#include "runtime/protocol_files.hpp"

namespace deckhand {
namespace {

void print_summary(const analysis_outcome& outcome) {
  std::printf("%-40s %s\n", "command", "count");
  std::size_t total = 0;
  for (const auto& [command_type, count] : outcome.command_counts) {
    std::printf("%-40s %zu\n", command_type.c_str(), count);
    total += count;
  }
  std::printf("%-40s %zu\n\n", "total", total);
  const auto seconds = static_cast<long>(outcome.estimated_s + 0.5);
  std::printf("estimated run time: %ld min %ld s\n", seconds / 60, seconds % 60);
  for (const auto& problem : outcome.problems) {
    const auto place = problem.command_type.empty()
                           ? std::string{}
                           : "command " + std::to_string(problem.command_index) + " (" + problem.command_type + "): ";
    std::printf("problem: %s%s: %s\n", place.c_str(), problem.error_type.c_str(), problem.detail.c_str());
  }
  if (outcome.problems.empty()) std::printf("no problems found\n");
}

// As an upload would be sorted; prints what is wrong.
std::optional<std::vector<protocol_file>> sorted(const given_files& given) {
  if (given.protocol_files.size() == 1)
    return std::vector<protocol_file>{{given.protocol_files[0].file_name, "main", given.protocol_files[0].content}};
  std::vector<const form_part*> parts;
  for (const auto& file : given.protocol_files) parts.push_back(&file);
  auto sorted = sort_files(parts);
  if (sorted) return std::move(sorted->files);
  for (const auto& item : sorted.error().items) std::fprintf(stderr, "deckhand: %s\n", item.detail.c_str());
  return std::nullopt;
}

}  // namespace

int analyze_protocol(const analyze_options& options) {
  const auto given = read_given_files(options.given);
  if (!given) {
    std::fprintf(stderr, "deckhand: %s\n", given.error().c_str());
    return 2;
  }
  const auto files = sorted(*given);
  if (!files) return 1;
  const auto protocol = read_protocol_files(*files);
  if (!protocol) {
    for (const auto& problem : protocol.error().problems)
      std::fprintf(stderr, "%s: %s: %s\n", protocol.error().file.c_str(), problem.place.c_str(), problem.message.c_str());
    return 1;
  }
  analysis_options chosen;
  chosen.analysis_id = make_uuid();
  chosen.started_at = system_clock_source{}.wall_now();
  chosen.parameters.values = given->values;
  for (const auto& [name, file] : given->parameter_files)
    chosen.parameters.files[name] = {make_uuid(), file.file_name, file.content};
  chosen.robot = usual_robot();
  if (!options.robot_config.empty()) {
    auto what_it_has = load_robot_config(options.robot_config);
    if (!what_it_has) return 2;
    chosen.robot = std::move(*what_it_has);
  }
  auto on_line = open_gcode_log(options.gcode_log);
  if (!on_line) return 2;
  chosen.on_line = std::move(*on_line);
  chosen.is_alone = options.is_alone;
  const auto outcome = analyse(**protocol, chosen);
  if (options.as_json)
    std::printf("%s\n", outcome.document_json.c_str());
  else
    print_summary(outcome);
  return outcome.problems.empty() ? 0 : 1;
}

}  // namespace deckhand
