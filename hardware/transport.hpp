/// The seam between the driver and a motor board: lines out, replies in.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deckhand {

struct board_write {
  std::string text;  ///< without the line's terminator, for example "M400"; may be empty ("are you there")
  std::chrono::milliseconds ack_timeout{5000};
  int retries = 0;                            ///< how often it is sent again, over a link opened anew, where no answer comes
  std::chrono::milliseconds pause_before{0};  ///< the board needs it to come to itself; emulated boards do not
};

enum class transport_error_code : unsigned char {
  no_response,   ///< the link is there, and the board is silent
  disconnected,  ///< the link was lost, or could not be opened
  halted
};
struct transport_error {
  transport_error_code code = transport_error_code::no_response;
  std::string detail;
};

using board_reply = tl::expected<std::string, transport_error>;

/// One board behind some link. At most one line is in flight.
///
/// Threads: `send` and `halt` are called by the driver's thread only. `on_reply` is called exactly once for each `send`, either
/// inside `send` (an answer that is there already) or later from the transport's own thread; it must not block.
/// Destruction ends the transport's threads; a line then in flight is answered with `disconnected` before the destructor returns.
class transport {
 public:
  using reply_handler = std::function<void(board_reply)>;

  virtual ~transport() = default;
  /// Sends one line. The reply is what the board said before its acknowledgement, cleaned of echo and line ends.
  virtual void send(const board_write& line, reply_handler on_reply) = 0;
  /// Stops all motion at once, past any line in flight, which is then answered with `halted`. Idempotent.
  virtual void halt() = 0;
};

}  // namespace deckhand
