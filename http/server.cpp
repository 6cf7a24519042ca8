#include "http/server.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <deque>

#include "http/feature_settings.hpp"
#include "http/listener.hpp"
#include "http/router.hpp"

namespace deckhand {
namespace {

// Descriptors that the rest of the process needs: store, robot, logs.
constexpr std::size_t reserved_descriptors = 64;

// Every connection is an open file: a cap beyond what the process may open would never be reached, but accept would fail.
std::size_t affordable_connections(std::size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
  const auto open_files = static_cast<std::size_t>(limit.rlim_cur);
  return std::clamp(open_files - std::min(open_files / 2, reserved_descriptors), std::size_t{1},
                    std::max<std::size_t>(wanted, 1));
}

listener::config listener_config(const http_server::config& settings) {
  listener::config config;
  config.host = settings.host;
  config.port = settings.port;
  config.max_body_bytes = settings.max_body_bytes;
  config.threads.max_threads = affordable_connections(settings.max_connections);
  config.threads.nice = settings.thread_nice;
  config.tls = settings.tls;
  return config;
}

}  // namespace

// What requests about one robot work with.
struct robot_service {
  robot_service(const served_robot& robot, const node_description& as)
      : port(*robot.port), node(as), stored(robot.settings_file) {
    node.name = robot.name;
  }
  front_end_port& port;
  node_description node;
  settings_store stored;
  client_data_store client_data;
};

struct http_server::parts {
  explicit parts(config given)
      : settings(std::move(given)),
        gate(settings.token_file, settings.needs_token),
        audit(settings.audit_file),
        sockets(
            listener_config(settings),
            [this](const httplib::Request& request, const request_body& body, httplib::Response& response) {
              routes.answer(request, body, response);
            },
            router::describe_failure) {}

  void show(std::vector<served_robot> served);

  config settings;
  std::vector<served_robot> robots;
  std::deque<robot_service> services;
  access_gate gate;
  audit_log audit;
  router routes;
  listener sockets;
};

void http_server::parts::show(std::vector<served_robot> served) {
  robots = std::move(served);
  for (const auto& robot : robots) {
    auto& own = services.emplace_back(robot, settings.node);
    // Before the first client: what was switched on in an earlier process. The engine takes it in before anything a client asks.
    if (is_feature_on(own.stored, door_switch_feature)) (void)own.port.submit(heed_door_request{true});
    routes.add(robot.name,
               {own.port, own.node, settings.script_process, settings.allow_native_scripts, sockets.is_stopping(), own.stored,
                own.client_data, gate, audit, robots, &robot == &robots.front() ? "" : "/robots/" + robot.name});
  }
  routes.open();
}

http_server::http_server(config settings) : parts_(std::make_unique<parts>(std::move(settings))) {}

http_server::http_server(config settings, std::vector<served_robot> robots) : http_server(std::move(settings)) {
  show(std::move(robots));
}

http_server::http_server(config settings, front_end_port& port)
    : http_server(settings, std::vector{served_robot{settings.node.name, &port, settings.settings_file}}) {}

http_server::~http_server() { stop(); }

tl::expected<int, std::string> http_server::start() { return parts_->sockets.start(); }

void http_server::show(std::vector<served_robot> robots) { parts_->show(std::move(robots)); }

void http_server::stop() { parts_->sockets.stop(); }

std::size_t http_server::connections() const { return parts_->sockets.connections(); }

}  // namespace deckhand
