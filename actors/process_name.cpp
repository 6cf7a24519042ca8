#include "actors/process_name.hpp"

#include <unistd.h>

#include <array>

namespace deckhand {

std::string name_of_this_process() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return std::string{host.data()} + ":" + std::to_string(getpid());
}

}  // namespace deckhand
