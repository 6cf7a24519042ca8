/// Reads query parameters by name and type, and gathers what is wrong with them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/api_error.hpp"

namespace deckhand {

/// Nothing but an optional sign and digits; numbers too large for the type become its largest (or smallest).
std::optional<std::int64_t> parse_integer(std::string_view text);

class query_reader {
 public:
  explicit query_reader(const std::multimap<std::string, std::string>& query) : query_(query) {}

  std::optional<std::string> text(const std::string& name) const;
  std::optional<std::int64_t> integer(const std::string& name);
  bool boolean(const std::string& name, bool otherwise);

  void add_problem(const std::string& name, std::string detail);
  bool is_sound() const { return problems_.empty(); }
  std::vector<error_item> take_problems() { return std::move(problems_); }

 private:
  const std::multimap<std::string, std::string>& query_;
  std::vector<error_item> problems_;
};

}  // namespace deckhand
