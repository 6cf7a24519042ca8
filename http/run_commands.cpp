#include "http/command_pages.hpp"
#include "http/handlers.hpp"
#include "http/paging.hpp"
#include "http/query_reader.hpp"
#include "http/run_lookup.hpp"
#include "http/wire.hpp"
#include "runtime/json_text.hpp"

namespace deckhand {
namespace {

// {"current": {href, meta{runId, commandId, index, key, createdAt}}}: the running command, else the one finished last.
std::string command_links(const run_view& run, const std::string& collection) {
  const auto index = run.running_index ? run.running_index : run.last_finished_index;
  if (!index) return "{}";
  const auto& entry = run.commands.at(*index);
  json_object_text meta;
  meta.add_string("runId", run.run_id).add_string("commandId", entry.command_id).add_json("index", std::to_string(*index));
  meta.add_string("key", entry.key).add_string("createdAt", entry.created_at);
  json_object_text link;
  link.add_string("href", collection + "/" + run.run_id + "/commands/" + entry.command_id)
      .add_json("meta", std::move(meta).take());
  json_object_text links;
  links.add_json("current", std::move(link).take());
  return std::move(links).take();
}

}  // namespace

tl::expected<page_query, api_error> read_page_query(const api_call& call) {
  query_reader query{call.query};
  const page_query result{query.integer("cursor"), query.integer("pageLength").value_or(default_page_length)};
  // An OT-2's run never holds fixit commands, since it never recovers from errors: both values show the same log.
  query.boolean("includeFixitCommands", true);
  if (!query.is_sound()) return tl::unexpected{invalid_request(query.take_problems())};
  return result;
}

api_result command_page(const api_call& call, run_kind kind, const std::string& collection) {
  const auto query = read_page_query(call);
  if (!query) return tl::unexpected{query.error()};
  const auto picture = call.service.port.snapshot();
  const auto* run = picture->find_run(kind, call.path_args[0]);
  if (!run) return tl::unexpected{run_not_found(call.path_args[0])};
  const auto& log = run->commands;
  const auto shown =
      cut_page(log.size(), query->cursor ? *query->cursor : default_command_cursor(*run, query->length), query->length);
  std::size_t bytes = 0;
  for (auto i = shown.begin; i < shown.end; ++i) bytes += log.at(i).summary_json.size() + 1;
  list_body list{bytes};
  for (auto i = shown.begin; i < shown.end; ++i) list.add(log.at(i).summary_json);
  return api_reply{200,
                   std::move(list).finish(shown.begin, log.size(), command_links(*run, call.service.path_prefix + collection))};
}

api_result get_run_commands(const api_call& call) { return command_page(call, run_kind::protocol, "/runs"); }
api_result get_run_command(const api_call& call) { return one_command(call, run_kind::protocol); }

api_result one_command(const api_call& call, run_kind kind) {
  const auto picture = call.service.port.snapshot();
  const auto* run = picture->find_run(kind, call.path_args[0]);
  if (!run) return tl::unexpected{run_not_found(call.path_args[0])};
  const auto index = run->index_of(call.path_args[1]);
  if (!index) {
    auto error = single_error(404, "CommandNotFound", "Command Not Found", "Command " + call.path_args[1] + " was not found.");
    error.items.front().meta_type = "CommandNotFoundError";
    return tl::unexpected{std::move(error)};
  }
  return api_reply{200, data_body(run->commands.at(*index).full_json())};
}

api_result get_command_errors(const api_call& call) {
  const auto query = read_page_query(call);
  if (!query) return tl::unexpected{query.error()};
  const auto picture = call.service.port.snapshot();
  const auto run = find_current_run(*picture, call.path_args[0]);
  if (!run) return tl::unexpected{run.error()};
  const auto& errors = (*run)->command_errors;
  const auto cursor = query->cursor ? *query->cursor : tail_cursor(errors.size(), query->length);
  const auto shown = cut_page(errors.size(), cursor, query->length);
  list_body list;
  for (auto i = shown.begin; i < shown.end; ++i) list.add(errors.at(i));
  return api_reply{200, std::move(list).finish(shown.begin, errors.size())};
}

api_result get_serialized_commands(const api_call& call) {
  if (const auto query = read_page_query(call); !query) return tl::unexpected{query.error()};
  const auto picture = call.service.port.snapshot();
  const auto* run = picture->find_run(call.path_args[0]);
  if (!run) return tl::unexpected{run_not_found(call.path_args[0])};
  if (!is_terminal(run->status))
    return tl::unexpected{single_error(503, "PreSerializedCommandsNotAvailable", "Pre-Serialized commands not available.",
                                       "Pre-serialized commands are only available once a run has ended.")};
  const auto& log = run->commands;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < log.size(); ++i) bytes += log.at(i).summary_json.size() + log.at(i).result_json.size();
  list_body list{bytes + bytes / 3};  // quotes come out escaped
  std::string quoted;
  for (std::size_t i = 0; i < log.size(); ++i) {
    quoted.clear();
    append_json_string(quoted, log.at(i).full_json());
    list.add(quoted);
  }
  return api_reply{200, std::move(list).finish(0, log.size())};
}

}  // namespace deckhand
