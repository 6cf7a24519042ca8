#include "tests/scenario/served_robot.hpp"

#include <catch2/catch.hpp>
#include <optional>

#include "http/command_line/robot_client.hpp"
#include "tests/support/patience.hpp"

namespace deckhand::testing {

using nlohmann::json;

json get(const std::string& url, const std::string& path) {
  robot_client client{url};
  auto reply = client.get(path);
  if (!reply) FAIL(path << ": " << reply.error().status << " " << reply.error().details.front());
  return *reply;
}

json log_of(const std::string& url, const std::string& run_id) {
  return get(url, "/runs/" + run_id + "/commands?cursor=0&pageLength=100000")["data"];
}

started_run start_run(const std::string& url, const std::string& protocol) {
  robot_client client{url};
  auto uploaded = client.upload("protocol.json", protocol);
  REQUIRE(uploaded);
  const std::string protocol_id = (*uploaded)["data"]["id"];
  auto run = client.post("/runs", {{"protocolId", protocol_id}});
  REQUIRE(run);
  const std::string run_id = (*run)["data"]["id"];
  REQUIRE(client.post("/runs/" + run_id + "/actions", {{"actionType", "play"}}));
  return {protocol_id, run_id};
}

json log_with(const std::string& url, const std::string& run_id, std::size_t finished) {
  const auto look = [&]() -> std::optional<json> {
    auto log = log_of(url, run_id);
    std::size_t succeeded = 0;
    for (const auto& entry : log) succeeded += entry["status"] == "succeeded" ? 1 : 0;
    return succeeded >= finished ? std::optional{std::move(log)} : std::nullopt;
  };
  return ask_until(look, "finished commands");
}

json end_of(const std::string& url, const std::string& run_id) {
  const auto look = [&]() -> std::optional<json> {
    auto run = get(url, "/runs/" + run_id)["data"];
    const bool is_over = run["status"] == "succeeded" || run["status"] == "failed" || run["status"] == "stopped";
    return is_over ? std::optional{std::move(run)} : std::nullopt;
  };
  return ask_until(look, "the end of a run");
}

void wait_for_health(const std::string& url, bool is_degraded) {
  const auto look = [&] { return get(url, "/health").contains("degraded") == is_degraded ? std::optional{true} : std::nullopt; };
  ask_until(look, is_degraded ? "trouble" : "health");
}

void wait_for_trouble(const std::string& url, const std::string& part) {
  const auto look = [&]() -> std::optional<bool> {
    const auto health = get(url, "/health");
    const bool is_told = health.contains("degraded") && health["degraded"][0].get<std::string>().find(part) != std::string::npos;
    return is_told ? std::optional{true} : std::nullopt;
  };
  ask_until(look, part);
}

void check_broken_log(const json& before, const json& after) {
  std::size_t i = 0;
  for (; i < after.size() && after[i]["status"] == "succeeded"; ++i)
    if (i < before.size() && before[i]["status"] == "succeeded") CHECK(after[i] == before[i]);
  REQUIRE(i < after.size());
  CHECK(after[i]["status"] == "failed");
  CHECK(after[i]["error"]["errorType"] == "CommandOutcomeUnknownError");
  for (++i; i < after.size(); ++i) {
    CHECK(after[i]["status"] == "failed");
    CHECK_FALSE(after[i].contains("error"));
  }
}

json without_chance(json log) {
  for (auto& entry : log)
    for (const auto* member : {"id", "createdAt", "startedAt", "completedAt"}) entry.erase(member);
  return log;
}

}  // namespace deckhand::testing
