// `--robot-config FILE`: which pipettes and modules the emulated robot has.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "http/command_line/command_line.hpp"

namespace deckhand {

std::optional<robot_config> load_robot_config(const std::filesystem::path& file) {
  if (file.empty()) return usual_robot();
  std::ifstream stream{file, std::ios::binary};
  if (!stream) {
    std::fprintf(stderr, "deckhand: cannot read %s\n", file.c_str());
    return std::nullopt;
  }
  const std::string content{std::istreambuf_iterator<char>{stream}, {}};
  auto config = read_robot_config(content);
  if (config) return std::move(*config);
  for (std::size_t begin = 0; begin < config.error().size();) {
    const auto end = std::min(config.error().find('\n', begin), config.error().size());
    std::fprintf(stderr, "%s: %s\n", file.c_str(), config.error().substr(begin, end - begin).c_str());
    begin = end + 1;
  }
  return std::nullopt;
}

}  // namespace deckhand
