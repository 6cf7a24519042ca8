#include "tests/contract/contract_robot.hpp"

#include <catch2/catch.hpp>
#include <csignal>
#include <optional>

#include "tests/support/patience.hpp"

namespace deckhand::testing {
namespace {

using nlohmann::json;

json data_of(const answer& got) {
  INFO(got.text);
  REQUIRE(got.status / 100 == 2);
  return got.body["data"];
}

}  // namespace

httplib::MultipartFormData file_part(const std::string& name, const std::string& content) {
  return {"files", content, name, "application/octet-stream"};
}

void check_refused(const answer& got, int status, const std::string& id, const std::string& code) {
  INFO(got.text);
  CHECK(got.status == status);
  CHECK(got.error_id() == id);
  if (!got.error_id().empty()) CHECK(got.body["errors"][0]["errorCode"] == code);
}

contract_robot::contract_robot(double time_scale) : time_scale_(time_scale) { start(); }

void contract_robot::start() {
  process_ = std::make_unique<server_process>(DECKHAND_PROGRAM, data_.path(), time_scale_);
  port_ = std::stoi(process_->url().substr(process_->url().rfind(':') + 1));
  connect("127.0.0.1", port_);
}

void contract_robot::restart() {
  REQUIRE(process_->end(SIGTERM) == 0);
  start();
}

std::string contract_robot::upload_protocol(const std::string& content, const std::string& file_name) {
  return data_of(upload({file_part(file_name, content)}))["id"];
}

std::string contract_robot::create_run(const std::string& protocol, const std::string& file_name) {
  if (protocol.empty()) return data_of(post("/runs", json::object()))["id"];
  return data_of(post("/runs", {{"protocolId", upload_protocol(protocol, file_name)}}))["id"];
}

std::string contract_robot::act(const std::string& run_id, const std::string& action) {
  return data_of(post("/runs/" + run_id + "/actions", {{"actionType", action}}))["createdAt"];
}

json contract_robot::run(const std::string& run_id) { return data_of(get("/runs/" + run_id)); }

json contract_robot::log(const std::string& run_id) {
  return data_of(get("/runs/" + run_id + "/commands?cursor=0&pageLength=100000"));
}

json contract_robot::command(const std::string& run_id, std::size_t index) {
  const auto entries = log(run_id);
  REQUIRE(index < entries.size());
  return data_of(get("/runs/" + run_id + "/commands/" + entries[index]["id"].get<std::string>()));
}

json contract_robot::do_setup(const std::string& run_id, const json& step) {
  return data_of(post("/runs/" + run_id + "/commands?waitUntilComplete=true", step));
}

json contract_robot::wait_for_end(const std::string& run_id) {
  return ask_until(
      [&] {
        auto seen = run(run_id);
        const auto& status = seen["status"];
        const bool is_over = status == "succeeded" || status == "failed" || status == "stopped";
        return is_over ? std::optional{std::move(seen)} : std::nullopt;
      },
      "the run's end");
}

json contract_robot::wait_for_status(const std::string& run_id, const std::string& status) {
  return ask_until(
      [&] {
        auto seen = run(run_id);
        return seen["status"] == status ? std::optional{std::move(seen)} : std::nullopt;
      },
      status);
}

void contract_robot::wait_for_running(const std::string& run_id, std::size_t index) {
  ask_until(
      [&] {
        auto page = get("/runs/" + run_id + "/commands?pageLength=1").body;
        const auto& links = page["links"];
        const bool is_there = links.contains("current") && links["current"]["meta"]["index"] == index && !page["data"].empty() &&
                              page["data"][0]["status"] == "running";
        return is_there ? std::optional{std::move(page)} : std::nullopt;
      },
      "a running command");
}

json contract_robot::play_out(const std::string& run_id) {
  act(run_id, "play");
  return wait_for_end(run_id);
}

json contract_robot::analysis_of(const std::string& protocol_id) {
  return ask_until(
      [&] {
        auto list = data_of(get("/protocols/" + protocol_id + "/analyses"));
        return !list.empty() && list.back()["status"] == "completed" ? std::optional{list.back()} : std::nullopt;
      },
      "the analysis");
}

}  // namespace deckhand::testing
