#include "http/settings_store.hpp"

#include <spdlog/spdlog.h>

#include <fstream>

namespace deckhand {

settings_store::settings_store(std::filesystem::path file) : file_(std::move(file)) {
  std::error_code ignored;
  if (file_.empty() || !std::filesystem::exists(file_, ignored)) return;
  std::ifstream stream{file_};
  auto read = nlohmann::json::parse(stream, nullptr, false);
  if (read.is_object()) {
    values_ = std::move(read);
    return;
  }
  auto aside = file_;
  aside += ".unreadable";
  spdlog::error("the settings in {} cannot be read; they are kept as {}", file_.string(), aside.string());
  std::filesystem::rename(file_, aside, ignored);
}

nlohmann::json settings_store::get(const std::string& name, nlohmann::json otherwise) const {
  const std::lock_guard lock{mutex_};
  const auto found = values_.find(name);
  return found == values_.end() ? std::move(otherwise) : *found;
}

tl::expected<void, std::string> settings_store::set(const std::string& name, nlohmann::json value) {
  const std::lock_guard lock{mutex_};
  if (value.is_null())
    values_.erase(name);
  else
    values_[name] = std::move(value);
  return write();
}

tl::expected<void, std::string> settings_store::write() const {
  if (file_.empty()) return {};
  auto next = file_;
  next += ".new";
  std::error_code problem;
  std::filesystem::create_directories(file_.parent_path(), problem);
  {
    std::ofstream stream{next, std::ios::trunc};
    stream << values_.dump(2) << '\n';
    stream.flush();
    if (!stream) return tl::unexpected{"The settings could not be written to " + next.string() + "."};
  }
  std::filesystem::rename(next, file_, problem);
  if (problem) return tl::unexpected{"The settings could not be written to " + file_.string() + ": " + problem.message()};
  return {};
}

}  // namespace deckhand
