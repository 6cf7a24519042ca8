#include "tests/scenario/live_robot.hpp"

#include <catch2/catch.hpp>

#include "tests/support/patience.hpp"

namespace deckhand::testing {

using nlohmann::json;

namespace {

json data_of(const robot_client::reply& reply) {
  if (!reply) {
    std::string all;
    for (const auto& detail : reply.error().details) all += detail + "; ";
    FAIL("status " << reply.error().status << ": " << all);
  }
  return (*reply)["data"];
}

}  // namespace

live_robot::live_robot(node_config config) {
  http_server::config server_config;
  server_config.host = "127.0.0.1";
  server_config.port = 0;
  server_config.script_process = config.script_process;
  server_config.allow_native_scripts = config.allow_native_scripts;
  node_ = std::make_unique<node>(std::move(config));
  server_ = std::make_unique<http_server>(server_config, node_->port());
  const auto port = server_->start();
  REQUIRE(port);
  url_ = "http://127.0.0.1:" + std::to_string(*port);
  client_ = std::make_unique<robot_client>(url_);
}

live_robot::~live_robot() {
  client_.reset();
  node_->stop();
  server_->stop();
}

std::string live_robot::upload(const std::string& protocol) { return data_of(client_->upload("protocol.json", protocol))["id"]; }

std::string live_robot::create_run(const std::string& protocol) {
  return data_of(client_->post("/runs", {{"protocolId", upload(protocol)}}))["id"];
}

json live_robot::act(const std::string& run_id, const char* action) {
  return data_of(client_->post("/runs/" + run_id + "/actions", {{"actionType", action}}));
}

json live_robot::run(const std::string& run_id) { return data_of(client_->get("/runs/" + run_id)); }

json live_robot::log(const std::string& run_id) {
  return data_of(client_->get("/runs/" + run_id + "/commands?cursor=0&pageLength=100000"));
}

json live_robot::post_command(const std::string& run_id, json data) {
  return data_of(client_->post("/runs/" + run_id + "/commands", std::move(data)));
}

void live_robot::wait_for(const std::string& run_id, const std::function<bool(const run_view&)>& holds) {
  const auto holds_of_run = [&](const read_model& picture) {
    const auto* view = picture.find_run(run_id);
    return view && holds(*view);
  };
  const auto picture = node_->port().wait_until(holds_of_run, std::chrono::steady_clock::now() + patience);
  REQUIRE(holds_of_run(*picture));
}

void live_robot::wait_for_end(const std::string& run_id) {
  wait_for(run_id, [](const run_view& view) { return is_terminal(view.status); });
}

void live_robot::wait_for_running(const std::string& run_id, std::size_t index) {
  wait_for(run_id, [index](const run_view& view) { return view.running_index == index; });
}

}  // namespace deckhand::testing
