#include "hardware/link_framing.hpp"

#include <algorithm>

#include "hardware/gcode_text.hpp"

namespace deckhand {
namespace {

constexpr link_framing temperature_module{"\r\n\r\n", "ok\r\nok\r\n", "\r\n", {"alarm", "error"}, "", 3, std::chrono::seconds{1}};
// Acknowledges its magnets' moves when they are over.
constexpr link_framing magnetic_module{"\r\n\r\n", "ok\r\nok\r\n", "\r\n", {"alarm", "error"}, "", 3, std::chrono::seconds{10}};
constexpr link_framing thermocycler_gen1{"\r\n", "ok\r\nok\r\n", "\r\n", {"alarm", "error"}, "", 3, std::chrono::seconds{40}};
constexpr link_framing thermocycler_gen2{"\r\n", " OK\n", "", {"err"}, "async", 3, std::chrono::seconds{40}};
constexpr link_framing any_thermocycler{"\r\n", " OK\n",       "", {"alarm", "err"}, "async", 3, std::chrono::seconds{40},
                                        false,  "ok\r\nok\r\n"};
constexpr link_framing heater_shaker{"\n", "OK\n", " ", {"err"}, "async", 0, std::chrono::seconds{40}};

void erase_all(std::string& text, std::string_view word) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) text.erase(at, word.size());
}

}  // namespace

const link_framing& framing_of(const module_model& model) {
  if (model.type != module_type::thermocycler) return framing_of(model.type);
  return model.generation == 1 ? thermocycler_gen1 : thermocycler_gen2;
}

// Only thermocyclers changed their framing from one generation to the next, and their acknowledgements cannot be mistaken for
// each other.
const link_framing& framing_of(module_type type) {
  switch (type) {
    case module_type::temperature: return temperature_module;
    case module_type::magnetic: return magnetic_module;
    case module_type::thermocycler: return any_thermocycler;
    case module_type::heater_shaker: return heater_shaker;
  }
  return temperature_module;
}

std::string framed(std::string_view line, const link_framing& framing) {
  std::string text{line};
  if (!text.empty()) text += ' ';
  return text.append(framing.line_end);
}

std::string framed_answer(std::string_view text, const link_framing& framing) {
  std::string answer{text};
  if (!answer.empty()) answer += framing.text_end;
  return answer.append(framing.acknowledgement);
}

std::optional<std::string> take_answer(std::string& received, const link_framing& framing) {
  auto end = framing.acknowledgement;
  auto at = received.find(end);
  if (const auto other = framing.other_acknowledgement; !other.empty() && received.find(other) < at) {
    end = other;
    at = received.find(end);
  }
  if (at == std::string::npos) return std::nullopt;
  std::string answer = received.substr(0, at);
  received.erase(0, at + end.size());
  return answer;
}

// The device may echo the whole line or only parts of it. Single letters stay: answers such as "L:70…" begin with one.
std::string cleaned(std::string_view answer, std::string_view line) {
  std::string text{answer};
  if (line.size() > 1) erase_all(text, line);
  for (const auto word : words_of(line))
    if (word.size() > 1) erase_all(text, word);
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

bool is_error(std::string_view answer, const link_framing& framing) {
  return std::ranges::any_of(framing.error_words, [&](auto word) { return !word.empty() && says(answer, word); });
}

bool is_unasked(std::string_view answer, const link_framing& framing) {
  return !framing.unasked_word.empty() && says(answer, framing.unasked_word);
}

}  // namespace deckhand
