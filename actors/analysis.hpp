/// The dry run of a protocol: every command on a robot that moves in virtual time. A plain function, no actor.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "hardware/robot_config.hpp"
#include "runtime/clock.hpp"
#include "runtime/protocol_reader.hpp"
#include "runtime/script_process.hpp"

namespace deckhand {

struct analysis_options {
  std::string analysis_id;
  wall_time started_at;                  ///< stands at everything in the document: a dry run has no times of its own
  std::function<bool()> is_cancelled{};  ///< asked before each command; may be empty
  script_process_config process{.processor_limit_s = 120};  ///< of a script
  protocol_parameters parameters{};
  robot_config robot{};
  /// Told every line that the robot would be sent, those of a run's tidy end included; may be empty.
  std::function<void(std::string_view)> on_line{};
  bool is_alone = false;  ///< the robot is sent what the file's own commands ask for, and nothing before or after them
};

struct analysis_problem {
  std::size_t command_index = 0;  ///< in the analysis: the home before the file's own commands is 0
  std::string command_type;
  std::string error_type;
  std::string detail;  ///< a sentence for people
};

struct analysis_outcome {
  std::string document_json;                          ///< the completed analysis, as clients get it
  std::map<std::string, std::size_t> command_counts;  ///< by type: how many were tried, the first home included
  double estimated_s = 0;                             ///< the robot's motion and the protocol's waits; none for people's part
  std::vector<analysis_problem> problems;             ///< empty: the protocol can be run as it is
};

/// Runs the implicit first `home` and then the protocol's commands, up to the first that fails. Never throws for a protocol that
/// read_protocol made. A cancelled analysis ends between two commands; its outcome is of no use.
analysis_outcome analyse(const json_protocol& protocol, const analysis_options& options);

}  // namespace deckhand
