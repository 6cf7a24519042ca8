#include "runtime/event.hpp"

#include <algorithm>
#include <array>

namespace deckhand {
namespace {

constexpr std::array<std::string_view, 5> action_names{"play", "pause", "stop", "resume-from-recovery",
                                                       "resume-from-recovery-assuming-false-positive"};
constexpr std::array<std::string_view, 4> intent_names{"", "protocol", "setup", "fixit"};
constexpr std::array<std::string_view, 4> result_names{"none", "succeeded", "failed", "stopped"};
constexpr std::array<std::string_view, 5> entity_names{"labware", "pipette", "module", "liquid", "labwareOffset"};

template <class Enum, std::size_t Count>
std::optional<Enum> find_in(const std::array<std::string_view, Count>& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view to_string(action_type action) { return action_names[static_cast<std::size_t>(action)]; }
std::string_view to_string(command_intent intent) { return intent_names[static_cast<std::size_t>(intent)]; }
std::string_view to_string(run_result result) { return result_names[static_cast<std::size_t>(result)]; }
std::string_view to_string(entity_kind kind) { return entity_names[static_cast<std::size_t>(kind)]; }

std::optional<action_type> parse_action_type(std::string_view text) { return find_in<action_type>(action_names, text); }
std::optional<command_intent> parse_command_intent(std::string_view text) { return find_in<command_intent>(intent_names, text); }
std::optional<run_result> parse_run_result(std::string_view text) { return find_in<run_result>(result_names, text); }
std::optional<entity_kind> parse_entity_kind(std::string_view text) { return find_in<entity_kind>(entity_names, text); }

}  // namespace deckhand
