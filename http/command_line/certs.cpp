// `deckhand certs`: the certificates that a lab's nodes know each other by.

#include <cstdio>

#include "http/command_line/command_line.hpp"
#include "runtime/certificate_authority.hpp"

namespace deckhand {
namespace {

int complain(const std::string& problem) {
  std::fprintf(stderr, "deckhand: %s\n", problem.c_str());
  return 1;
}

}  // namespace

int make_authority(const certificate_options& options) {
  const auto made = make_certificate_authority(options.directory);
  return made ? 0 : complain(made.error());
}

int issue_certificate(const certificate_options& options) {
  const auto made = issue_node_certificate(options.directory, options.name);
  if (!made) return complain(made.error());
  std::printf("%s\n", made->c_str());
  return 0;
}

}  // namespace deckhand
