/// A process that drives one robot for an engine on another node.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "actors/link_identity.hpp"
#include "actors/links.hpp"
#include "actors/local_robot.hpp"
#include "runtime/node_address.hpp"

namespace deckhand {

struct hardware_node_config {
  node_address listen{"127.0.0.1", 0};
  std::string robot_name;
  local_robot robot{};
  /// How long an operation may go on after its engine was lost; then the robot is halted.
  std::chrono::milliseconds finish_within{2000};
  std::chrono::milliseconds link_timeout = usual_link_timeout;
  link_identity_ptr identity{};  ///< nullptr: the link is in the clear
};

/// Called by one thread.
class hardware_node {
 public:
  explicit hardware_node(hardware_node_config config);
  ~hardware_node();
  hardware_node(const hardware_node&) = delete;
  hardware_node& operator=(const hardware_node&) = delete;

  /// Lets engines find the robot; the port. The error is a sentence, for example for a port that is taken.
  tl::expected<std::uint16_t, std::string> start();
  /// Halts the robot and ends all actors. Idempotent.
  void stop();

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace deckhand
