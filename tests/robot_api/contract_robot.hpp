/// The usual emulated robot behind its HTTP server, and a client that says exactly what a test wants. Time takes no time.
#pragma once

#include <httplib.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "actors/node.hpp"
#include "http/server.hpp"

namespace deckhand::testing {

struct contract_answer {
  int status = 0;
  nlohmann::json body;  ///< null where it is not JSON
  httplib::Headers headers;
  std::string text;

  std::string header(const std::string& name) const;
  /// The only error's id; "" where there is not exactly one.
  std::string error_id() const;
  /// {"message", "errorCode"} and nothing else.
  bool is_legacy_error() const;
};

class contract_robot {
 public:
  explicit contract_robot(std::filesystem::path data_dir = {}, double time_scale = 0);
  ~contract_robot();

  /// `body`: null sends none.
  contract_answer send(const std::string& method, const std::string& path, const nlohmann::json& body = nullptr,
                       const std::string& version = "3");
  contract_answer send_text(const std::string& method, const std::string& path, const std::string& body,
                            const httplib::Headers& headers);
  contract_answer get(const std::string& path) { return send("GET", path); }
  contract_answer remove(const std::string& path) { return send("DELETE", path); }
  /// With the body in "data".
  contract_answer post(const std::string& path, const nlohmann::json& data) { return send("POST", path, {{"data", data}}); }
  /// Posts a command and waits for its end.
  nlohmann::json command(const std::string& collection, const char* type, nlohmann::json params);
  /// The serial number of the attached module of a model.
  std::string serial_of(const std::string& model);
  nlohmann::json module_data(const std::string& model);
  /// A run that waits in its first command, which is waitForResume, after its first play.
  std::string waiting_run();
  /// What the robot and its modules were sent since this was asked last; waits (M400) are left out.
  std::vector<std::string> sent_lines();
  /// Until the run has one of the terminal statuses.
  void wait_for_end(const std::string& run_id);

  node& robot() { return *node_; }
  int port() const { return port_; }

 private:
  void wait_for(const std::string& run_id, const std::function<bool(const run_view&)>& holds);

  std::mutex lines_mutex_;
  std::vector<std::string> lines_;
  std::unique_ptr<node> node_;
  std::unique_ptr<http_server> server_;
  std::unique_ptr<httplib::Client> client_;
  int port_ = 0;
};

}  // namespace deckhand::testing
