/// Nodes as processes of their own: robots, and engines that have them.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/server_process.hpp"

namespace deckhand::testing {

/// Ten times as fast as a real robot: a run is long enough to break off in the middle.
inline constexpr double slow_motion = 0.1;

using node_process = std::unique_ptr<server_process>;
using words = std::vector<std::string>;

/// `deckhand` with these arguments, started by `launcher`.
node_process start_node(const words& arguments, const words& launcher = {});
/// A robot's node. It finishes a move within a second, and gives a silent link up after one and a half, unless told
/// otherwise.
node_process start_hardware(double time_scale, const std::string& listen = "127.0.0.1:0", const words& more = {},
                            const words& launcher = {});
/// A server whose only robot is `robot`, which is "node://…" or "NAME=…".
node_process start_engine(const std::string& robot, const temporary_directory& data, double time_scale, const words& more = {});

/// A front end of the engine at `engine_url`, called `name` there.
node_process start_front_end(const std::string& engine_url, const std::string& name, const temporary_directory& data,
                             const words& more = {});

/// "HOST:PORT" of a robot's node, or of a URL of one.
std::string address_of(const node_process& node);
std::string address_of(const std::string& url);

/// The log of a run on one node that nothing happened to, without_chance.
nlohmann::json undisturbed_log(const std::string& protocol);

}  // namespace deckhand::testing
