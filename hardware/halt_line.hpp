/// The wire by which a robot's computer stops its motor board, past the serial link.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deckhand {

/// Sets the wire's level: high lets the board run, low stops it. Never blocks.
using halt_line = std::function<void(bool high)>;

/// Takes a line of a GPIO chip as an output and sets it high: "DEVICE:LINE", for example "/dev/gpiochip0:18", which is an OT-2's.
/// The error is a sentence.
tl::expected<halt_line, std::string> open_halt_line(std::string_view place);

}  // namespace deckhand
