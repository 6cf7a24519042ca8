#include "http/command_line/command_line.hpp"
#include "python/embed/script_main.hpp"

int main(int argc, char** argv) {
  if (deckhand::is_script_process(argc, argv)) return deckhand::run_script_process(argc, argv);
  return deckhand::run_command_line(argc, argv);
}
