/// From a request to its answer: version and CORS headers, the route, the handler, the shape of errors.
#pragma once

#include <httplib.h>

#include <atomic>

#include "http/api_call.hpp"
#include "http/route_table.hpp"

namespace deckhand {

/// Any thread may call it, any number at a time.
class router {
 public:
  /// The first robot is at the plain paths, too. Before open() only.
  void add(std::string robot_name, api_service service);
  /// All robots are there. Requests before that are answered with 503.
  void open() { is_open_ = true; }

  /// Never throws: what goes wrong in a handler is a 500.
  void answer(const httplib::Request& request, const request_body& body, httplib::Response& response) const;
  /// Gives a body to an answer whose status says what was wrong with a request that could not even be parsed.
  static void describe_failure(httplib::Response& response);

 private:
  struct addressed_robot {
    const api_service* service = nullptr;  // nullptr: there is no such robot
    std::string_view path;                 // as if it were the only one
    std::string_view name = {};            // of one that there is not
  };
  addressed_robot find_robot(std::string_view path) const;
  static api_result handle(const api_service& service, const httplib::Request& request, const request_body& body,
                           route_match& match, int& version);
  static void answer_too_early(const httplib::Request& request, httplib::Response& response);
  void answer_route(const httplib::Request& request, const request_body& body, httplib::Response& response, int& version) const;

  std::vector<std::pair<std::string, api_service>> robots_;  // not changed once it is open
  std::atomic<bool> is_open_{false};
};

}  // namespace deckhand
