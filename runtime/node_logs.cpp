#include "runtime/node_logs.hpp"

#include <array>

namespace deckhand {
namespace {

struct kept_log {
  std::string_view file_name;
  std::shared_ptr<log_ring> ring;
  std::shared_ptr<spdlog::logger> logger;
};

kept_log make_log(std::string_view file_name) {
  auto ring = std::make_shared<log_ring>(lines_kept);
  auto logger = std::make_shared<spdlog::logger>(std::string{file_name}, ring);
  logger->set_level(spdlog::level::debug);
  return {file_name, std::move(ring), std::move(logger)};
}

std::array<kept_log, 4>& logs() {
  static std::array<kept_log, 4> all{make_log("api.log"), make_log("serial.log"), make_log("server.log"),
                                     make_log("update_server.log")};
  return all;
}

}  // namespace

std::optional<node_log> parse_node_log(std::string_view file_name) {
  for (std::size_t i = 0; i < logs().size(); ++i)
    if (logs()[i].file_name == file_name) return static_cast<node_log>(i);
  return std::nullopt;
}

const std::shared_ptr<log_ring>& ring_of(node_log log) { return logs()[static_cast<std::size_t>(log)].ring; }

spdlog::logger& logger_of(node_log log) { return *logs()[static_cast<std::size_t>(log)].logger; }

void set_up_node_logs() { spdlog::default_logger()->sinks().push_back(ring_of(node_log::api)); }

}  // namespace deckhand
