/// A whole node with its HTTP server on a free port, in this process, and a client of it.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "actors/node.hpp"
#include "http/command_line/robot_client.hpp"
#include "http/server.hpp"

namespace deckhand::testing {

class live_robot {
 public:
  explicit live_robot(node_config config = {.data_dir = {}, .time_scale = 0, .priorities = {}, .open_transport = {}});
  ~live_robot();

  robot_client& client() { return *client_; }
  const std::string& url() const { return url_; }
  node& robot() { return *node_; }

  /// Each fails the test where the server does not answer as expected.
  std::string upload(const std::string& protocol);
  std::string create_run(const std::string& protocol);
  nlohmann::json act(const std::string& run_id, const char* action);
  nlohmann::json run(const std::string& run_id);
  /// All entries of the log, as summaries.
  nlohmann::json log(const std::string& run_id);
  nlohmann::json post_command(const std::string& run_id, nlohmann::json data);
  std::string status(const std::string& run_id) { return run(run_id)["status"]; }

  /// Waits, on the node's own pictures and without polling, until something holds of a run; fails the test after half a minute.
  void wait_for(const std::string& run_id, const std::function<bool(const run_view&)>& holds);
  void wait_for_end(const std::string& run_id);
  /// Until the command with this index is running.
  void wait_for_running(const std::string& run_id, std::size_t index);

 private:
  std::unique_ptr<node> node_;
  std::unique_ptr<http_server> server_;
  std::string url_;
  std::unique_ptr<robot_client> client_;
};

}  // namespace deckhand::testing
