#include "http/command_line/command_line.hpp"
#include "native/native_main.hpp"
#include "python/embed/script_main.hpp"

int main(int argc, char** argv) {
  if (deckhand::is_python_process(argc, argv)) return deckhand::run_python_process(argc, argv);
  if (deckhand::is_native_process(argc, argv)) return deckhand::run_native_process(argc, argv);
  return deckhand::run_command_line(argc, argv);
}
