#include "http/command_posting.hpp"
#include "http/handlers.hpp"

namespace deckhand {

api_result post_run_command(const api_call& call) {
  auto posted = read_posted_command(call, std::nullopt);
  if (!posted) return tl::unexpected{posted.error()};
  posted->request.run_id = call.path_args[0];
  return post_and_answer(call, std::move(*posted));
}

}  // namespace deckhand
