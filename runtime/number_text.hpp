/// Numbers read from texts that people, files and devices give.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace deckhand {

/// The number that a text is, whole; nullopt for any other text, and for a number that the type does not hold.
template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace deckhand
