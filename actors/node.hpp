/// One process' actors: spawned, wired, and ended in order.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "actors/front_end_port.hpp"
#include "actors/link_identity.hpp"
#include "actors/links.hpp"
#include "actors/local_robot.hpp"
#include "actors/thread_priority.hpp"
#include "hardware/linked_modules.hpp"
#include "hardware/robot_config.hpp"
#include "hardware/transport.hpp"
#include "runtime/clock.hpp"
#include "runtime/node_address.hpp"
#include "runtime/script_process.hpp"

namespace deckhand {

/// A robot on another node.
struct remote_robot {
  node_address node;
  std::chrono::milliseconds link_timeout = usual_link_timeout;
  link_identity_ptr identity{};  ///< nullptr: the link is in the clear
};

/// An engine that front ends on other nodes follow.
struct published_engine {
  std::string name;  ///< as it is called there
  std::chrono::milliseconds link_timeout = usual_link_timeout;
  link_identity_ptr identity{};  ///< nullptr: links are in the clear
};

struct node_config {
  std::filesystem::path data_dir{};  ///< empty: nothing is kept
  double time_scale = 1;             ///< 1: real time; 0: as fast as possible
  thread_priorities priorities{};
  robot_config robot{};  ///< what the emulated robot has
  /// Opens the robot's board; empty: the emulated one, at `time_scale`.
  std::function<std::unique_ptr<transport>()> open_transport{};
  std::function<void(std::string_view)> on_line{};  ///< told every line that the robot and its modules are sent, by their
                                                    ///< drivers' threads
  linked_modules linked{};                          ///< modules behind links of their own
  std::shared_ptr<robot_wires> wires{};             ///< that lead past that board's link; empty: none
  /// The robot is elsewhere; then what is said here of a board does not count.
  std::optional<remote_robot> remote{};
  std::optional<published_engine> published{};
  script_process_config script_process{};  ///< of scripts in Python and C++
  bool allow_native_scripts = false;       ///< C++ scripts that the store holds may be run
};

/// The robot as it is described there, for whoever drives it in this process. What can be moved is moved out.
local_robot take_local_robot(node_config& config);

/// Called by one thread, but for port().
class node {
 public:
  explicit node(node_config config);
  ~node();
  node(const node&) = delete;
  node& operator=(const node&) = delete;

  /// What server threads use. Valid as long as the node.
  front_end_port& port();
  /// Lets front ends on other nodes find the engine, which was made to be published; the port. The error is a sentence.
  tl::expected<std::uint16_t, std::string> publish(const node_address& address);
  /// Stops and logs the current run, flushes the store and ends all actors, within about four seconds. Idempotent.
  void stop();
  /// Actors alive, for leak checks.
  std::size_t running_actors() const;

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace deckhand
