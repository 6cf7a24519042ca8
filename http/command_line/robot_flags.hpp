/// Flags that several subcommands have: how their robot is reached, what it has, and how nodes are linked.
#pragma once

#include <CLI/CLI.hpp>

#include "http/command_line/command_line.hpp"

namespace deckhand {

/// What `--robot` takes, in words.
inline constexpr auto about_robot =
    "the robot: emulated, a motor board at serial:///dev/ttyX or tcp://HOST:PORT, or node://HOST:PORT for one that `deckhand "
    "hardware` drives there";

void add_robot_flag(CLI::App& command, std::string& robot);
/// A robot that is driven here.
void add_node_flags(CLI::App& command, serve_options& options);
void add_gcode_log(CLI::App& command, std::filesystem::path& file);
void add_link_flags(CLI::App& command, serve_options& options);

}  // namespace deckhand
