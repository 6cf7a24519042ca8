/// Whatever a robot's computer has on a serial link, in software: a motor board, a module.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "hardware/link_framing.hpp"

namespace deckhand {

/// What a device says to a line, and when: virtual seconds.
struct emulated_answer {
  std::string text;
  double due_s = 0;
  bool is_alone = false;  ///< what was to be answered before, never is
};

enum class device_fault_kind : unsigned char {
  lost_ack,    ///< the line is done, and its answer gets lost
  garbage,     ///< noise instead of the answer's text
  alarm,       ///< a motor board's: the kill button
  limit,       ///< a motor board's: a limit switch of X closes
  silence,     ///< nothing is answered, nor done
  disconnect,  ///< the link breaks, and cannot be opened
  slow,        ///< the answer comes late
  error,       ///< a module's: it complains instead of doing the line
  async        ///< it complains unasked, and then does the line; modules of kinds that do such a thing
};
std::string_view to_string(device_fault_kind kind);

/// Happens once.
struct device_fault {
  device_fault_kind kind = device_fault_kind::lost_ack;
  std::string at;         ///< at a line that contains this; empty: at any
  std::size_t count = 1;  ///< the how manieth of such lines
  double duration_s = 1;  ///< of a silence, a break or a delay; real seconds
};
/// "KIND[@TEXT][#COUNT][:SECONDS]", for example "lost-ack@G0 X#3" or "silence:8". The error is a sentence.
tl::expected<device_fault, std::string> read_device_fault(std::string_view text);

/// Pure: no thread and no clock. `now_s`, virtual seconds, never decreases from call to call.
class emulated_device {
 public:
  virtual ~emulated_device() = default;

  virtual const link_framing& framing() const = 0;
  /// The faults that only devices of its kind have. A link's own faults happen to all.
  virtual std::span<const device_fault_kind> own_faults() const = 0;
  virtual emulated_answer handle(std::string_view line, double now_s) = 0;
  /// One of its own faults happens: what it says then.
  virtual emulated_answer fail(device_fault_kind kind, double now_s) = 0;
  /// When all that is under way will be over.
  virtual double settled_s() const = 0;
};

/// Whether such a fault can happen to this device, on its link or by itself.
bool can_have(const emulated_device& device, device_fault_kind kind);

}  // namespace deckhand
