#include "http/paging.hpp"

#include <algorithm>

namespace deckhand {

page cut_page(std::size_t total, std::int64_t cursor, std::int64_t page_length) {
  if (total == 0) return {};
  const auto length = std::max<std::int64_t>(page_length, 0);
  const auto last = static_cast<std::int64_t>(total) - 1;
  const auto begin = static_cast<std::size_t>(std::clamp<std::int64_t>(cursor, 0, last));
  return {begin, begin + std::min(total - begin, static_cast<std::size_t>(length))};
}

std::int64_t tail_cursor(std::size_t total, std::int64_t page_length) {
  return static_cast<std::int64_t>(total) - std::clamp<std::int64_t>(page_length, 0, static_cast<std::int64_t>(total));
}

std::int64_t default_command_cursor(const run_view& run, std::int64_t page_length) {
  if (run.current) {
    if (run.running_index) return static_cast<std::int64_t>(*run.running_index);
    if (run.first_queued_index) return static_cast<std::int64_t>(*run.first_queued_index) - 1;
    if (run.result == run_result::failed && run.first_failed_index) return static_cast<std::int64_t>(*run.first_failed_index);
  }
  return tail_cursor(run.commands.size(), page_length);
}

}  // namespace deckhand
