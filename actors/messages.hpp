/// Every type that travels between actors: its id in one block, and how the framework reads and writes it.
#pragma once

#include <caf/all.hpp>
#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "actors/front_end_port.hpp"
#include "hardware/transport.hpp"
#include "runtime/event.hpp"
#include "runtime/robot_facts.hpp"
#include "runtime/robot_operation.hpp"
#include "runtime/run_model.hpp"

namespace deckhand {

/// What a board or a module answered to its driver's line `line_number`.
struct board_answer {
  std::uint64_t line_number = 0;  ///< of modules also 0: the text was said unasked or, with an error, tells that the link is lost
  std::string text;               ///< the reply, or the transport's complaint
  std::optional<transport_error_code> error;
  std::int64_t at_steady_ns = 0;  ///< when it came, in the transport's thread
};

/// A client's action on its way to the executor that decides its place in the log.
struct action_order {
  std::string action_id;
  action_type action = action_type::play;
  std::int64_t asked_steady_ns = 0;  ///< when the client's request came; 0: not known
};
/// The executor's answer: when it took the action, or why not.
struct action_outcome {
  bool is_accepted = true;
  std::string created_at;  ///< as in the log
  std::string refusal;     ///< the sentence for the client; empty when accepted
};

/// A client's command on its way to the executor's queue.
struct command_order {
  std::string command_id;
  std::string key;  ///< empty: the executor gives the command's own
  std::string command_type;
  std::string params_json;
  command_intent intent = command_intent::setup;
};

/// What a client adds to the deck that a run's later commands find. Never leaves the process.
struct deck_addition {
  std::variant<labware_offset, labware_definition_ptr> what;
};

/// What a control request came to.
using control_outcome = std::variant<control_success, control_refusal>;

/// How far a replica of the read model has come. Events of runs that are not journalled have no sequence: they are counted.
struct replica_position {
  std::uint64_t sequence = 0;  ///< of the last journalled event; 0: none yet
  std::int64_t at_us = 0;      ///< when that one was made, which tells it from one of another journal
  std::string source;          ///< whose unjournalled events were counted; empty: nobody's yet
  std::uint64_t unkept = 0;    ///< how many of them there were
};
/// Events for a replica, in order.
struct event_batch {
  bool begins_anew = false;     ///< the replica forgets everything before it folds these
  bool forgets_unkept = false;  ///< the replica forgets the runs that are not journalled
  bool is_complete = false;     ///< with these it knows all that the engine knows
  std::vector<event> events;
  std::string source;        ///< as of replica_position, after the last event
  std::uint64_t unkept = 0;  ///< the same
};
/// What a front end shows of an engine besides its events.
struct engine_condition {
  robot_facts robot;
  robot_link link;                    ///< of the engine to its robot
  std::vector<std::string> degraded;  ///< as of the read model
};

/// A control request on its way from a server thread, with the slot its answer goes into. Never leaves the process.
struct control_ticket {
  control_request request;
  std::shared_ptr<std::promise<control_reply>> reply;
};

/// A request of a protocol's process; docs/python.md lists the methods.
struct script_call {
  std::uint64_t number = 0;
  std::string method;
  std::string params_json;
};
/// The end of a protocol's process: it ran to its end, or why not.
struct script_end {
  std::string error_json;  ///< {errorType, errorCode, detail, wrappedErrors}; empty: none
};
/// A frame from the process, on its way from the thread that reads the socket.
struct script_frame {
  std::string text;
};
/// The process is gone.
struct script_gone {
  std::string how;  ///< for people: "was ended by signal 9 (Killed)"
};

/// A protocol for the analyser. Never leaves the process.
struct analysis_order {
  std::string protocol_id;
  std::string analysis_id;
  json_protocol_ptr protocol;
  protocol_parameters parameters;
};

}  // namespace deckhand

// Not serialisable on purpose: these hold what only this process has.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(deckhand::control_ticket)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(deckhand::analysis_order)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(deckhand::deck_addition)

