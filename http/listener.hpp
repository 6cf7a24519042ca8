/// The listening socket and the connections behind it. The HTTP library parses requests and writes answers; sockets, threads and
/// waiting are ours, because its own loop wakes a hundred times a second for every idle connection, shares a taken port silently
/// (SO_REUSEPORT) and cannot end idle connections.
#pragma once

#include <httplib.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <tl/expected.hpp>

#include "http/connection.hpp"
#include "http/connection_threads.hpp"
#include "http/request_body.hpp"

namespace deckhand {

class listener final : private httplib::Server {
 public:
  struct config {
    std::string host;
    int port = 0;  ///< 0: any free one
    std::size_t max_body_bytes = 0;
    connection_limits limits;
    connection_threads::config threads;
    std::shared_ptr<const tls_identity> tls{};  ///< empty: plain HTTP
  };
  /// Answers one request; called by connection threads, any number at a time.
  using answer_function = std::function<void(const httplib::Request&, request_body, httplib::Response&)>;
  /// Gives an answer its body where the library found fault with a request (the status says which) and `answer` was not called.
  using error_function = std::function<void(httplib::Response&)>;

  listener(config settings, answer_function answer, error_function on_error);
  ~listener() override;

  /// Binds and starts to accept. The port, or why there is none.
  tl::expected<int, std::string> start();
  /// Ends all connections, those within a request half a second later than the idle ones, and joins all threads. Idempotent.
  void stop();
  const std::atomic<bool>& is_stopping() const { return is_stopping_; }
  std::size_t connections() const;

 private:
  bool process_and_close_socket(socket_t socket) override;
  void install_handlers();
  void accept_all();
  void serve(connection& client);
  void prepare(httplib::Request& request, connection& client);
  void close_longest_idle();
  bool none_left_within(std::chrono::milliseconds limit);
  void shut_down_all(int how);

  config settings_;
  answer_function answer_;
  error_function on_error_;
  std::atomic<bool> is_stopping_{false};
  std::thread acceptor_;
  mutable std::mutex mutex_;
  std::condition_variable left_;
  std::set<connection*> connections_;
  connection_threads threads_;
};

}  // namespace deckhand
