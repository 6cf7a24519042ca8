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

/// For the calling thread, which starts a script's process and so hands on what it has: the robot's processor and short time
/// slices, by which an answer reaches the script at once; but no better niceness, nor SCHED_FIFO. A script that never rests must
/// leave the processor to those who are to stop it.
void prepare_script_thread();

/// Lowers the calling thread's priority for good. A refusal is ignored.
void lower_thread_priority(int nice_value);

}  // namespace deckhand
