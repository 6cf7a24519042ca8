#include "tests/scenario/nodes.hpp"

#include <algorithm>

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

std::string address_of(const node_process& node) { return node->url().substr(std::string{"node://"}.size()); }

}  // namespace deckhand::testing
