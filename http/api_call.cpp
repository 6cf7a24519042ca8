#include "http/api_call.hpp"

#include <algorithm>

namespace deckhand {
namespace {

using steady = std::chrono::steady_clock;

// How soon a waiting request notices that the server stops.
constexpr std::chrono::milliseconds stop_check_interval{100};

api_error no_answer(std::string detail) {
  return single_error(503, "EngineNotAvailable", "Engine Not Available", std::move(detail));
}

}  // namespace

tl::expected<control_success, api_error> ask_engine(const api_service& service, control_request request,
                                                    std::chrono::seconds longest_wait) {
  auto future = service.port.submit(std::move(request));
  const auto deadline = steady::now() + longest_wait;
  while (future.wait_for(stop_check_interval) != std::future_status::ready) {
    if (service.is_stopping) return tl::unexpected{no_answer("The server is stopping.")};
    if (steady::now() >= deadline) return tl::unexpected{no_answer("The engine did not answer in time.")};
  }
  try {
    auto reply = future.get();
    if (!reply) return tl::unexpected{to_api_error(reply.error())};
    return std::move(*reply);
  } catch (const std::future_error&) {
    return tl::unexpected{no_answer("The engine stopped before it answered.")};
  }
}

void wait_for_picture(const api_service& service, const std::function<bool(const read_model&)>& holds,
                      std::optional<steady::time_point> deadline) {
  while (!service.is_stopping) {
    auto until = steady::now() + stop_check_interval;
    if (deadline) until = std::min(until, *deadline);
    const auto picture = service.port.wait_until(holds, until);
    const auto now = steady::now();
    if (holds(*picture) || (deadline && now >= *deadline)) return;
    if (now < until) return;  // a port that does not wait any longer belongs to a node that has stopped
  }
}

}  // namespace deckhand
