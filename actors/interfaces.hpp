/// Every actor of deckhand and every message it takes. Read this first.
///
///   http_front_end ─▶ engine_state ─▶ protocol_executor ─▶ hardware_driver
///          ▲               │  ▲ events       │                    ▲ halt: high priority, past the mailbox
///          └── events ─────┤  └──────────────┘◀─▶ script_host ◀─socket─▶ process of a script in Python or C++
///                          ├─ events ─▶ run_store
///                          └─ orders ─▶ protocol_analyser
///
/// A robot's modules are emulated within its driver, or each has a link and a module_driver of its own.
///
/// The robot may be on another node: then a remote_driver takes the driver's place, and passes on to a hardware_gate there. So
/// may front ends be, each with a replica of the read model: there a remote_engine takes the engine's place, and an engine_gate
/// here sends it the events.
///
/// Nobody waits: a request's answer is taken by a handler when it comes. Events are mailed and never answered.
#pragma once

#include "actors/messages.hpp"

namespace deckhand {

/// One robot. Detached. Operations are done one at a time, in the order they came.
using hardware_driver_actor =
    caf::typed_actor<caf::result<operation_report>(perform_atom, robot_operation,
                                                   std::uint64_t),  // do it, if the robot has been halted this often; answered
                                                                    // when done, failed or halted: a halt also ends what was on
                                                                    // its way to the driver, and what comes from one who does not
                                                                    // know of it
                     caf::result<operation_report>(perform_next_atom, robot_operation,
                                                   std::uint64_t),  // the same, behind the operation in hand and only if that
                                                                    // one succeeds; otherwise answered with `halted`
                     caf::result<bool>(withdraw_atom),  // takes such operations back: true where none of them had begun
                     caf::result<std::optional<robot_facts>>(foresee_atom),  // what will be true when the operation in hand has
                                                                             // succeeded; answered as soon as that is sure, with
                                                                             // nothing where it is not so before its end
                     caf::result<robot_facts>(facts_atom),       // what is true now, in the middle of an operation too
                     caf::result<bool>(move_door_atom, bool),    // opens (true) or closes an emulated robot's door; false: this
                                                                 // robot's is moved by hands
                     caf::result<bool>(await_door_atom, bool),   // whether the door is open, as soon as that is not what is said
                     caf::result<bool>(press_estop_atom, bool),  // presses (true: as a halt) or releases an emulated robot's
                                                                 // emergency stop; false: this robot's is pressed by hand
                     caf::result<std::uint64_t>(halt_atom),  // nothing moves any more; operations in hand and waiting end with
                                                             // `halted`. Send it with high priority. Answered with how often it
                                                             // was halted
                     caf::result<void>(hold_atom),     // operations waiting end with `halted`; the one in hand goes on to its end
                     caf::result<void>(board_answer),  // from its own transport
                     caf::result<void>(see_door_atom, bool),          // from its own wires: the door was opened (true) or closed
                     caf::result<void>(module_done_atom, uint64_t)>;  // from itself: a module is where it was told to go

/// One module on a link of its own. Pooled. What is true of it is in the driver's module_window, always.
using module_driver_actor =
    caf::typed_actor<caf::result<std::optional<robot_error>>(perform_atom, module_operation),  // do it, one at a time; answered
                                                                                               // when done, failed or cancelled
                     caf::result<void>(cancel_atom),  // the operation in hand ends with `halted`: nothing more is sent of it, and
                                                      // the module goes on with what it was told
                     caf::result<void>(board_answer),                  // from its own link
                     caf::result<void>(advance_atom, std::uint64_t)>;  // from itself: time to ask the module how it is

/// A robot's driver as engines on other nodes find it. Detached. One engine at a time; when it is lost, the robot holds.
using hardware_gate_actor = caf::typed_actor<
    // An engine comes for the robot: its link version, its release and its name. Answered by the reason why not (empty: it has
    // the robot now), the robot's name and the steady clock. All releases understand this one message.
    caf::result<std::string, std::string, std::int64_t>(link_atom, std::uint32_t, std::string, std::string),
    // As the driver's, from the engine that has the robot. The network keeps their order and knows no priorities; the gate passes
    // a halt on at once.
    caf::result<operation_report>(perform_atom, robot_operation, std::uint64_t),
    caf::result<operation_report>(perform_next_atom, robot_operation, std::uint64_t), caf::result<bool>(withdraw_atom),
    caf::result<std::optional<robot_facts>>(foresee_atom), caf::result<robot_facts>(facts_atom),
    caf::result<bool>(move_door_atom, bool), caf::result<bool>(await_door_atom, bool), caf::result<bool>(press_estop_atom, bool),
    caf::result<std::uint64_t>(halt_atom)>;

/// One run's progress. Detached; lives from the run's creation until the run is over or discarded. Reports by events to
/// engine_state and decides the place of every action in the log: what it has reported before an action's acceptance came before
/// the action.
using protocol_executor_actor =
    caf::typed_actor<caf::result<void>(ready_atom),              // answered after the events of the run's initial state
                     caf::result<action_outcome>(action_order),  // play, pause or stop; answered after the action's own events
                     caf::result<bool>(command_order),           // queue a client's command; false: the run has ended
                     caf::result<void>(deck_addition),  // an offset or a definition; answered after the events that it made
                     caf::result<void>(look_at_door_atom, bool),   // the door was moved, or it counts (true) or not from now on;
                                                                   // answered after the events that this made
                     caf::result<void>(halted_atom, robot_error),  // somebody halted the robot: the run ends, without cleanup
                                                                   // motion; answered after the events that this made
                     caf::result<void>(discard_atom),              // the run is no longer current and was never played: end
                     caf::result<void>(shutdown_atom),  // the node stops: halt, close the log without cleanup motion, end
                     caf::result<void>(advance_atom),   // from itself: a command is over; actions that came meanwhile go first
                     caf::result<void>(flush_atom),     // from itself: mail the events that have gathered
                     caf::result<void>(wait_over_atom, uint64_t),  // from itself: a waitForDuration is over
                     caf::result<void>(script_call),  // from its script_host; answered by an answer_atom with the same number
                     caf::result<void>(script_end)>;  // from its script_host: the last of it

/// The process of one script's run, in Python or C++. Detached. Lives until its executor and its process are gone.
using script_host_actor =
    caf::typed_actor<caf::result<void>(answer_atom, uint64_t, std::string),  // a call's number, and the frame that answers it
                     caf::result<void>(tell_atom, std::string),              // a frame that answers nothing
                     caf::result<void>(cancel_atom),   // the run was stopped: calls are cancelled; after a second the process is
                                                       // killed
                     caf::result<void>(script_frame),  // from its reading thread
                     caf::result<void>(script_gone),   // from its reading thread: the last of it
                     caf::result<void>(kill_atom)>;    // from itself: time is up

/// Whoever takes requests that change something.
using control_actor = caf::typed_actor<caf::result<control_outcome>(control_request)>;

/// The truth about runs and protocols. Pooled. Numbers events, folds them, arbitrates requests, and passes events on.
using engine_state_actor =
    caf::typed_actor<caf::result<void>(std::vector<event>),          // from executors; unnumbered, what belongs together
                     caf::result<control_outcome>(control_request),  // from http_front_end; answered after
                                                                     // the events that it caused
                     caf::result<void>(blink_atom, uint64_t)>;       // from itself: the lights change once more

/// The SQLite file. Detached, since it blocks on the disk. Nobody waits for it but a node that stops.
using run_store_actor =
    caf::typed_actor<caf::result<void>(std::vector<event>),  // numbered; written in one transaction, within milliseconds
                     caf::result<void>(commit_atom),         // from itself: write what has gathered
                     caf::result<void>(sync_atom),           // from itself: make it last through a power cut
                     caf::result<void>(flush_atom),          // write and sync all; answered when done
                     caf::result<std::vector<event>>(replay_atom, uint64_t,
                                                     uint64_t)>;  // the first events after a sequence, so many at most; what is
                                                                  // written and what waits to be. An error where nothing is kept

/// The read model. Pooled. Its pictures are read by the HTTP server's threads without any message.
using http_front_end_actor =
    caf::typed_actor<caf::result<void>(join_atom, caf::strong_actor_ptr),  // from engine_state: it takes the requests
                     caf::result<void>(event),                             // numbered, from engine_state
                     caf::result<void>(event_batch),     // from a remote_engine: the same, and what to forget first
                     caf::result<void>(control_ticket),  // from the server's threads
                     caf::result<void>(degraded_atom,
                                       std::vector<std::string>),  // from run_store: what does not work; empty when all is well
                     caf::result<void>(shutdown_atom)>;            // release whoever waits for a picture

/// An engine's stand-in on the node of a front end: takes its requests, and what it is to show. Pooled.
using replica_actor =
    caf::typed_actor<caf::result<control_outcome>(control_request),  // from http_front_end; declined with 503 without a link
                     caf::result<void>(event_batch),                 // from the engine_gate; answered when folded: more may come
                     caf::result<void>(tell_atom, std::string)>;     // from the engine_gate: it has turned it away, and why

/// An engine as front ends on other nodes find it. Pooled. Any number of front ends at a time, with different names.
using engine_gate_actor =
    caf::typed_actor<  // as of the hardware_gate, with the engine's name; all releases understand this one message
        caf::result<std::string, std::string, std::int64_t>(link_atom, std::uint32_t, std::string, std::string),
        caf::result<void>(follow_atom, replica_position),                 // from here on events are sent, one batch at a time
        caf::result<control_outcome, engine_condition>(control_request),  // answered after the events that it caused
        caf::result<engine_condition>(facts_atom),
        caf::result<void>(join_atom, caf::strong_actor_ptr),  // from engine_state: it takes the requests
        caf::result<void>(event)>;                            // from engine_state, numbered where it is journalled

/// Dry runs, one after another. Detached, at low priority.
using protocol_analyser_actor = caf::typed_actor<caf::result<analysis_completed>(analysis_order)>;

}  // namespace deckhand
