/// From a request to its answer: version and CORS headers, the route, the handler, the shape of errors.
#pragma once

#include <httplib.h>

#include "http/api_call.hpp"
#include "http/route_table.hpp"

namespace deckhand {

/// Any thread may call it, any number at a time.
class router {
 public:
  explicit router(api_service service) : service_(service) {}

  /// Never throws: what goes wrong in a handler is a 500.
  void answer(const httplib::Request& request, const request_body& body, httplib::Response& response) const;
  /// Gives a body to an answer whose status says what was wrong with a request that could not even be parsed.
  static void describe_failure(httplib::Response& response);

 private:
  api_result handle(const httplib::Request& request, const request_body& body, route_match& match, int& version) const;
  void answer_route(const httplib::Request& request, const request_body& body, httplib::Response& response, int& version) const;

  api_service service_;
};

}  // namespace deckhand
