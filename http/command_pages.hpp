/// Commands as GET shows them, of any kind of run. path_args: the run's id, and the command's.
#pragma once

#include "http/api_call.hpp"
#include "http/paging.hpp"

namespace deckhand {

struct page_query {
  std::optional<std::int64_t> cursor;
  std::int64_t length = default_page_length;
};
tl::expected<page_query, api_error> read_page_query(const api_call& call);

/// `collection`: where such runs are found, for example "/runs".
api_result command_page(const api_call& call, run_kind kind, const std::string& collection);
api_result one_command(const api_call& call, run_kind kind);

}  // namespace deckhand
