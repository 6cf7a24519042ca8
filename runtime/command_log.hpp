/// The run log as readers see it: an immutable list of ready-made JSON entries that shares all its unchanged parts with the list
/// before. Appending or replacing an entry costs the same for a long log as for a short one, within a few percent.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/run_state.hpp"

namespace deckhand {

/// One command, serialised once for each change. Immutable.
struct command_entry {
  std::string command_id;
  std::string key;
  command_status status = command_status::queued;
  command_intent intent = command_intent::none;
  std::string created_at;
  std::string summary_json;  ///< the log's form: a whole object, without the result
  std::string result_json;   ///< empty until succeeded
  std::string error_json;    ///< empty unless failed with an error of its own

  /// The whole command, result included.
  std::string full_json() const;
};
using command_entry_ptr = std::shared_ptr<const command_entry>;

class command_log {
 public:
  std::size_t size() const { return size_; }
  const command_entry& at(std::size_t index) const { return *(*chunks_[index / chunk_size])[index % chunk_size]; }

  /// A new log with one entry more, or another one in its place. `*this` stays as it is.
  command_log appended(command_entry_ptr entry) const;
  command_log replaced(std::size_t index, command_entry_ptr entry) const;

 private:
  static constexpr std::size_t chunk_size = 64;
  using chunk = std::vector<command_entry_ptr>;
  std::vector<std::shared_ptr<const chunk>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace deckhand
