#include "http/command_line/command_line.hpp"

int main(int argc, char** argv) { return deckhand::run_command_line(argc, argv); }
