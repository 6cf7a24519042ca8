// A query string, and the page of a log that it asks for. The input's first byte is the log's length.

#include <httplib.h>

#include "http/paging.hpp"
#include "http/query_reader.hpp"
#include "tests/fuzz/input.hpp"

using namespace deckhand;
using fuzz::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t total = data[0];
  httplib::Params params;
  httplib::detail::parse_query_text(std::string{fuzz::as_text(data + 1, size - 1)}, params);
  query_reader query{params};
  const auto cursor = query.integer("cursor");
  const auto length = query.integer("pageLength").value_or(default_page_length);
  const auto shown = cut_page(total, cursor ? *cursor : tail_cursor(total, length), length);
  promise(shown.begin <= shown.end && shown.end <= total, "a page is a part of the log");
  promise(total == 0 || shown.begin < total, "the cursor is an entry's place");
  promise(static_cast<std::int64_t>(shown.end - shown.begin) <= std::max<std::int64_t>(length, 0),
          "a page is as long as asked for");
  query.boolean("waitUntilComplete", false);
  const auto problems = query.take_problems();
  promise(problems.empty() || nlohmann::json::accept(to_errors_json(invalid_request(problems))), "an error is JSON");
  return 0;
}
