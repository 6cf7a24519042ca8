/// The truth about one run, as a fold of its events, and the one table of what may be done to it when.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <unordered_map>
#include <vector>

#include "runtime/event.hpp"

namespace deckhand {

enum class run_status : unsigned char {
  idle,
  running,
  paused,
  blocked_by_open_door,
  stop_requested,
  finishing,
  stopped,
  failed,
  succeeded
};
std::string_view to_string(run_status status);  ///< as on the wire: "idle", "stop-requested", …
bool is_terminal(run_status status);

enum class command_status : unsigned char { queued, running, succeeded, failed };
std::string_view to_string(command_status status);

struct command_progress {
  command_status status = command_status::queued;
  command_intent intent = command_intent::none;
};

struct run_state {
  std::string run_id;
  std::optional<std::string> protocol_id;
  bool current = true;
  bool was_played = false;
  bool is_paused = false;
  bool is_blocked_by_door = false;  ///< paused, and not to be played on
  run_result result = run_result::none;
  bool is_finished = false;  ///< cleanup is over: the log is final
  bool cleanup_failed = false;
  std::vector<command_progress> commands;                    ///< in the log's order
  std::unordered_map<std::string, std::size_t> index_by_id;  ///< command id to place in `commands`
  std::size_t running_commands = 0;
  std::size_t queued_setup_commands = 0;
};

/// Folds one event of this run. Events about unknown commands are ignored; a second run_ending is, too.
void apply(run_state& state, const event_body& body);

run_status status_of(const run_state& state);

/// Whether the run may be archived or deleted: it is over, or idle with nothing running and no setup command queued.
bool is_ok_to_clear(const run_state& state);

/// Why a run cannot be played on.
inline constexpr std::string_view door_stands_open = "Front door or top window is currently open.";

/// The transition table. The error is the sentence that clients get with 409. Only for a run that is current.
tl::expected<void, std::string> check_action(const run_state& state, action_type action);

/// Whether a command may still be posted to a current run.
enum class post_refusal : unsigned char { run_stopped, setup_not_allowed, fixit_not_allowed };
tl::expected<void, post_refusal> check_post(const run_state& state, command_intent intent);

}  // namespace deckhand
