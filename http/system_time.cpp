// /system/time: the machine's clock.

#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/wire.hpp"
#include "runtime/clock.hpp"

namespace deckhand {

api_result get_system_time(const api_call&) {
  const auto now = std::chrono::time_point_cast<wall_time::duration>(std::chrono::system_clock::now());
  const nlohmann::json data{{"id", "time"}, {"systemTime", to_iso8601(now)}};
  return api_reply{200, data_and_links_body(data.dump(), "{}")};
}

// A process does not set its machine's clock, and a machine with network time would set it back.
api_result put_system_time(const api_call& call) {
  const auto data = read_data(call.body);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  field_reader{*data, "/data", problems}.required_string("systemTime");
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  return tl::unexpected{single_error(403, "SystemTimeAlreadySynchronized", "System Time Already Synchronized",
                                     "The machine that deckhand runs on keeps its own time.")};
}

}  // namespace deckhand
