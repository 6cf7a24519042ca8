/// What a command means on a given deck: the checks before it, the robot operations, and the result after them.
/// Plain logic: the protocol executor runs plans on a real driver, the analysis on a virtual one.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "runtime/command_error.hpp"
#include "runtime/robot_facts.hpp"
#include "runtime/robot_operation.hpp"
#include "runtime/run_model.hpp"

namespace deckhand {

enum class wait_kind : unsigned char {
  none,
  duration,  ///< `wait_s` on the robot's clock; a client's pause does not stretch it
  resume     ///< the run pauses until somebody plays it again
};

struct command_plan {
  std::vector<robot_operation> operations;  ///< in order; the first failure ends the command
  wait_kind wait = wait_kind::none;         ///< after the operations
  double wait_s = 0;
  nlohmann::json notes = nlohmann::json::array();
  /// Called once, when all of it is done, with the driver's latest facts: takes the effect over into the model and gives
  /// the command's result. Never empty.
  std::function<nlohmann::json(run_model&, const robot_facts&)> complete;
};

/// `params` are complete (see command_catalogue.hpp); `facts` are the driver's latest. Changes nothing, never throws.
/// Whether a tip is on, how much is held and where a pipette stands is taken from the facts alone. A result's "position" is where
/// the command's last move put the critical point: for pickUpTip and dropTip the nozzle's or tip's end at the well, as it was
/// then. Wells of labware that is below other labware, or off the deck, and the origin "meniscus" (nothing senses liquid) are
/// refused.
tl::expected<command_plan, command_error> plan_command(const run_model& model, const robot_facts& facts,
                                                       std::string_view command_type, const nlohmann::json& params);

/// A driver's error as the log shows it on the command.
command_error to_command_error(const robot_error& error);

/// What brings a robot to a tidy end after a run, decided by what its driver says is true: recover from the halt, tips (if any)
/// into the trash, and last, whatever became of these, everything home. Never empty.
std::vector<robot_operation> plan_cleanup(const run_model& model, const robot_facts& facts);

}  // namespace deckhand
