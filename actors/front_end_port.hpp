/// What the HTTP server's threads may use of the node. Reads come from a picture in memory; only requests that change something
/// travel to an actor. Every member may be called from any thread; none of them ever blocks the robot.
#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/event.hpp"
#include "runtime/node_address.hpp"
#include "runtime/protocol_reader.hpp"
#include "runtime/read_model.hpp"
#include "runtime/robot_facts.hpp"

namespace deckhand {

/// Why a request was declined; http/ turns it into a response. `error_id` is the client's name for it, for example
/// "RunAlreadyActive".
struct control_refusal {
  int status = 409;
  std::string error_id;
  std::string title;
  std::string detail;
  std::string error_code = "4000";
  bool has_meta = false;  ///< the response carries `meta`, as errors that upstream makes from an exception do
};

struct create_run_request {
  std::optional<std::string> protocol_id;
  std::string labware_offsets_json =
      "[]";  ///< as posted: [{definitionUri, location{slotName…}, vector{x, y, z}}, …], already validated
  protocol_parameters parameters = {};  ///< with the report
};
struct patch_run_request {
  std::string run_id;
  bool make_not_current = false;  ///< data.current was false
};
struct delete_run_request {
  std::string run_id;
};
struct run_action_request {
  std::string run_id;
  action_type action = action_type::play;
  std::int64_t asked_steady_ns = steady_now_ns();
};
/// Reply: the new run's id. Takes the place of a maintenance run that is not busy.
struct create_maintenance_run_request {
  std::string labware_offsets_json = "[]";  ///< as in create_run_request
};
struct delete_maintenance_run_request {
  std::string run_id;
};
/// Reply: the new command's id.
struct post_command_request {
  std::string run_id;  ///< empty for a stateless command
  std::string command_type;
  std::string params_json;  ///< complete
  command_intent intent = command_intent::setup;
  std::optional<std::string> key;
  std::optional<std::string> failed_command_id;
  run_kind kind = run_kind::protocol;  ///< the kind of run that is meant
};
/// Has the robot do something outside all runs, one operation after another. Reply: when the last one is done. Refused with 403
/// while a run moves the robot, or another such request.
struct robot_request {
  std::vector<robot_operation> operations;
};
/// Switches the lights. Never refused; reply: when they are.
struct lights_request {
  bool on = false;
};
/// Blinks the lights, so that people see which robot it is. Reply: at once.
struct identify_request {
  double seconds = 10;
};
/// Opens or closes an emulated robot's door. Refused with 403 where it has a real one. Reply: when the current run has taken it
/// in.
struct move_door_request {
  bool open = false;
};
/// Breaks off all motion, past everything that waits; nothing moves before somebody homes the robot. A run that is under way
/// fails, and does not clean up. Never refused; reply: when the robot stands and the run has taken it in.
struct halt_request {
  std::int64_t asked_steady_ns = steady_now_ns();
};
/// Presses or releases an emulated robot's emergency stop. Pressed, it is a halt, and while it stays pressed nothing can move.
/// Refused with 403 where it has a real one. Reply: as for a halt.
struct press_estop_request {
  bool pressed = false;
  std::int64_t asked_steady_ns = steady_now_ns();
};
/// Whether runs pause while the door is open; at a node's start they do not. Reply: when the current run has taken it in.
struct heed_door_request {
  bool heeds_door = false;
};
/// A correction for labware that is loaded from now on. Reply: the offset's id and time.
struct add_labware_offset_request {
  std::string run_id;
  std::string offset_json;  ///< {definitionUri, location{slotName…}, vector{x, y, z}}, already validated
};
/// Labware that the run's later commands may load.
struct add_labware_definition_request {
  std::string run_id;
  labware_definition_ptr definition;
};
/// Reply: the protocol's id; `is_new` false where the same files were there already.
struct add_protocol_request {
  protocol_added description;  ///< without id; files and hash filled in
  json_protocol_ptr protocol;  ///< as read_protocol gave it
  protocol_parameters parameters = {};
};
struct delete_protocol_request {
  std::string protocol_id;
};
/// Reply: the analysis' id; `is_new` false where the last one still holds.
struct analyse_request {
  std::string protocol_id;
  bool force = false;
  protocol_parameters parameters = {};
};
/// Reply: the file's id; `is_new` false where there was one of the same name and content already.
struct add_data_file_request {
  std::string name;
  std::string content;
};
struct delete_data_file_request {
  std::string file_id;
};
/// The node stops: the current run is stopped and logged, the store flushed. Reply: when that is done.
struct shutdown_request {};

using control_request =
    std::variant<create_run_request, patch_run_request, delete_run_request, run_action_request, post_command_request,
                 add_labware_offset_request, add_labware_definition_request, create_maintenance_run_request,
                 delete_maintenance_run_request, robot_request, lights_request, identify_request, move_door_request, halt_request,
                 press_estop_request, heed_door_request, add_protocol_request, delete_protocol_request, analyse_request,
                 add_data_file_request, delete_data_file_request, shutdown_request>;

struct control_success {
  std::string id;          ///< of the run, action, command, protocol or analysis concerned; a stateless command's run is `run_id`
  std::string created_at;  ///< run_action_request: when the executor took it; add_labware_offset_request: when it was made
  bool is_new = true;
  std::string run_id = {};  ///< post_command_request: the run that took the command
};
using control_reply = tl::expected<control_success, control_refusal>;

/// Maxima since the node's start, by actor name.
using mailbox_depths = std::vector<std::pair<std::string, std::int64_t>>;

class front_end_port {
 public:
  virtual ~front_end_port() = default;
  /// The newest picture. Never null.
  virtual read_model_ptr snapshot() const = 0;
  /// Waits until `holds` is true of a picture, or until the deadline (none: for ever, until the node stops). Returns the picture
  /// that it was true of, or the latest one. For threads that may wait: the server's.
  virtual read_model_ptr wait_until(const std::function<bool(const read_model&)>& holds,
                                    std::optional<std::chrono::steady_clock::time_point> deadline) const = 0;
  /// Sends a request on its way. When the future is ready, snapshot() already shows what it did.
  virtual std::future<control_reply> submit(control_request request) = 0;
  virtual mailbox_depths max_mailbox_depths() const = 0;
  /// {"board", "software", "late"}: see line_timing.
  virtual std::string line_timing_json() const = 0;
  /// {"pause", "stop", "halt", "estop"}: see verb_timing; histograms in microseconds.
  virtual std::string verb_timing_json() const = 0;
  /// What is true of the robot now, modules included, by its driver.
  virtual robot_facts robot() const = 0;
  /// How the link to the robot stands.
  virtual robot_link link() const = 0;
};

}  // namespace deckhand
