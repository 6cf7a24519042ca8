/// What a route's handler works with, and what it gives back.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/front_end_port.hpp"
#include "http/access_gate.hpp"
#include "http/api_error.hpp"
#include "http/audit_log.hpp"
#include "http/client_data_store.hpp"
#include "http/request_body.hpp"
#include "http/server.hpp"
#include "http/settings_store.hpp"

namespace deckhand {

/// The same for all requests about one robot.
struct api_service {
  front_end_port& port;
  const node_description& node;
  const script_process_config& script_process;  ///< that scripts are looked at in
  const bool allow_native_scripts;
  const std::atomic<bool>& is_stopping;
  settings_store& settings;
  client_data_store& client_data;
  const access_gate& gate;
  audit_log& audit;
  const std::vector<served_robot>& robots;  ///< all that the server shows; the first is the default
  const std::string path_prefix;            ///< of links: empty, or "/robots/NAME" where the plain paths are another robot's
};

struct api_call {
  const api_service& service;
  std::vector<std::string> path_args;  ///< the pattern's {…}, in order, percent-decoded
  const std::multimap<std::string, std::string>& query;
  const request_body& body;
  int version = 4;  ///< of the API that the client speaks
};

struct api_reply {
  int status = 200;
  std::string body;  ///< JSON, unless told otherwise
  std::string content_type = "application/json";
};
using api_result = tl::expected<api_reply, api_error>;

/// How long a client is kept waiting for the engine, and for the robot to come to where it was sent.
inline constexpr std::chrono::seconds longest_wait_for_engine{30};
inline constexpr std::chrono::seconds longest_wait_for_robot{180};

/// Sends a request to the engine and waits for its answer, half a minute at most unless told otherwise. A refusal, a stopping
/// node and silence are errors.
tl::expected<control_success, api_error> ask_engine(const api_service& service, control_request request,
                                                    std::chrono::seconds longest_wait = longest_wait_for_engine);

/// Waits until `holds` is true of a picture, the deadline is over, or the server stops.
void wait_for_picture(const api_service& service, const std::function<bool(const read_model&)>& holds,
                      std::optional<std::chrono::steady_clock::time_point> deadline);

}  // namespace deckhand
