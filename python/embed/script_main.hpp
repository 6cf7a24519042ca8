/// The other `main`: what this program does as the process of one Python protocol.
#pragma once

namespace deckhand {

/// True where the arguments are those that runtime/script_process.hpp starts a process with.
bool is_python_process(int argc, char** argv);
/// Embeds Python, closes the sandbox and hands over to deckhand_protocol.child.main. The exit code.
int run_python_process(int argc, char** argv);

}  // namespace deckhand
