/// The folder that a script lives in.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

namespace deckhand {

/// Owns an empty folder of its own, and takes it away with everything in it. Not for use by several threads.
class script_folder {
 public:
  /// Makes one in `directory`, where those that killed processes left behind are taken away first. The error says what the
  /// system refused.
  static tl::expected<script_folder, std::string> make(const std::filesystem::path& directory);
  ~script_folder();
  script_folder(script_folder&& other) noexcept;
  script_folder& operator=(script_folder&&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  script_folder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::filesystem::path path_;  // empty: given on
  int lock_;                    // a lock on the folder, which ends with this process at the latest
};

}  // namespace deckhand
