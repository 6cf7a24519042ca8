/// Lines and answers as they are on a motor board's link.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deckhand {

/// Two empty lines end a line; the board says ok to each.
inline constexpr std::string_view line_end = "\r\n\r\n";
inline constexpr std::string_view board_ack = "ok\r\nok\r\n";

/// A line with its end, ready to be sent.
std::string framed(std::string_view line);

/// What stands before the acknowledgement, if that has come; the rest of `received` is dropped with it.
std::optional<std::string> take_answer(std::string& received);

/// The answer to `line` without the board's echo of it and without line ends.
std::string cleaned(std::string_view answer, std::string_view line);

}  // namespace deckhand
