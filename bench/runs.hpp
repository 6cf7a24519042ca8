/// Runs of a server under measurement, over HTTP. All throw where the server does not do what was asked.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "http/command_line/robot_client.hpp"

namespace deckhand::bench {

/// An answer's data; `what` was asked for, for the exception.
nlohmann::json value_of(const robot_client::reply& reply, const char* what);

/// Uploads a protocol, waits until its dry run is over, and creates a run of it; the run's id.
std::string prepare_run(robot_client& client, const std::string& file_name, const std::string& protocol);
void play_to_the_end(robot_client& client, const std::string& run_id);

/// All entries of a run of `length` commands.
nlohmann::json log_of(robot_client& client, const std::string& run_id, std::size_t length);
/// From the first start of a command of a type to the last one's end, by the run log.
double seconds_of(const nlohmann::json& log, const char* command_type);

}  // namespace deckhand::bench
