/// What clients set and expect to find again after a restart: feature settings, whether runs recover from errors.
#pragma once

#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <tl/expected.hpp>

namespace deckhand {

/// Any thread may call it. Values are small; the whole is written at each change, so that a power cut leaves the old or the new
/// file.
class settings_store {
 public:
  /// An empty path keeps nothing beyond the process. A file that cannot be read is set aside, and told in the log.
  explicit settings_store(std::filesystem::path file);

  /// The value last set under a name; `otherwise` where none was.
  nlohmann::json get(const std::string& name, nlohmann::json otherwise) const;
  /// null forgets the name. The error is a sentence: the value holds, but only until the process ends.
  tl::expected<void, std::string> set(const std::string& name, nlohmann::json value);

 private:
  tl::expected<void, std::string> write() const;

  std::filesystem::path file_;
  mutable std::mutex mutex_;
  nlohmann::json values_ = nlohmann::json::object();
};

}  // namespace deckhand
