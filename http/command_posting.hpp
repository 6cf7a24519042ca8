/// What posting a command to any kind of run has in common.
#pragma once

#include "http/api_call.hpp"

namespace deckhand {

struct command_wait {
  bool until_complete = false;
  std::optional<std::chrono::milliseconds> timeout;  ///< nothing: however long it takes
};

struct posted_command {
  post_command_request request;
  command_wait wait;
};

/// Reads the body and the query of a posted command. The request's run and kind are the caller's to fill in. `forced_intent`:
/// what counts whatever the client says; nothing: what the client says, `setup` where it says nothing.
tl::expected<posted_command, api_error> read_posted_command(const api_call& call, std::optional<command_intent> forced_intent);

/// Hands it to the engine, waits as the client wishes, and answers with the command as it is then: 201.
api_result post_and_answer(const api_call& call, posted_command posted);

}  // namespace deckhand
