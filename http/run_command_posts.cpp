#include "http/command_posting.hpp"
#include "http/handlers.hpp"

namespace deckhand {

api_result post_run_command(const api_call& call) {
  auto posted = read_posted_command(call, std::nullopt);
  if (!posted) return tl::unexpected{posted.error()};
  auto& request = posted->request;
  if (request.failed_command_id && request.intent != command_intent::fixit)
    return tl::unexpected{single_error(400, "CommandNotAllowed", "Command Not Allowed",
                                       "failedCommandId is only allowed for commands with the intent fixit.")};
  request.run_id = call.path_args[0];
  return post_and_answer(call, std::move(*posted));
}

}  // namespace deckhand
