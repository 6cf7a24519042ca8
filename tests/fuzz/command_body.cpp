// The body of a posted command. The input's first line is the query string, the rest the body.

#include <httplib.h>

#include "http/command_posting.hpp"
#include "runtime/command_catalogue.hpp"
#include "tests/fuzz/input.hpp"

using namespace deckhand;
using fuzz::promise;

namespace {

/// There is nobody behind it: reading a body asks nobody.
class no_port final : public front_end_port {
 public:
  read_model_ptr snapshot() const override { std::abort(); }
  read_model_ptr wait_until(const std::function<bool(const read_model&)>&,
                            std::optional<std::chrono::steady_clock::time_point>) const override {
    std::abort();
  }
  std::future<control_reply> submit(control_request) override { std::abort(); }
  mailbox_depths max_mailbox_depths() const override { std::abort(); }
  std::string line_timing_json() const override { std::abort(); }
  std::string verb_timing_json() const override { std::abort(); }
  robot_facts robot() const override { std::abort(); }
  robot_link link() const override { std::abort(); }
};

void check(const api_call& call, std::optional<command_intent> forced_intent) {
  const auto posted = read_posted_command(call, forced_intent);
  if (!posted) {
    promise(posted.error().status == 422, "what is wrong with a command is the client's mistake");
    promise(nlohmann::json::accept(to_errors_json(posted.error())), "an error is JSON, whatever it quotes");
    return;
  }
  const auto& request = posted->request;
  promise(is_known_command_type(request.command_type), "only known commands get through");
  const auto params = nlohmann::json::parse(request.params_json);
  const auto again = complete_params(request.command_type, params);
  promise(again && *again == params, "complete parameters are complete");
  promise(!forced_intent || request.intent == *forced_intent, "a forced intent holds");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static no_port port;
  static const node_description node;
  static const script_process_config process;
  static const std::atomic<bool> is_stopping{false};
  static settings_store settings{{}};
  static client_data_store client_data;
  static const access_gate gate{{}, false};
  static audit_log audit{{}};
  static const std::vector<served_robot> robots;
  static const api_service service{port, node, process, false, is_stopping, settings, client_data, gate, audit, robots, {}};
  auto rest = fuzz::as_text(data, size);
  httplib::Params query;
  httplib::detail::parse_query_text(std::string{fuzz::take_until(rest, '\n')}, query);
  request_body body;
  body.text = rest;
  const api_call call{service, {"run"}, query, body, 4};
  check(call, std::nullopt);
  check(call, command_intent::setup);
  return 0;
}
