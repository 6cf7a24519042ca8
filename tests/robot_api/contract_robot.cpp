#include "tests/robot_api/contract_robot.hpp"

#include <catch2/catch.hpp>
#include <utility>

#include "tests/support/patience.hpp"

namespace deckhand::testing {

using nlohmann::json;

std::string contract_answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string{} : found->second;
}

std::string contract_answer::error_id() const {
  if (!body.is_object() || !body.contains("errors") || body["errors"].size() != 1) return {};
  return body["errors"][0].value("id", "");
}

bool contract_answer::is_legacy_error() const {
  return body.is_object() && body.size() == 2 && body.contains("message") && body.contains("errorCode");
}

contract_robot::contract_robot(std::filesystem::path data_dir, double time_scale) {
  http_server::config config;
  config.port = 0;
  if (!data_dir.empty()) config.settings_file = data_dir / "settings.json";
  const auto keep = [this](std::string_view line) {
    const std::lock_guard lock{lines_mutex_};
    if (line != "M400") lines_.emplace_back(line);
  };
  node_ = std::make_unique<node>(node_config{
      .data_dir = std::move(data_dir), .time_scale = time_scale, .priorities = {}, .robot = usual_robot(), .on_line = keep});
  server_ = std::make_unique<http_server>(config, node_->port());
  port_ = server_->start().value();
  client_ = std::make_unique<httplib::Client>("127.0.0.1", port_);
  client_->set_keep_alive(true);
  client_->set_tcp_nodelay(true);
  client_->set_read_timeout(60);
  // Answered when the board has been set up: from then on the robot knows what hangs on its mounts.
  send("POST", "/motors/disengage", {{"axes", json::array()}});
}

contract_robot::~contract_robot() {
  client_.reset();
  node_->stop();
  server_->stop();
}

contract_answer contract_robot::send_text(const std::string& method, const std::string& path, const std::string& body,
                                          const httplib::Headers& headers) {
  httplib::Request request;
  request.method = method;
  request.path = path;
  request.headers = headers;
  request.body = body;
  const auto result = client_->send(request);
  if (!result) FAIL(method << " " << path << ": no answer: " << httplib::to_string(result.error()));
  auto read = json::parse(result->body, nullptr, false);
  if (read.is_discarded()) read = nullptr;
  return {result->status, std::move(read), result->headers, result->body};
}

contract_answer contract_robot::send(const std::string& method, const std::string& path, const json& body,
                                     const std::string& version) {
  httplib::Headers headers{{"Opentrons-Version", version}};
  if (!body.is_null()) headers.emplace("Content-Type", "application/json");
  return send_text(method, path, body.is_null() ? "" : body.dump(), headers);
}

json contract_robot::command(const std::string& collection, const char* type, json params) {
  const auto path = (collection == "/commands" ? collection : collection + "/commands") + "?waitUntilComplete=true";
  const auto posted = post(path, {{"commandType", type}, {"params", std::move(params)}});
  if (posted.status != 201) FAIL(type << ": " << posted.text);
  return posted.body["data"];
}

std::string contract_robot::serial_of(const std::string& model) {
  const auto modules = get("/modules").body["data"];
  for (const auto& module : modules)
    if (module["moduleModel"] == model) return module["serialNumber"];
  FAIL("no module " << model);
  return {};
}

json contract_robot::module_data(const std::string& model) {
  const auto modules = get("/modules").body["data"];
  for (const auto& module : modules)
    if (module["moduleModel"] == model) return module["data"];
  FAIL("no module " << model);
  return {};
}

std::string contract_robot::waiting_run() {
  const std::string run_id = post("/runs", json::object()).body["data"]["id"];
  post("/runs/" + run_id + "/commands", {{"commandType", "waitForResume"}, {"params", json::object()}, {"intent", "protocol"}});
  REQUIRE(post("/runs/" + run_id + "/actions", {{"actionType", "play"}}).status == 201);
  wait_for(run_id, [](const run_view& run) { return run.running_index && run.status != run_status::running; });
  return run_id;
}

std::vector<std::string> contract_robot::sent_lines() {
  const std::lock_guard lock{lines_mutex_};
  return std::exchange(lines_, {});
}

void contract_robot::wait_for_end(const std::string& run_id) {
  wait_for(run_id, [](const run_view& run) { return is_terminal(run.status); });
}

void contract_robot::wait_for(const std::string& run_id, const std::function<bool(const run_view&)>& holds) {
  const auto holds_of_run = [&](const read_model& picture) {
    const auto* run = picture.find_run(run_id);
    return run && holds(*run);
  };
  const auto picture = node_->port().wait_until(holds_of_run, std::chrono::steady_clock::now() + patience);
  REQUIRE(holds_of_run(*picture));
}

}  // namespace deckhand::testing
