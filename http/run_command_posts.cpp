#include <algorithm>

#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/query_reader.hpp"
#include "http/wire.hpp"
#include "runtime/command_catalogue.hpp"

namespace deckhand {
namespace {

struct wait_query {
  bool until_complete = false;
  std::optional<std::chrono::milliseconds> timeout;
};

// The longest timeout that is taken literally; beyond it nobody can tell the difference.
constexpr std::int64_t max_timeout_ms = std::int64_t{365} * 24 * 3600 * 1000;

wait_query read_wait(query_reader& query) {
  wait_query wait{query.boolean("waitUntilComplete", false), std::nullopt};
  if (const auto timeout_ms = query.integer("timeout")) {
    if (*timeout_ms <= 0) query.add_problem("timeout", "ensure this value is greater than 0");
    wait.timeout = std::chrono::milliseconds{std::min(*timeout_ms, max_timeout_ms)};
  }
  return wait;
}

command_intent read_intent(field_reader& fields) {
  const auto text = fields.string("intent");
  if (!text) return command_intent::setup;
  const auto intent = parse_command_intent(*text);
  if (intent && *intent != command_intent::none) return *intent;
  fields.add_problem("intent", "must be one of protocol, setup, fixit");
  return command_intent::none;
}

void read_command(field_reader& fields, std::vector<error_item>& problems, post_command_request& request) {
  const auto type = fields.required_string("commandType");
  const auto* params = fields.required_object("params");
  const bool is_known = type && is_known_command_type(*type);
  if (type && !is_known) fields.add_problem("commandType", "\"" + *type + "\" is not a command of this robot");
  request.intent = read_intent(fields);
  request.key = fields.string("key");
  if (!is_known || !params) return;
  const auto complete = complete_params(*type, *params);
  if (complete) {
    request.command_type = *type;
    request.params_json = complete->dump();
    return;
  }
  for (const auto& problem : complete.error()) problems.push_back(problem_at_pointer("/data" + problem.pointer, problem.message));
}

bool is_settled(const run_view& run, const std::string& command_id) {
  const auto index = run.index_of(command_id);
  if (!index) return true;
  switch (run.commands.at(*index).status) {
    case command_status::queued: return run.result != run_result::none;  // given up with the run
    case command_status::running: return false;
    case command_status::succeeded:
    case command_status::failed: break;
  }
  return true;
}

void wait_until_settled(const api_service& service, const std::string& run_id, const std::string& command_id,
                        std::optional<std::chrono::milliseconds> timeout) {
  std::optional<std::chrono::steady_clock::time_point> deadline;
  if (timeout) deadline = std::chrono::steady_clock::now() + *timeout;
  const auto holds = [&](const read_model& picture) {
    const auto* run = picture.find_run(run_id);
    return !run || is_settled(*run, command_id);
  };
  wait_for_picture(service, holds, deadline);
}

api_result command_reply(const api_call& call, const std::string& run_id, const std::string& command_id) {
  const auto picture = call.service.port.snapshot();
  const auto* run = picture->find_run(run_id);
  const auto index = run ? run->index_of(command_id) : std::nullopt;
  if (!index) return tl::unexpected{run_not_found(run_id)};
  return api_reply{201, data_body(run->commands.at(*index).full_json())};
}

}  // namespace

api_result post_run_command(const api_call& call) {
  const auto& run_id = call.path_args[0];
  query_reader query{call.query};
  const auto wait = read_wait(query);
  auto problems = query.take_problems();
  const auto data = read_data(call.body);
  if (!data) return tl::unexpected{data.error()};
  post_command_request request{run_id, {}, {}, command_intent::setup, std::nullopt, query.text("failedCommandId")};
  field_reader fields{*data, "/data", problems};
  read_command(fields, problems, request);
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  if (request.failed_command_id && request.intent != command_intent::fixit)
    return tl::unexpected{single_error(400, "CommandNotAllowed", "Command Not Allowed",
                                       "failedCommandId is only allowed for commands with the intent fixit.")};
  const auto posted = ask_engine(call.service, std::move(request));
  if (!posted) return tl::unexpected{posted.error()};
  if (wait.until_complete) wait_until_settled(call.service, run_id, posted->id, wait.timeout);
  return command_reply(call, run_id, posted->id);
}

}  // namespace deckhand
