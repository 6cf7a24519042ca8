#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "runtime/script_data_folder.hpp"
#include "temporary_directory.hpp"

using namespace deckhand;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream{path} << text;
}

std::string read(const fs::path& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

TEST_CASE("what a script leaves in its data folder is there in the next one's") {
  const temporary_directory directory;
  const fs::path kept = directory.path() / "kept/protocol-data", first = directory.path() / "first",
                 second = directory.path() / "second";
  write(first / "data/tips/count.json", "4");
  write(first / "elsewhere.txt", "no data");
  keep_data(first, kept);
  CHECK(read(kept / "tips/count.json") == "4");
  CHECK_FALSE(fs::exists(kept / "elsewhere.txt"));
  fs::create_directories(second);
  bring_in_data(kept, second);
  CHECK(read(second / "data/tips/count.json") == "4");
  CHECK((fs::status(second / "data/tips").permissions() & fs::perms::others_write) != fs::perms::none);
  fs::remove_all(second / "data/tips");
  write(second / "data/other.txt", "new");
  keep_data(second, kept);
  CHECK_FALSE(fs::exists(kept / "tips"));
  CHECK(read(kept / "other.txt") == "new");
}

TEST_CASE("links in a script's data folder lead nowhere afterwards") {
  const temporary_directory directory;
  const fs::path secret = directory.path() / "secret", own = directory.path() / "own", kept = directory.path() / "kept";
  write(secret, "password");
  write(own / "data/file", "x");
  fs::create_symlink(secret, own / "data/link");
  keep_data(own, kept);
  CHECK(fs::exists(kept / "file"));
  CHECK_FALSE(fs::exists(fs::symlink_status(kept / "link")));
}

TEST_CASE("each protocol has its own data, under a name that leads nowhere else") {
  CHECK(kept_data_of("/kept", "tips.py") == "/kept/of_tips.py");
  CHECK(kept_data_of("/kept", "../../etc") == "/kept/of_.._.._etc");
  CHECK(kept_data_of("/kept", "..") == "/kept/of_..");
  CHECK(kept_data_of("/kept", "").empty());
  CHECK(kept_data_of("", "tips.py").empty());
}

TEST_CASE("without a place to keep data in, and without data, nothing is done") {
  const temporary_directory directory;
  const fs::path own = directory.path() / "own", kept = directory.path() / "kept";
  fs::create_directories(own);
  keep_data(own, kept);
  CHECK_FALSE(fs::exists(kept));
  bring_in_data(kept, own);
  write(own / "data/file", "x");
  keep_data(own, {});
  CHECK_FALSE(fs::exists(kept));
  CHECK(fs::exists(own / "data/file"));
}
