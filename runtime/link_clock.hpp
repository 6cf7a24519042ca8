/// A robot's reports carry its own machine's steady clock, whose zero and pace mean nothing elsewhere. This carries them over.
#pragma once

#include <cstdint>

#include "runtime/robot_facts.hpp"

namespace deckhand {

/// The difference of the two clocks is estimated once a link and then left alone as long as no report contradicts it (nothing
/// begins before it was asked for, or ends after it was told): the robot's idle time between two operations is exactly what its
/// own clock measured, whatever the link's delay was. All in nanoseconds; `here` is the clock of who uses this.
class link_clock {
 public:
  /// A new link: the other clock showed `there_ns` at some instant between `sent_ns` and `received_ns` here.
  void meet(std::int64_t there_ns, std::int64_t sent_ns, std::int64_t received_ns);
  /// Brings a report's instants over. It was asked for at `sent_ns` and came at `received_ns`. A failed operation may never have
  /// begun: its instants are only kept between the two.
  void translate(operation_report& report, std::int64_t sent_ns, std::int64_t received_ns);

 private:
  std::int64_t difference_ns_ = 0;  // here less there
};

}  // namespace deckhand
