/// A record of what was sent to the robot, one G-code a line, for comparing streams.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace deckhand {

/// The G-codes of one write, apart: every number as a float ("F600.0"), letters without one each on its own ("G28.2 A Z").
/// Nothing for an empty write.
std::vector<std::string> gcodes_of(std::string_view write);

/// Any thread may write. What was written is in the file at once.
class gcode_log {
 public:
  /// Begins the file anew. The error is a sentence.
  static tl::expected<std::shared_ptr<gcode_log>, std::string> open(const std::filesystem::path& file);
  void write(std::string_view line);

 private:
  explicit gcode_log(std::ofstream file) : file_(std::move(file)) {}

  std::mutex mutex_;
  std::ofstream file_;
};

}  // namespace deckhand
