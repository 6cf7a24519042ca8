/// A GPIO chip whose other ends a test holds.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "hardware/file_descriptor.hpp"
#include "hardware/gpio_chip.hpp"
#include "tests/support/patience.hpp"

namespace deckhand::testing {

/// What a fake chip and its test share.
struct gpio_wiring {
  std::mutex mutex;
  std::condition_variable changed;
  std::map<unsigned, bool> levels;              ///< of inputs as the test sets them, of outputs as they were set
  std::vector<std::pair<unsigned, bool>> sets;  ///< of outputs, in their order, the first levels left out
  std::vector<unsigned> outputs, inputs;
  wake_signal edges;

  void put(unsigned line, bool high) {
    {
      const std::lock_guard lock{mutex};
      levels[line] = high;
    }
    edges.notify();
  }
  bool level(unsigned line) {
    const std::lock_guard lock{mutex};
    return levels[line];
  }
  /// What was set of some lines so far.
  std::vector<std::pair<unsigned, bool>> sets_of(const std::vector<unsigned>& lines) {
    const std::lock_guard lock{mutex};
    std::vector<std::pair<unsigned, bool>> found;
    for (const auto& each : sets)
      if (std::find(lines.begin(), lines.end(), each.first) != lines.end()) found.push_back(each);
    return found;
  }
  /// Blocks until a line has a level. False where that takes too long.
  bool wait_for(unsigned line, bool high) {
    std::unique_lock lock{mutex};
    return changed.wait_for(lock, patience, [&] { return levels[line] == high; });
  }
};

class fake_gpio_chip final : public gpio_chip {
 public:
  explicit fake_gpio_chip(std::shared_ptr<gpio_wiring> wiring) : wiring_(std::move(wiring)) {}

  tl::expected<void, std::string> take_outputs(std::span<const gpio_level> levels) override {
    for (const auto& [line, high] : levels) {
      wiring_->outputs.push_back(line);
      wiring_->levels[line] = high;
    }
    return {};
  }
  tl::expected<void, std::string> take_inputs(std::span<const unsigned> lines, bool with_edges) override {
    wiring_->inputs.insert(wiring_->inputs.end(), lines.begin(), lines.end());
    has_edges_ |= with_edges;
    return {};
  }
  void set(unsigned line, bool high) override {
    const std::lock_guard lock{wiring_->mutex};
    wiring_->levels[line] = high;
    wiring_->sets.emplace_back(line, high);
    wiring_->changed.notify_all();
  }
  bool is_high(unsigned line) const override { return wiring_->level(line); }
  int edges() const override { return has_edges_ ? wiring_->edges.get() : -1; }
  void forget_edges() override { wiring_->edges.drain(); }

 private:
  std::shared_ptr<gpio_wiring> wiring_;
  bool has_edges_ = false;
};

}  // namespace deckhand::testing
