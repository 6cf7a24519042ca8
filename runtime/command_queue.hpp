/// The commands of one run that have not begun yet, and which of them is next.
#pragma once

#include <deque>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "runtime/event.hpp"
#include "runtime/script_requests.hpp"

namespace deckhand {

struct queued_command {
  std::string command_id;
  std::string key;
  std::string command_type;
  nlohmann::json params;
  command_intent intent = command_intent::none;
  std::shared_ptr<const script_work> work = {};  ///< asked for by a protocol's process
  std::uint64_t call_number = 0;                 ///< of that request

  bool is_hidden() const { return work && work->is_hidden(); }
};

/// Setup commands go first; protocol commands wait for the run to be played.
class command_queue {
 public:
  void push(queued_command command) {
    auto& queue = command.intent == command_intent::setup ? setup_ : protocol_;
    queue.push_back(std::move(command));
  }

  /// `is_playing`: protocol commands may be taken.
  std::optional<queued_command> take_next(bool is_playing) {
    auto& queue = !setup_.empty() || !is_playing ? setup_ : protocol_;
    if (queue.empty()) return std::nullopt;
    auto command = std::move(queue.front());
    queue.pop_front();
    return command;
  }

  /// Gives up all setup commands, or all protocol commands: the ids of those in the log, in order.
  std::vector<std::string> give_up(bool setup) {
    std::vector<std::string> ids;
    auto& queue = setup ? setup_ : protocol_;
    for (auto& command : queue)
      if (!command.is_hidden()) ids.push_back(std::move(command.command_id));
    queue.clear();
    return ids;
  }

 private:
  std::deque<queued_command> setup_;
  std::deque<queued_command> protocol_;
};

}  // namespace deckhand
