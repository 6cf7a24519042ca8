/// An immutable list that shares all its unchanged parts with the list it was made from. Appending or replacing copies a few
/// hundred pointers at most, for lists of up to some hundred thousand items about as many as for short ones.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace deckhand {

/// Items are immutable, and shared between lists. A list may be read from any thread.
template <class Item>
class shared_list {
 public:
  using item_ptr = std::shared_ptr<const Item>;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  /// `index` < size().
  const Item& at(std::size_t index) const {
    return *(*(*blocks_[index / block_size])[index % block_size / chunk_size])[index % chunk_size];
  }

  /// A new list with one item more, or another one in its place. `*this` stays as it is.
  shared_list appended(item_ptr item) const {
    auto result = *this;
    auto& block = result.size_ % block_size == 0 ? new_part(result.blocks_) : own_part(result.blocks_, result.size_ / block_size);
    auto& chunk = result.size_ % chunk_size == 0 ? new_part(block) : own_part(block, result.size_ % block_size / chunk_size);
    chunk.push_back(std::move(item));
    ++result.size_;
    return result;
  }
  shared_list replaced(std::size_t index, item_ptr item) const {
    auto result = *this;
    auto& block = own_part(result.blocks_, index / block_size);
    own_part(block, index % block_size / chunk_size)[index % chunk_size] = std::move(item);
    return result;
  }

 private:
  static constexpr std::size_t chunk_size = 64;
  static constexpr std::size_t block_size = chunk_size * 64;
  using chunk_items = std::vector<item_ptr>;
  using block_chunks = std::vector<std::shared_ptr<const chunk_items>>;

  template <class Part>
  static Part& new_part(std::vector<std::shared_ptr<const Part>>& parts) {
    auto part = std::make_shared<Part>();
    auto& fresh = *part;
    parts.push_back(std::move(part));
    return fresh;
  }
  template <class Part>
  static Part& own_part(std::vector<std::shared_ptr<const Part>>& parts, std::size_t index) {
    auto part = std::make_shared<Part>();
    part->reserve(parts[index]->size() + 1);
    part->assign(parts[index]->begin(), parts[index]->end());
    auto& copy = *part;
    parts[index] = std::move(part);
    return copy;
  }

  std::vector<std::shared_ptr<const block_chunks>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace deckhand
