/// Who did what to a node, and when: one line of JSON for each request that is meant to change something.
#pragma once

#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <string_view>

#include "http/request_body.hpp"

namespace deckhand {

/// Any thread may call it.
class audit_log {
 public:
  /// Lines are added to the file's end. An empty path keeps no log.
  explicit audit_log(std::filesystem::path file);

  /// Writes {"at", "who", "method", "path", "what"?, "status"}: `what` is the action or the command that the body names, `who` is
  /// null for one who was not let in. A line that cannot be written is told in the node's log; the request has been answered.
  void note(std::string_view who, std::string_view method, std::string_view path, const request_body& body, int status);

 private:
  std::filesystem::path file_;
  std::mutex mutex_;
  std::ofstream stream_;
};

}  // namespace deckhand
