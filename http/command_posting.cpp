#include "http/command_posting.hpp"

#include <algorithm>

#include "http/json_body.hpp"
#include "http/query_reader.hpp"
#include "http/wire.hpp"
#include "runtime/command_catalogue.hpp"

namespace deckhand {
namespace {

// The longest timeout that is taken literally; beyond it nobody can tell the difference.
constexpr std::int64_t max_timeout_ms = std::int64_t{365} * 24 * 3600 * 1000;

command_wait read_wait(query_reader& query) {
  command_wait wait{query.boolean("waitUntilComplete", false), std::nullopt};
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

void read_command(field_reader& fields, std::vector<error_item>& problems, post_command_request& request,
                  std::optional<command_intent> forced_intent) {
  const auto type = fields.required_string("commandType");
  const auto* params = fields.required_object("params");
  const bool is_known = type && is_known_command_type(*type);
  if (type && !is_known) fields.add_problem("commandType", "\"" + *type + "\" is not a command of this robot");
  const auto wanted_intent = read_intent(fields);
  request.intent = forced_intent.value_or(wanted_intent);
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

void wait_until_settled(const api_service& service, run_kind kind, const std::string& run_id, const std::string& command_id,
                        std::optional<std::chrono::milliseconds> timeout) {
  std::optional<std::chrono::steady_clock::time_point> deadline;
  if (timeout) deadline = std::chrono::steady_clock::now() + *timeout;
  const auto holds = [&](const read_model& picture) {
    const auto* run = picture.find_run(kind, run_id);
    return !run || is_settled(*run, command_id);
  };
  wait_for_picture(service, holds, deadline);
}

api_result command_reply(const api_call& call, run_kind kind, const std::string& run_id, const std::string& command_id) {
  const auto picture = call.service.port.snapshot();
  const auto* run = picture->find_run(kind, run_id);
  const auto index = run ? run->index_of(command_id) : std::nullopt;
  if (!index) return tl::unexpected{run_not_found(run_id)};
  return api_reply{201, data_body(run->commands.at(*index).full_json())};
}

}  // namespace

tl::expected<posted_command, api_error> read_posted_command(const api_call& call, std::optional<command_intent> forced_intent) {
  query_reader query{call.query};
  posted_command posted{{}, read_wait(query)};
  auto problems = query.take_problems();
  const auto data = read_data(call.body);
  if (!data) return tl::unexpected{data.error()};
  if (!forced_intent) posted.request.failed_command_id = query.text("failedCommandId");
  field_reader fields{*data, "/data", problems};
  read_command(fields, problems, posted.request, forced_intent);
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  return posted;
}

api_result post_and_answer(const api_call& call, posted_command posted) {
  const auto kind = posted.request.kind;
  auto run_id = posted.request.run_id;
  const auto accepted = ask_engine(call.service, std::move(posted.request));
  if (!accepted) return tl::unexpected{accepted.error()};
  if (run_id.empty()) run_id = accepted->run_id;
  if (posted.wait.until_complete) wait_until_settled(call.service, kind, run_id, accepted->id, posted.wait.timeout);
  return command_reply(call, kind, run_id, accepted->id);
}

}  // namespace deckhand
