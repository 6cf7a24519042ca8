/// What scenarios ask of a robot whose server is a process of its own. Each fails the test where the server does not answer.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

namespace deckhand::testing {

struct started_run {
  std::string protocol_id;
  std::string run_id;
};

nlohmann::json get(const std::string& url, const std::string& path);
/// All entries of a run's log.
nlohmann::json log_of(const std::string& url, const std::string& run_id);
/// Uploads, creates and plays.
started_run start_run(const std::string& url, const std::string& protocol);
/// Polls until the log has at least `finished` succeeded entries.
nlohmann::json log_with(const std::string& url, const std::string& run_id, std::size_t finished);
/// Polls until a run is over; the run.
nlohmann::json end_of(const std::string& url, const std::string& run_id);
/// Polls /health until it shows trouble, or none.
void wait_for_health(const std::string& url, bool is_degraded);

/// Polls /health until what it says of the first trouble contains `part`.
void wait_for_trouble(const std::string& url, const std::string& part);

/// After a loss: everything before the command in hand is as it was, that one's outcome is unknown, the rest was given up.
void check_broken_log(const nlohmann::json& before, const nlohmann::json& after);

/// A log without what differs from run to run: ids, keys made of ids, and times.
nlohmann::json without_chance(nlohmann::json log);

}  // namespace deckhand::testing
