#include "actors/session_priority.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "tests/runtime/temporary_directory.hpp"

using namespace deckhand;

namespace {

void write(const std::filesystem::path& file, const char* text) { std::ofstream{file} << text; }
std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream{file};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

TEST_CASE("a session goes first as long as its robot is driven, and then as before") {
  const temporary_directory directory;
  const auto file = directory.path() / "autogroup";
  write(file, "/autogroup-25 nice 3\n");
  {
    const session_priority priority{file};
    CHECK(content_of(file) == "-15");
  }
  CHECK(content_of(file) == "3");
}

TEST_CASE("a session that goes first already, or a kernel without groups, is left alone") {
  const temporary_directory directory;
  const auto file = directory.path() / "autogroup";
  for (const auto* text : {"/autogroup-25 nice -20\n", "nothing known\n"}) {
    write(file, text);
    { const session_priority priority{file}; }
    CHECK(content_of(file) == text);
  }
  { const session_priority priority{directory.path() / "none"}; }
  CHECK_FALSE(std::filesystem::exists(directory.path() / "none"));
}
