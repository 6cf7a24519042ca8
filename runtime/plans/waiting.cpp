#include "runtime/plans/families.hpp"

namespace deckhand::plans {

planned plan_wait_for_duration(const planning& command) {
  auto plan = plan_of({});
  plan.wait = wait_kind::duration;
  plan.wait_s = command.number("seconds");
  return plan;
}

planned plan_wait_for_resume(const planning&) {
  auto plan = plan_of({});
  plan.wait = wait_kind::resume;
  return plan;
}

// comment, custom, and setStatusBar on a robot without one.
planned plan_nothing(const planning&) { return plan_of({}); }

}  // namespace deckhand::plans
