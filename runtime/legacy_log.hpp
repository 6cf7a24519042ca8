/// How the steps of a JSON file of schema 3 to 5 show in the log: entries of a form of their own, whatever the robot does for
/// them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "runtime/script_requests.hpp"

namespace deckhand {

class legacy_log {
 public:
  /// An entry of a type that the engine has, too. `kind` is the step as the old robot software called it: "command.ASPIRATE".
  protocol_command entry(const std::string& kind, std::string command_type, nlohmann::json params,
                         std::vector<protocol_command> steps, nlohmann::json result_patch = nlohmann::json::object());
  /// The same, with this result, whatever the steps come to.
  protocol_command entry_with_result(const std::string& kind, std::string command_type, nlohmann::json params,
                                     std::vector<protocol_command> steps, nlohmann::json result);
  /// An entry of type custom, which shows only a text.
  protocol_command custom(const std::string& kind, const std::string& text, std::vector<protocol_command> steps);
  /// The run is paused after it.
  protocol_command pause(nlohmann::json params);

 private:
  protocol_command finish(const std::string& kind, script_work work);

  std::map<std::string, int> counts_;  // by kind
};

/// What the old log shows for every position.
nlohmann::json legacy_no_position();

}  // namespace deckhand
