/// A robot as clients have it: `deckhand serve` as a process of its own, asked over HTTP. Every case names the section of the
/// HTTP contract that it comes from.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/api_client.hpp"
#include "tests/support/protocols.hpp"
#include "tests/support/server_process.hpp"

namespace deckhand::testing {

httplib::MultipartFormData file_part(const std::string& name, const std::string& content);

/// One error, in the shape of the newer routes.
void check_refused(const answer& got, int status, const std::string& id, const std::string& code = "4000");

class contract_robot : public api_client {
 public:
  explicit contract_robot(double time_scale = 0);

  /// Ends the process as an operator would, and starts another one on the same data.
  void restart();
  int port_number() const { return port_; }

  /// Each fails the test where the answer is not a success.
  std::string upload_protocol(const std::string& content, const std::string& file_name = "protocol.json");
  /// A run of a new protocol, or without one where the text is empty.
  std::string create_run(const std::string& protocol = {}, const std::string& file_name = "protocol.json");
  std::string act(const std::string& run_id, const std::string& action);
  nlohmann::json run(const std::string& run_id);
  /// All entries, as summaries.
  nlohmann::json log(const std::string& run_id);
  /// One whole command, by its index in the log.
  nlohmann::json command(const std::string& run_id, std::size_t index);
  /// Posts a setup command and waits until it is over: the whole command.
  nlohmann::json do_setup(const std::string& run_id, const nlohmann::json& step);

  /// Asks until the run has one of the terminal statuses: the run.
  nlohmann::json wait_for_end(const std::string& run_id);
  nlohmann::json wait_for_status(const std::string& run_id, const std::string& status);
  void wait_for_running(const std::string& run_id, std::size_t index);
  /// Plays the run to its end: the run.
  nlohmann::json play_out(const std::string& run_id);
  /// Waits for a protocol's last analysis: the completed one.
  nlohmann::json analysis_of(const std::string& protocol_id);

 private:
  void start();

  temporary_directory data_;
  double time_scale_;
  std::unique_ptr<server_process> process_;
  int port_ = 0;
};

}  // namespace deckhand::testing
