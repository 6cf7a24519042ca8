/// Every command type an OT-2 run can carry, with its parameters: one table, used for protocol files and for HTTP alike.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace deckhand {

/// One thing wrong with a command's parameters.
struct param_problem {
  std::string pointer;  ///< JSON pointer below the command, for example "/params/wellLocation/origin"
  std::string message;  ///< for example "must be one of top, bottom, center"
};

/// Whose command it is. Clients and files have all types but those that only stand below a script's own entry.
enum class command_use : unsigned char { logged, legacy_step };

bool is_known_command_type(std::string_view command_type, command_use use = command_use::logged);

/// Checks types, required fields, ranges and enumerations, and fills in every default, as the log shows them.
/// A field that is null counts as absent, and so does `params` itself. Unknown extra fields are dropped (except for `custom`,
/// which keeps anything). Slot names in the other robot's style ("D1") come back in the OT-2's ("1").
tl::expected<nlohmann::json, std::vector<param_problem>> complete_params(std::string_view command_type,
                                                                         const nlohmann::json& params,
                                                                         command_use use = command_use::logged);

}  // namespace deckhand
