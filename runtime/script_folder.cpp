#include "runtime/script_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

namespace deckhand {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view name_prefix = "deckhand-script-";
// A younger one may not have been locked yet.
constexpr auto youngest_abandoned = std::chrono::minutes{1};

// -1: somebody else has it, or there is no such folder.
int lock(const fs::path& folder) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0 || flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  close(file);
  return -1;
}

void remove_abandoned(const fs::path& directory) {
  const auto oldest_in_use = fs::file_time_type::clock::now() - youngest_abandoned;
  std::error_code error;
  for (fs::directory_iterator each{directory, error}, end; !error && each != end; each.increment(error)) {
    std::error_code gone;
    if (!each->path().filename().native().starts_with(name_prefix)) continue;
    if (const auto changed = each->last_write_time(gone); gone || changed > oldest_in_use) continue;
    const int file = lock(each->path());
    if (file < 0) continue;
    fs::remove_all(each->path(), gone);
    close(file);
  }
}

}  // namespace

tl::expected<script_folder, std::string> script_folder::make(const fs::path& directory) {
  remove_abandoned(directory);
  auto name = (directory / name_prefix).string() + "XXXXXX";
  if (!mkdtemp(name.data())) return tl::unexpected{std::string{"cannot make a folder for the protocol: "} + std::strerror(errno)};
  return script_folder{name, lock(name)};
}

script_folder::script_folder(script_folder&& other) noexcept
    : path_(std::exchange(other.path_, {})), lock_(std::exchange(other.lock_, -1)) {}

script_folder::~script_folder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
  if (lock_ >= 0) close(lock_);
}

}  // namespace deckhand
