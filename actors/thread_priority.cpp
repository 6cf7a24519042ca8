#include "actors/thread_priority.hpp"

#include <pthread.h>
#include <sched.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstring>

namespace deckhand {
namespace {

constexpr int robot_nice = -10;
constexpr std::uint64_t robot_slice_ns = 100'000;  // the kernel's shortest
constexpr int real_time_priority = 10;

/// The kernel's struct sched_attr, which Debian 12's C library does not declare.
struct scheduling_attributes {
  std::uint32_t size = sizeof(scheduling_attributes);
  std::uint32_t policy = SCHED_OTHER;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t runtime_ns = 0;
  std::uint64_t deadline_ns = 0;
  std::uint64_t period_ns = 0;
};

// Executor, driver and board take turns: none has work while another has. On one processor a turn is a context switch; across
// two it is a wake-up of an idle processor, which takes ten times as long. Nodes of one machine spread by their process numbers.
void share_one_processor() {
  cpu_set_t allowed;
  if (sched_getaffinity(getpid(), sizeof allowed, &allowed) != 0 || CPU_COUNT(&allowed) < 2) return;
  int turn = getpid() % CPU_COUNT(&allowed);
  int processor = 0;
  while (!CPU_ISSET(processor, &allowed) || turn-- > 0) ++processor;
  cpu_set_t chosen;
  CPU_ZERO(&chosen);
  CPU_SET(processor, &chosen);
  pthread_setaffinity_np(pthread_self(), sizeof chosen, &chosen);
}

bool take_short_slices(int nice) {
  scheduling_attributes wanted;
  wanted.nice = nice;
  wanted.runtime_ns = robot_slice_ns;
  return syscall(SYS_sched_setattr, 0, &wanted, 0) == 0;
}

}  // namespace

void prioritise_robot_thread(bool real_time, const char* thread_name) {
  share_one_processor();
  if (!take_short_slices(robot_nice)) take_short_slices(0);
  if (!real_time) return;
  static std::atomic<bool> warned{false};
  sched_param parameters{};
  parameters.sched_priority = real_time_priority;
  const int refusal = pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters);
  if (refusal != 0 && !warned.exchange(true))
    spdlog::warn("real-time priority refused for {}: {}; going on without it", thread_name, std::strerror(refusal));
}

void prepare_script_thread() {
  share_one_processor();
  take_short_slices(0);
}

void lower_thread_priority(int nice_value) { setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nice_value); }

}  // namespace deckhand
