/// The third `main`: what this program does as the process of one C++ script.
#pragma once

namespace deckhand {

/// True where the arguments are those that runtime/script_process.hpp starts a process with.
bool is_native_process(int argc, char** argv);
/// Closes the sandbox, loads the shared object of the first frame, and runs or describes it. Ends the process; an exit code only
/// where it could not begin.
int run_native_process(int argc, char** argv);

}  // namespace deckhand
