#include "tests/scenario/campaign_table.hpp"

#include <cstdio>

namespace deckhand::testing {

void print_campaign_row(device_fault_kind kind, std::size_t places, const std::map<std::string, int>& endings) {
  std::printf("| `%s` | %zu |", std::string{to_string(kind)}.c_str(), places);
  for (const auto& [ending, times] : endings) std::printf(" %s %d", ending.c_str(), times);
  std::printf(" |\n");
}

}  // namespace deckhand::testing
