/// Lines and answers as they are on the serial links of a motor board and of modules.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/module_catalogue.hpp"

namespace deckhand {

/// What one kind of device wants of its link. All of them: 115200 baud, 8N1, one line in flight, and a space between a line's
/// text and its end.
struct link_framing {
  std::string_view line_end;
  std::string_view acknowledgement;  ///< ends every answer, that of an error, too
  std::string_view text_end;         ///< between an answer's text and its acknowledgement
  /// An answer with one of these words in it, in whatever case, is an error. In lower case; empty ones stand for nothing.
  std::array<std::string_view, 2> error_words;
  /// What the device says unasked contains this word, is an error, and ends with an acknowledgement of its own. It may come
  /// between a line and its answer. Empty: it never says anything unasked.
  std::string_view unasked_word;
  int retries = 0;                              ///< how often a line is sent again where no answer comes
  std::chrono::milliseconds ack_timeout{5000};  ///< for an ordinary line
  bool echoes = false;                          ///< it may repeat a line before its answer, which is no part of that
  std::string_view other_acknowledgement = {};  ///< ends an answer just as well; empty: there is none
};

/// Two empty lines end a line; the board says ok to each.
inline constexpr link_framing board_framing{"\r\n\r\n", "ok\r\nok\r\n",          "\r\n", {"alarm", "error"}, "",
                                            3,          std::chrono::seconds{5}, true};
/// Of a module's own link.
const link_framing& framing_of(const module_model& model);
/// The same as seen by a driver that has not been told yet which generation it talks to: right for each of them.
const link_framing& framing_of(module_type type);

/// A line with its end, ready to be sent.
std::string framed(std::string_view line, const link_framing& framing);

/// An answer as a device sends it.
std::string framed_answer(std::string_view text, const link_framing& framing);

/// What stands before the first acknowledgement, if that has come; both are taken out of `received`.
std::optional<std::string> take_answer(std::string& received, const link_framing& framing);

/// The answer to `line` without the device's echo of it and without line ends.
std::string cleaned(std::string_view answer, std::string_view line);

bool is_error(std::string_view answer, const link_framing& framing);
bool is_unasked(std::string_view answer, const link_framing& framing);

}  // namespace deckhand
