/// The HTTP server of a node: the OT-2's API over a front_end_port.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "actors/front_end_port.hpp"
#include "http/tls.hpp"
#include "runtime/script_process.hpp"

namespace deckhand {

/// What /health says of the node.
struct node_description {
  std::string name = "deckhand";
  std::string api_version = "8.1.0";  ///< the robot software whose API this is
  std::string system_version;         ///< empty: deckhand's own version
  std::optional<std::string> robot_serial;
};

/// A robot that a server shows under /robots/{name}.
struct served_robot {
  std::string name;                       ///< letters, digits, "-", "_" and "."; unique
  front_end_port* port = nullptr;         ///< must outlive the server
  std::filesystem::path settings_file{};  ///< where settings that clients change are kept; empty: nowhere
};

/// Called by one thread.
class http_server {
 public:
  struct config {
    std::string host = "127.0.0.1";
    int port = 31950;  ///< 0: any free one
    std::size_t max_body_bytes = std::size_t{64} << 20;
    std::size_t max_connections = 1024;  ///< beyond it the connection idling longest makes room
    int thread_nice = 10;                ///< niceness of all server threads
    node_description node;
    std::filesystem::path settings_file{};   ///< of the only robot, where there is one
    script_process_config script_process{};  ///< that scripts are looked at in
    bool allow_native_scripts = false;       ///< C++ scripts may be uploaded
    std::shared_ptr<const tls_identity> tls{};
    bool needs_token = false;  ///< every request must carry a token of `token_file`; see access_gate.hpp
    std::filesystem::path token_file{};
    std::filesystem::path audit_file{};  ///< see audit_log.hpp
  };

  explicit http_server(config settings);
  /// With one robot, named as the node is. `port` must outlive the server.
  http_server(config settings, front_end_port& port);
  /// With several.
  http_server(config settings, std::vector<served_robot> robots);
  ~http_server();
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;

  /// Starts to serve; the port, once it answers. The error is a sentence, for example for a port that is taken. Until there are
  /// robots, every answer is 503 HardwareNotYetInitialized.
  tl::expected<int, std::string> start();
  /// The robots are ready: from now on requests reach them. The first one is at the plain paths, too. /health names the robot.
  /// Before or after start(), once; the constructors that take robots have done it.
  void show(std::vector<served_robot> robots);
  /// Ends all connections and joins all threads, within about a second whatever clients do. Requests that wait for something are
  /// answered at once. Idempotent; the server may not be started again.
  void stop();
  /// Connections open now.
  std::size_t connections() const;

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace deckhand
