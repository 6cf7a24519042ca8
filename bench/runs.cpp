#include "bench/runs.hpp"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <thread>

#include "runtime/clock.hpp"

namespace deckhand::bench {

using nlohmann::json;

json value_of(const robot_client::reply& reply, const char* what) {
  if (!reply)
    throw std::runtime_error(std::string{what} + ": " + (reply.error().details.empty() ? "" : reply.error().details.front()));
  return (*reply)["data"];
}

std::string prepare_run(robot_client& client, const std::string& file_name, const std::string& protocol) {
  const auto uploaded = value_of(client.upload(file_name, protocol), "upload");
  const auto analyses = "/protocols/" + uploaded["id"].get<std::string>() + "/analyses";
  while (value_of(client.get(analyses), "analyses").back()["status"] != "completed")
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  return value_of(client.post("/runs", {{"protocolId", uploaded["id"]}}), "run")["id"];
}

void play_to_the_end(robot_client& client, const std::string& run_id) {
  value_of(client.post("/runs/" + run_id + "/actions", {{"actionType", "play"}}), "play");
  for (;;) {
    const auto run = value_of(client.get("/runs/" + run_id), "run");
    if (run["status"] == "succeeded") return;
    if (run["status"] == "failed" || run["status"] == "stopped") throw std::runtime_error("the run ended as " + run.dump());
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
}

json log_of(robot_client& client, const std::string& run_id, std::size_t length) {
  return value_of(client.get("/runs/" + run_id + "/commands?cursor=0&pageLength=" + std::to_string(length + 100)), "log");
}

double seconds_of(const json& log, const char* command_type) {
  std::optional<wall_time> first, last;
  for (const auto& item : log) {
    if (item["commandType"] != command_type) continue;
    if (!first) first = parse_iso8601(item["startedAt"].get<std::string>());
    last = parse_iso8601(item["completedAt"].get<std::string>());
  }
  if (!first || !last) throw std::runtime_error(std::string{"the log has no "} + command_type);
  return std::chrono::duration<double>(*last - *first).count();
}

}  // namespace deckhand::bench
