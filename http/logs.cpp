// /logs: the newest lines of the node's own logs.

#include "http/handlers.hpp"
#include "http/query_reader.hpp"
#include "runtime/clock.hpp"
#include "runtime/json_text.hpp"
#include "runtime/node_logs.hpp"

namespace deckhand {
namespace {

constexpr std::int64_t most_records = 100'000;
constexpr std::int64_t usual_records = 50'000;

std::string iso_time(const spdlog::details::log_msg_buffer& record) {
  return to_iso8601(std::chrono::time_point_cast<wall_time::duration>(record.time));
}

// As the system's journal counts: 3 is an error, 7 a debugging line.
int priority_of(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::critical: return 2;
    case spdlog::level::err: return 3;
    case spdlog::level::warn: return 4;
    case spdlog::level::info: return 6;
    default: return 7;
  }
}

std::string text_of(const std::vector<spdlog::details::log_msg_buffer>& records) {
  std::string text;
  for (const auto& record : records) {
    const auto level = spdlog::level::to_string_view(record.level);
    text.append(iso_time(record)).append(" ").append(level.data(), level.size()).append(" ");
    text.append(record.payload.data(), record.payload.size()).append("\n");
  }
  return text;
}

std::string json_of(const std::vector<spdlog::details::log_msg_buffer>& records) {
  std::string text = "[";
  for (const auto& record : records) {
    json_object_text item;
    item.add_string("time", iso_time(record)).add_json("PRIORITY", std::to_string(priority_of(record.level)));
    item.add_string("MESSAGE", {record.payload.data(), record.payload.size()});
    if (text.size() > 1) text += ",\n";
    text += std::move(item).take();
  }
  return text += "]\n";
}

}  // namespace

api_result get_log(const api_call& call) {
  query_reader query{call.query};
  const auto log = parse_node_log(call.path_args[0]);
  if (!log) query.add_problem("log_identifier", "there is no such log: " + call.path_args[0]);
  const auto format = query.text("format").value_or("text");
  if (format != "text" && format != "json") query.add_problem("format", "must be text or json");
  const auto count = query.integer("records").value_or(usual_records);
  if (count < 1 || count > most_records) query.add_problem("records", "must be from 1 to 100000");
  if (!query.is_sound()) return tl::unexpected{invalid_request(query.take_problems())};
  const auto records = ring_of(*log)->last_raw(static_cast<std::size_t>(count));
  if (format == "json") return api_reply{200, json_of(records)};
  return api_reply{200, text_of(records), "text/plain; charset=utf-8"};
}

}  // namespace deckhand
