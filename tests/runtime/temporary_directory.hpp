/// A directory of a test's own, gone with all that is in it at the test's end.
#pragma once

#include <filesystem>

#include "runtime/command_error.hpp"

namespace deckhand {

class temporary_directory {
 public:
  temporary_directory() { std::filesystem::create_directories(path_); }
  ~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_ = std::filesystem::temp_directory_path() / ("deckhand-test-" + make_uuid());
};

}  // namespace deckhand
