#include "hardware/board_framing.hpp"

#include <algorithm>

namespace deckhand {
namespace {

void erase_all(std::string& text, std::string_view word) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) text.erase(at, word.size());
}

}  // namespace

std::string framed(std::string_view line) {
  std::string text{line};
  if (!text.empty()) text += ' ';
  return text.append(line_end);
}

std::optional<std::string> take_answer(std::string& received) {
  const auto at = received.find(board_ack);
  if (at == std::string::npos) return std::nullopt;
  std::string answer = received.substr(0, at);
  received.clear();
  return answer;
}

// The board may echo the whole line or only parts of it. Single letters stay: answers such as "L:70…" begin with one.
std::string cleaned(std::string_view answer, std::string_view line) {
  std::string text{answer};
  if (line.size() > 1) erase_all(text, line);
  for (std::size_t at = 0; at < line.size();) {
    const auto end = std::min(line.find(' ', at), line.size());
    if (end - at > 1) erase_all(text, line.substr(at, end - at));
    at = end + 1;
  }
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace deckhand