// clang-format off
CAF_BEGIN_TYPE_ID_BLOCK(deckhand, first_custom_type_id)

  // How nodes of different releases tell each other: always the first.
  CAF_ADD_ATOM(deckhand, deckhand, link_atom)

  // requests
  CAF_ADD_ATOM(deckhand, deckhand, perform_atom)
  CAF_ADD_ATOM(deckhand, deckhand, perform_next_atom)
  CAF_ADD_ATOM(deckhand, deckhand, withdraw_atom)
  CAF_ADD_ATOM(deckhand, deckhand, foresee_atom)
  CAF_ADD_ATOM(deckhand, deckhand, facts_atom)
  CAF_ADD_ATOM(deckhand, deckhand, halt_atom)
  CAF_ADD_ATOM(deckhand, deckhand, press_estop_atom)
  CAF_ADD_ATOM(deckhand, deckhand, hold_atom)
  CAF_ADD_ATOM(deckhand, deckhand, join_atom)
  CAF_ADD_ATOM(deckhand, deckhand, ready_atom)
  CAF_ADD_ATOM(deckhand, deckhand, shutdown_atom)
  CAF_ADD_ATOM(deckhand, deckhand, discard_atom)
  CAF_ADD_ATOM(deckhand, deckhand, advance_atom)
  CAF_ADD_ATOM(deckhand, deckhand, wait_over_atom)
  CAF_ADD_ATOM(deckhand, deckhand, module_done_atom)
  CAF_ADD_ATOM(deckhand, deckhand, commit_atom)
  CAF_ADD_ATOM(deckhand, deckhand, sync_atom)
  CAF_ADD_ATOM(deckhand, deckhand, flush_atom)
  CAF_ADD_ATOM(deckhand, deckhand, degraded_atom)
  CAF_ADD_ATOM(deckhand, deckhand, answer_atom)
  CAF_ADD_ATOM(deckhand, deckhand, cancel_atom)
  CAF_ADD_ATOM(deckhand, deckhand, tell_atom)
  CAF_ADD_ATOM(deckhand, deckhand, kill_atom)
  CAF_ADD_ATOM(deckhand, deckhand, blink_atom)
  CAF_ADD_ATOM(deckhand, deckhand, move_door_atom)
  CAF_ADD_ATOM(deckhand, deckhand, await_door_atom)
  CAF_ADD_ATOM(deckhand, deckhand, see_door_atom)
  CAF_ADD_ATOM(deckhand, deckhand, look_at_door_atom)
  CAF_ADD_ATOM(deckhand, deckhand, halted_atom)
  CAF_ADD_ATOM(deckhand, deckhand, follow_atom)
  CAF_ADD_ATOM(deckhand, deckhand, replay_atom)

  // the robot
  CAF_ADD_TYPE_ID(deckhand, (deckhand::robot_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::home_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::move_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::move_relative_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::retract_axis_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::load_pipette_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::pick_up_tip_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::drop_tip_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::prepare_to_aspirate_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::aspirate_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::dispense_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::blow_out_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::set_lights_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::disengage_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::load_module_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::module_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::recover_operation))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::operation_report))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::robot_facts))
  CAF_ADD_TYPE_ID(deckhand, (std::optional<deckhand::robot_facts>))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::board_answer))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::robot_error))
  CAF_ADD_TYPE_ID(deckhand, (std::optional<deckhand::robot_error>))

  // runs
  CAF_ADD_TYPE_ID(deckhand, (deckhand::event))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::run_created))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::action_accepted))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::command_queued))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::command_started))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::command_succeeded))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::command_failed))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::run_paused))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::run_ending))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::run_finished))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::entity_changed))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::run_archived))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::run_deleted))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::protocol_added))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::protocol_deleted))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::analysis_started))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::analysis_completed))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::data_file_added))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::data_file_deleted))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::action_order))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::action_outcome))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::command_order))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::control_success))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::control_refusal))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::control_outcome))

  // an engine's front ends on other nodes
  CAF_ADD_TYPE_ID(deckhand, (deckhand::create_run_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::patch_run_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::delete_run_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::run_action_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::post_command_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::add_labware_offset_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::add_labware_definition_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::create_maintenance_run_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::delete_maintenance_run_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::robot_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::lights_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::identify_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::move_door_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::halt_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::press_estop_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::heed_door_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::add_protocol_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::delete_protocol_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::analyse_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::add_data_file_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::delete_data_file_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::shutdown_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::control_request))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::replica_position))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::event_batch))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::engine_condition))
  CAF_ADD_TYPE_ID(deckhand, (std::vector<deckhand::event>))

  // a protocol's process
  CAF_ADD_TYPE_ID(deckhand, (deckhand::script_call))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::script_end))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::script_frame))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::script_gone))

  // within one process
  CAF_ADD_TYPE_ID(deckhand, (deckhand::control_ticket))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::analysis_order))
  CAF_ADD_TYPE_ID(deckhand, (deckhand::deck_addition))

  CAF_ADD_TYPE_ID(deckhand, (std::vector<std::string>))

CAF_END_TYPE_ID_BLOCK(deckhand)
// clang-format on

namespace deckhand {

/// Makes the types known to the framework. Call before the first actor system is configured; once or more, from any thread.
void register_message_types();

}  // namespace deckhand

#include "actors/inspect.hpp"
#include "actors/inspect_control.hpp"
