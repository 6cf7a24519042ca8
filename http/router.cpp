#include "http/router.hpp"

#include <cxxabi.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <typeinfo>

#include "http/query_reader.hpp"
#include "http/route_table.hpp"
#include "runtime/node_logs.hpp"

namespace deckhand {
namespace {

constexpr int oldest_version = 2;
constexpr int newest_version = 4;
constexpr auto version_header = "Opentrons-Version";
constexpr auto json_type = "application/json";

tl::expected<int, api_error> read_version(const httplib::Request& request) {
  const auto problem = [](std::string detail) {
    return tl::unexpected{invalid_request({problem_at(error_source::kind_type::header, version_header, std::move(detail))})};
  };
  const auto given = request.headers.find(version_header);
  if (given == request.headers.end()) return problem("field required");
  if (given->second == "*") return newest_version;
  const auto version = parse_integer(given->second);
  if (!version) return problem("value is not a valid integer, nor \"*\"");
  if (*version < oldest_version)
    return tl::unexpected{single_error(
        400, "OutdatedAPIVersion", "Requested HTTP API version no longer supported",
        "HTTP API version " + given->second + " is too old: use version " + std::to_string(oldest_version) + " or a newer one.")};
  return static_cast<int>(std::min<std::int64_t>(*version, newest_version));
}

void set_common_headers(httplib::Response& response, int version) {
  response.set_header(version_header, std::to_string(response.status < 400 ? version : newest_version));
  response.set_header("Opentrons-Min-Version", std::to_string(oldest_version));
  response.set_header("Access-Control-Allow-Origin", "*");
}

void answer_error(httplib::Response& response, const api_error& error, error_style style) {
  response.status = error.status;
  // An outdated version is told in the new shape even where everything else is legacy.
  const bool is_legacy = style == error_style::legacy && error.items.front().id != "OutdatedAPIVersion";
  response.body = is_legacy ? to_legacy_json(error) : to_errors_json(error);
  response.set_header("Content-Type", json_type);
}

bool is_preflight(const httplib::Request& request) {
  return request.method == "OPTIONS" && request.has_header("Origin") && request.has_header("Access-Control-Request-Method");
}

// A browser asks what it may send before it sends it. All origins, methods and headers are welcome.
void answer_preflight(const httplib::Request& request, httplib::Response& response) {
  response.status = 200;
  response.body = "OK";
  response.set_header("Content-Type", "text/plain");
  response.set_header("Access-Control-Allow-Methods", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
  response.set_header("Access-Control-Max-Age", "600");
  const auto wanted = request.get_header_value("Access-Control-Request-Headers");
  if (!wanted.empty()) response.set_header("Access-Control-Allow-Headers", wanted);
}

std::string name_of(const std::exception& error) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name{abi::__cxa_demangle(typeid(error).name(), nullptr, nullptr, &status),
                                                         &std::free};
  return name ? name.get() : "Exception";
}

api_result call_handler(const route& target, const api_call& call) {
  try {
    return target.handler(call);
  } catch (const std::exception& error) {
    return tl::unexpected{unexpected_error(name_of(error), error.what())};
  }
}

std::optional<api_error> check_body(const request_body& body) {
  if (body.read_status == 200) return std::nullopt;
  if (body.read_status == 413) return bad_request(413, "The body is longer than this server takes.");
  return invalid_request({problem_at_pointer(
      "/", body.is_multipart ? "the body is not a readable multipart form" : "the body could not be read to its end")});
}

std::string join(const std::vector<std::string_view>& methods) {
  std::string text;
  for (const auto method : methods) text.append(text.empty() ? "" : ", ").append(method);
  return text;
}

}  // namespace

void router::add(std::string robot_name, api_service service) { robots_.emplace_back(std::move(robot_name), std::move(service)); }

// "/robots/NAME/runs" is NAME's "/runs". "/robots" and "/robots/NAME" are paths like others.
router::addressed_robot router::find_robot(std::string_view path) const {
  constexpr std::string_view prefix = "/robots/";
  const auto* first = &robots_.front().second;
  if (path.substr(0, prefix.size()) != prefix) return {first, path};
  const auto end = path.find('/', prefix.size());
  if (end == std::string_view::npos || end + 1 == path.size()) return {first, path};
  const auto name = path.substr(prefix.size(), end - prefix.size());
  for (const auto& [known, service] : robots_)
    if (known == name) return {&service, path.substr(end)};
  return {nullptr, {}, name};
}

api_result router::handle(const api_service& service, const httplib::Request& request, const request_body& body,
                          route_match& match, int& version) {
  if (match.allowed_methods.empty()) return tl::unexpected{bad_request(404, "Not Found")};
  if (!match.found) return tl::unexpected{bad_request(405, "Method Not Allowed")};
  if (auto problem = check_body(body)) return tl::unexpected{std::move(*problem)};
  if (match.found->version == version_rule::required) {
    const auto read = read_version(request);
    if (!read) return tl::unexpected{read.error()};
    version = *read;
  }
  return call_handler(*match.found, api_call{service, std::move(match.path_args), request.params, body, version});
}

// The hardware and the stored runs come in a moment: clients ask again.
void router::answer_too_early(const httplib::Request& request, httplib::Response& response) {
  const auto path = std::string_view{request.target}.substr(0, request.target.find('?'));
  const auto match = find_route(request.method, path);
  answer_error(response,
               single_error(503, "HardwareNotYetInitialized", "Hardware Not Yet Initialized", "The robot is still starting up."),
               match.found ? match.found->errors : error_style::list);
}

void router::answer_route(const httplib::Request& request, const request_body& body, httplib::Response& response,
                          int& version) const {
  const auto path = std::string_view{request.target}.substr(0, request.target.find('?'));
  const auto robot = find_robot(path);
  const auto& service = robot.service ? *robot.service : robots_.front().second;
  auto match = robot.service ? find_route(request.method, robot.path) : route_match{};
  const auto needed = role_needed(request.method, match.found ? match.found->pattern : robot.path);
  const auto visitor = service.gate.admit(request.get_header_value("Authorization"), needed);
  auto result = !visitor         ? tl::unexpected{visitor.error()}
                : !robot.service ? tl::unexpected{robot_not_found(robot.name)}
                                 : handle(service, request, body, match, version);
  if (needed != access_role::read)
    service.audit.note(visitor.value_or(""), request.method, path, body, result ? result->status : result.error().status);
  if (result) {
    response.status = result->status;
    response.body = std::move(result->body);
    response.set_header("Content-Type", result->content_type);
    return;
  }
  answer_error(response, result.error(), match.found ? match.found->errors : error_style::list);
  if (response.status == 401) response.set_header("WWW-Authenticate", "Bearer");
  if (response.status == 405) response.set_header("Allow", join(match.allowed_methods));
}

void router::answer(const httplib::Request& request, const request_body& body, httplib::Response& response) const {
  int version = newest_version;
  if (is_preflight(request))
    answer_preflight(request, response);
  else if (!is_open_)
    answer_too_early(request, response);
  else
    answer_route(request, body, response, version);
  set_common_headers(response, version);
  // Polls that are answered well would push everything else out of the log.
  if (request.method != "GET" || response.status >= 400)
    logger_of(node_log::server).info("{} {} -> {}", request.method, request.target, response.status);
  if (response.status >= 500) spdlog::warn("{} {} -> {} {}", request.method, request.target, response.status, response.body);
}

void router::describe_failure(httplib::Response& response) {
  const auto detail = response.status == 414   ? "The request's first line is too long."
                      : response.status == 416 ? "The range is not readable."
                      : response.status == 500 ? "The request could not be processed."
                                               : "The request is not readable as HTTP.";
  answer_error(response, bad_request(response.status, detail), error_style::list);
  set_common_headers(response, newest_version);
}

}  // namespace deckhand
