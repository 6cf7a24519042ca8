/// Objects that clients leave for each other under a key. In memory only, and bounded.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace deckhand {

/// Any thread may call it.
class client_data_store {
 public:
  static constexpr std::size_t most_bytes = std::size_t{16} << 20;  ///< of all keys and texts together

  std::optional<std::string> find(const std::string& key) const;
  /// `json_text` replaces what was there. False: there is no room for it, and nothing has changed.
  bool put(const std::string& key, std::string json_text);
  /// False: there was nothing.
  bool remove(const std::string& key);
  void clear();

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> texts_;
  std::size_t bytes_ = 0;
};

}  // namespace deckhand
