/// How a motor board or a module is reached: a serial port or a TCP connection, as a file that can be read and written.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "hardware/file_descriptor.hpp"

namespace deckhand {

/// Opens the link, anew each time; takes a second at the most. The file does not block. The error is a sentence.
using link_opener = std::function<tl::expected<file_descriptor, std::string>()>;

/// 115200 baud, 8 data bits, no parity, 1 stop bit, no flow control.
link_opener serial_link(std::string device);
link_opener tcp_link(std::string host, std::string port);

/// One TCP connection, which takes `limit` for each of the host's addresses at the most. The file does not block, and does not
/// wait for more before it sends. The error is a sentence.
tl::expected<file_descriptor, std::string> open_tcp(const std::string& host, const std::string& port,
                                                    std::chrono::milliseconds limit);

/// "serial:///dev/ttyAMA0" or "tcp://host:port"; nullopt for anything else.
std::optional<link_opener> read_link_url(std::string_view url);
/// The same of a robot; the error says what is wrong with the text.
tl::expected<link_opener, std::string> read_robot_url(std::string_view url);

}  // namespace deckhand
