/// How long it takes from the moment that a client's request for a pause, a stop, a halt or an emergency stop came to the moment
/// that the robot stands.
#pragma once

#include "runtime/gap_histogram.hpp"

namespace deckhand {

/// Since the node's start. Each written by one thread at a time, read by any.
struct verb_timing {
  gap_histogram pause;  ///< the motion in hand has come to its end
  gap_histogram stop;   ///< the motion in hand was broken off; what brings the robot to a tidy end comes after it
  gap_histogram halt;   ///< the driver has broken off all motion
  gap_histogram estop;  ///< the same
};

}  // namespace deckhand
