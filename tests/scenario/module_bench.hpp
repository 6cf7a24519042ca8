/// A node whose modules have links of their own: their far ends, and what scenarios ask of such a robot.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "hardware/device_server.hpp"
#include "hardware/linked_modules.hpp"
#include "tests/scenario/live_robot.hpp"

namespace deckhand::testing {

inline const std::vector module_kinds{"temperatureModuleV2", "magneticModuleV1", "thermocyclerModuleV2", "heaterShakerModuleV1"};

/// Modules, each behind a port of its own; all four unless said otherwise.
struct module_bench {
  /// At time scale 0 what they are told is over at once.
  explicit module_bench(double time_scale, const std::vector<const char*>& which = module_kinds);

  /// Of a robot that has these modules and no others.
  node_config config();
  device_server& server(std::size_t kind) { return servers[kind]; }

  std::deque<device_server> servers;
  linked_modules linked;
  std::mutex mutex;
  std::vector<std::string> told;  ///< guarded by the mutex: the lines of the robot and its modules
};

nlohmann::json modules_of(live_robot& robot);
/// Asks until what GET /modules tells is as wanted; that.
nlohmann::json wait_for_modules(live_robot& robot, const std::function<bool(const nlohmann::json&)>& holds);
nlohmann::json wait_for_count(live_robot& robot, std::size_t count);

// --- steps of protocols, in which the modules are "t", "m", "c" and "h" ---

/// Parameters of a command of this module.
nlohmann::json of(const char* module_id, nlohmann::json more = nlohmann::json::object());
nlohmann::json load(const char* model, const char* slot, const char* module_id);
nlohmann::json load_all();
/// A protocol with every command that a module has.
std::string every_command();

std::string play(live_robot& robot, const std::string& protocol);
/// The run, once it is over and its log is whole.
nlohmann::json end_of(live_robot& robot, const std::string& run_id);

}  // namespace deckhand::testing
