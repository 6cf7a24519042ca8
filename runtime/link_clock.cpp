#include "runtime/link_clock.hpp"

#include <algorithm>

namespace deckhand {

void link_clock::meet(std::int64_t there_ns, std::int64_t sent_ns, std::int64_t received_ns) {
  difference_ns_ = sent_ns + (received_ns - sent_ns) / 2 - there_ns;
}

void link_clock::translate(operation_report& report, std::int64_t sent_ns, std::int64_t received_ns) {
  if (!report.error) {
    difference_ns_ = std::max(difference_ns_, sent_ns - report.began_steady_ns);
    difference_ns_ = std::min(difference_ns_, received_ns - report.ended_steady_ns);
  }
  const auto bring_over = [&](std::int64_t there_ns) { return std::clamp(there_ns + difference_ns_, sent_ns, received_ns); };
  report.began_steady_ns = bring_over(report.began_steady_ns);
  report.ended_steady_ns = bring_over(report.ended_steady_ns);
}

}  // namespace deckhand
