/// The node's own logs: each keeps its newest lines in memory, for clients to read.
#pragma once

#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <optional>
#include <string_view>

namespace deckhand {

enum class node_log : unsigned char {
  api,            ///< what the node does: runs, protocols, the robot. spdlog's default logger
  serial,         ///< every line to and from the motor board
  server,         ///< HTTP requests that change something, or fail
  update_server,  ///< nothing: deckhand is updated by its package
};

inline constexpr std::size_t lines_kept = 5000;  ///< of each log

/// "api.log", "serial.log", "server.log", "update_server.log".
std::optional<node_log> parse_node_log(std::string_view file_name);

using log_ring = spdlog::sinks::ringbuffer_sink_mt;
/// Any thread may call these. A log's ring takes what is logged through its logger; the api log's is spdlog's default logger.
const std::shared_ptr<log_ring>& ring_of(node_log log);
spdlog::logger& logger_of(node_log log);

/// Gives the api log's ring to spdlog's default logger. Call once at the process' start, before any other thread logs.
void set_up_node_logs();

}  // namespace deckhand
