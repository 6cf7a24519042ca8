/// Keys of commands that nobody gave one: equal for the same place in the same protocol, in the analysis and in every run.
#pragma once

#include <string>
#include <string_view>

namespace deckhand {

/// key = hex(md5(hex of the key before, "" at first + md5(command type))). Parameters do not count.
class command_key_chain {
 public:
  /// The key of the next command, 32 lower-case hex digits.
  std::string next(std::string_view command_type);

 private:
  std::string last_;
};

}  // namespace deckhand
