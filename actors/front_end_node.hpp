/// A process, or part of one, that shows an engine on another node: the read model is here, the truth is there.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "actors/front_end_port.hpp"
#include "actors/link_identity.hpp"
#include "actors/links.hpp"
#include "runtime/node_address.hpp"

namespace deckhand {

struct front_end_config {
  node_address engine;
  std::string
      name;  ///< how the engine's node calls this front end; different for each that follows it. Empty: machine and process
  std::chrono::milliseconds link_timeout = usual_link_timeout;
  link_identity_ptr identity{};  ///< nullptr: the link is in the clear
};

/// Called by one thread, but for port(). Does not wait for the engine.
class front_end_node {
 public:
  explicit front_end_node(front_end_config config);
  ~front_end_node();
  front_end_node(const front_end_node&) = delete;
  front_end_node& operator=(const front_end_node&) = delete;

  /// What server threads use. Valid as long as the node.
  front_end_port& port();
  /// Ends all actors; the engine goes on. Idempotent.
  void stop();

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace deckhand
