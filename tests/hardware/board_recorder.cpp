#include "tests/hardware/board_recorder.hpp"

namespace deckhand::testing {

void board_recorder::run() {
  while (const auto line = robot_.next_write()) {
    auto said = board_.handle(line->text, now_s_);
    now_s_ = said.due_s;
    if (!answer_to.empty() && line->text.find(answer_to) != std::string::npos) {
      said.text = std::exchange(answer, {});
      answer_to.clear();
    }
    if (keeps_waits || line->text != "M400") lines.push_back(line->text);
    robot_.on_reply(said.text);
  }
}

std::vector<std::string> board_recorder::motions() const {
  std::vector<std::string> found;
  for (const auto& line : lines) {
    for (std::size_t at = 0; at < line.size();) {
      auto end = line.find_first_of("GM", at + 1);
      if (end == std::string::npos) end = line.size();
      auto code = line.substr(at, end - at);
      while (!code.empty() && code.back() == ' ') code.pop_back();
      if (code.rfind("G0 ", 0) == 0 || code.rfind("G28.2", 0) == 0) found.push_back(code);
      at = end;
    }
  }
  return found;
}

}  // namespace deckhand::testing
