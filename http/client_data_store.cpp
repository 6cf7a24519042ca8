#include "http/client_data_store.hpp"

namespace deckhand {

std::optional<std::string> client_data_store::find(const std::string& key) const {
  const std::lock_guard lock{mutex_};
  const auto found = texts_.find(key);
  if (found == texts_.end()) return std::nullopt;
  return found->second;
}

bool client_data_store::put(const std::string& key, std::string json_text) {
  const std::lock_guard lock{mutex_};
  const auto found = texts_.find(key);
  const auto freed = found == texts_.end() ? 0 : key.size() + found->second.size();
  const auto wanted = key.size() + json_text.size();
  if (bytes_ - freed + wanted > most_bytes) return false;
  bytes_ = bytes_ - freed + wanted;
  texts_.insert_or_assign(key, std::move(json_text));
  return true;
}

bool client_data_store::remove(const std::string& key) {
  const std::lock_guard lock{mutex_};
  const auto found = texts_.find(key);
  if (found == texts_.end()) return false;
  bytes_ -= key.size() + found->second.size();
  texts_.erase(found);
  return true;
}

void client_data_store::clear() {
  const std::lock_guard lock{mutex_};
  texts_.clear();
  bytes_ = 0;
}

}  // namespace deckhand
