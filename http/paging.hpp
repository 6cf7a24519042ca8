/// Which part of a list a page shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "runtime/read_model.hpp"

namespace deckhand {

constexpr std::int64_t default_page_length = 20;

struct page {
  std::size_t begin = 0;  ///< also meta.cursor
  std::size_t end = 0;    ///< one past the last
};

/// `cursor` is brought into [0, total - 1]; a negative length counts as 0, and no length is too large.
page cut_page(std::size_t total, std::int64_t cursor, std::int64_t page_length);

/// Where the last page of `page_length` items begins.
std::int64_t tail_cursor(std::size_t total, std::int64_t page_length);

/// Where a run's log is shown when the client names no place. While the run is current, the first that applies: the running
/// command; one before the first queued protocol command; the command that failed the run. Otherwise the last page.
std::int64_t default_command_cursor(const run_view& run, std::int64_t page_length);

}  // namespace deckhand
