// Plays files, or all files of folders, through a fuzz target: what was found once is a test for ever.

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/input.hpp"

namespace fs = std::filesystem;

namespace {

void play(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  const std::string content{std::istreambuf_iterator<char>{stream}, {}};
  std::fprintf(stderr, "%s\n", file.c_str());
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(content.data()), content.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t played = 0;
  for (int i = 1; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) {
      play(argv[i]);
      ++played;
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(argv[i])) {
      if (!entry.is_regular_file()) continue;
      play(entry.path());
      ++played;
    }
  }
  std::printf("%zu inputs\n", played);
  return played == 0;  // a folder that was moved would pass for good
}
