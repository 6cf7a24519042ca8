/// Who goes first when the processor is short: the robot's threads before those that only report.
#pragma once

namespace deckhand {

struct thread_priorities {
  bool real_time = false;   ///< ask for SCHED_FIFO for the robot's threads
  int reporting_nice = 10;  ///< niceness of the HTTP server's and the analyser's threads
};

/// For the calling thread, one of executor, driver and board: asks for a short time slice, which lets it in ahead of busy threads
/// as soon as it wakes, for a better niceness, and for the one processor that the node's robot threads share; refusals of these
/// are ignored. With `real_time` also asks for SCHED_FIFO; that
/// refusal is logged as a warning, once a process.
void prioritise_robot_thread(bool real_time, const char* thread_name);

/// Lowers the calling thread's priority for good. A refusal is ignored.
void lower_thread_priority(int nice_value);

}  // namespace deckhand
