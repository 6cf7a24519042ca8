#include "tests/scenario/nodes.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/scenario/served_robot.hpp"

namespace deckhand::testing {

namespace {

void add_rest(words& arguments, const words& more) {
  if (std::find(more.begin(), more.end(), "--link-timeout") == more.end())
    arguments.insert(arguments.end(), {"--link-timeout", "1.5"});
  arguments.insert(arguments.end(), more.begin(), more.end());
}

}  // namespace

node_process start_node(const words& arguments, const words& launcher) {
  return std::make_unique<server_process>(DECKHAND_PROGRAM, arguments, launcher);
}

node_process start_hardware(double time_scale, const std::string& listen, const words& more, const words& launcher) {
  words arguments{"hardware",        "--listen", listen, "--name", "Ada", "--time-scale", std::to_string(time_scale),
                  "--finish-within", "1"};
  add_rest(arguments, more);
  return start_node(arguments, launcher);
}

node_process start_engine(const std::string& robot, const temporary_directory& data, double time_scale, const words& more) {
  words arguments{
      "serve", "--port", "0", "--robot", robot, "--data-dir", data.path(), "--time-scale", std::to_string(time_scale)};
  add_rest(arguments, more);
  return start_node(arguments);
}

node_process start_front_end(const std::string& engine_url, const std::string& name, const temporary_directory& data,
                             const words& more) {
  words arguments{"serve", "--port", "0", "--engine", engine_url, "--name", name, "--data-dir", data.path()};
  add_rest(arguments, more);
  return start_node(arguments);
}

nlohmann::json undisturbed_log(const std::string& protocol) {
  const temporary_directory data;
  const auto alone = start_node({"serve", "--port", "0", "--data-dir", data.path(), "--time-scale", "0"});
  const auto run = start_run(alone->url(), protocol);
  CHECK(end_of(alone->url(), run.run_id)["status"] == "succeeded");
  return without_chance(log_of(alone->url(), run.run_id));
}

std::string address_of(const node_process& node) { return address_of(node->url()); }

std::string address_of(const std::string& url) { return url.substr(std::string{"node://"}.size()); }

}  // namespace deckhand::testing
