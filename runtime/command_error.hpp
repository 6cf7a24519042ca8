/// Why a command or a run failed, as clients see it in the run log.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "runtime/clock.hpp"

namespace deckhand {

/// Becomes an ErrorOccurrence of the HTTP API. Codes are the OT-2's own four-digit ones.
struct command_error {
  std::string error_type;           ///< for example "TipNotAttachedError"
  std::string detail;               ///< a sentence for people
  std::string error_code = "4000";  ///< "4000" is the general error
  nlohmann::json error_info = nlohmann::json::object();
  bool is_defined = false;
  std::vector<command_error> wrapped = {};
};

/// {id, createdAt, errorType, errorCode, detail, errorInfo, wrappedErrors, isDefined}; wrapped errors get ids of their own.
nlohmann::json to_error_occurrence(const command_error& error, const std::string& id, wall_time at);

/// A random UUID, version 4, in lower case. Callable from any thread.
std::string make_uuid();

}  // namespace deckhand
