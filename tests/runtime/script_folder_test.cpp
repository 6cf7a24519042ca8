#include "runtime/script_folder.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>

#include "temporary_directory.hpp"

using namespace deckhand;
namespace fs = std::filesystem;

namespace {

void make_old(const fs::path& folder) { fs::last_write_time(folder, fs::file_time_type::clock::now() - std::chrono::hours{1}); }

fs::path add_folder(const fs::path& directory, const char* name) {
  fs::create_directories(directory / name / "within");
  std::ofstream{directory / name / "within/file.txt"} << "left";
  make_old(directory / name);
  return directory / name;
}

}  // namespace

TEST_CASE("a script's folder goes with its owner") {
  const temporary_directory directory;
  auto made = script_folder::make(directory.path());
  REQUIRE(made);
  const auto path = made->path();
  std::ofstream{path / "file.txt"} << "text";
  {
    const auto owner = std::move(*made);
    CHECK(fs::is_directory(owner.path()));
  }
  CHECK_FALSE(fs::exists(path));
}

TEST_CASE("what a killed process left is taken away with the next script: what somebody uses, or is no script's, stays") {
  const temporary_directory directory;
  const auto abandoned = add_folder(directory.path(), "deckhand-script-abcdef"), other = add_folder(directory.path(), "letters");
  const auto used = script_folder::make(directory.path());
  REQUIRE(used);
  CHECK_FALSE(fs::exists(abandoned));
  make_old(used->path());
  const auto fresh = directory.path() / "deckhand-script-fresh1";
  fs::create_directory(fresh);
  const auto next = script_folder::make(directory.path());
  CHECK(fs::exists(used->path()));
  CHECK(fs::exists(fresh));
  CHECK(fs::exists(other / "within/file.txt"));
}

TEST_CASE("a folder that cannot be made is an error") {
  const temporary_directory directory;
  const auto made = script_folder::make(directory.path() / "absent");
  REQUIRE_FALSE(made);
  CHECK(made.error().find("cannot make a folder") == 0);
}
