#include "runtime/script_data_folder.hpp"

#include <spdlog/spdlog.h>

#include <cctype>

namespace deckhand {
namespace {

namespace fs = std::filesystem;

constexpr auto as_it_is = fs::copy_options::recursive | fs::copy_options::skip_symlinks;

void let_anybody_change(const fs::path& folder) {
  std::error_code error;
  fs::permissions(folder, fs::perms::all, error);
  for (const auto& entry : fs::recursive_directory_iterator{folder, error})
    fs::permissions(entry, entry.is_directory() ? fs::perms::all : fs::perms{0666}, error);
}

std::uintmax_t size_of(const fs::path& folder) {
  std::error_code error;
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator{folder, error})
    if (entry.is_regular_file(error) && !entry.is_symlink(error)) bytes += entry.file_size(error);
  return bytes;
}

}  // namespace

fs::path kept_data_of(const fs::path& root, const std::string& file_name) {
  if (root.empty() || file_name.empty()) return {};
  std::string folder = "of_";
  for (const char each : file_name) folder += std::isalnum(static_cast<unsigned char>(each)) || each == '.' ? each : '_';
  return root / folder;
}

void bring_in_data(const fs::path& kept, const fs::path& own_folder) {
  std::error_code error;
  if (kept.empty() || !fs::is_directory(kept, error)) return;
  fs::copy(kept, own_folder / "data", as_it_is, error);
  if (error) spdlog::warn("cannot give the protocol its data of earlier runs: {}", error.message());
  let_anybody_change(own_folder / "data");
}

void keep_data(const fs::path& own_folder, const fs::path& kept) {
  const auto left = own_folder / "data";
  std::error_code error;
  if (kept.empty() || !fs::is_directory(left, error)) return;
  if (size_of(left) > most_kept_data_bytes) return spdlog::warn("what the protocol left in /data is too much to be kept");
  auto fresh = kept;
  fresh += ".new";
  fs::remove_all(fresh, error);
  fs::create_directories(fresh.parent_path(), error);
  fs::copy(left, fresh, as_it_is, error);
  if (!error) fs::remove_all(kept, error);
  if (!error) fs::rename(fresh, kept, error);
  if (error) spdlog::warn("cannot keep what the protocol left in /data: {}", error.message());
}

}  // namespace deckhand
