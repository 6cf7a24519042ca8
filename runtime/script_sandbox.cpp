#include "runtime/script_sandbox.hpp"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>

// In the place of limits that a sanitizer's shadow would break, for a script's process too, which gets no environment: what is
// too much is refused, and a crash ends the process by its signal.
#if defined(__SANITIZE_ADDRESS__)
extern "C" const char* __asan_default_options() {
  return "max_allocation_size_mb=4096:allocator_may_return_null=1:handle_segv=0";
}
#elif defined(__SANITIZE_THREAD__)
extern "C" const char* __tsan_default_options() {
  return "max_allocation_size_mb=4096:allocator_may_return_null=1:handle_segv=0";
}
#endif

namespace deckhand {
namespace {

constexpr uid_t nobody = 65534;

// A sanitizer's shadow takes terabytes of addresses, though hardly any memory.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

std::string refusal(const char* what) { return std::string{what} + ": " + std::strerror(errno); }

bool limit(__rlimit_resource resource, rlim_t value, rlim_t most) {
  const rlimit wanted{value, most};
  return setrlimit(resource, &wanted) == 0;
}

#if defined(__x86_64__)
constexpr std::uint32_t this_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t this_architecture = AUDIT_ARCH_AARCH64;
#else
#error "the protocol's sandbox does not know this processor"
#endif

constexpr sock_filter load(std::size_t offset) { return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); }
constexpr sock_filter answer(std::uint32_t action) { return BPF_STMT(BPF_RET | BPF_K, action); }
constexpr sock_filter skip_unless(std::uint32_t value, std::uint8_t steps) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, steps);
}
constexpr sock_filter skip_if(std::uint32_t value) { return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0); }
constexpr sock_filter skip_if_any(std::uint32_t bits) { return BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0); }
constexpr std::uint32_t refuse(std::uint32_t code) { return SECCOMP_RET_ERRNO | code; }

// Threads are allowed, processes are not. clone3 hides its flags from a filter: told that there is none, the C library takes
// clone.
bool forbid_processes() {
  std::array program{
      load(offsetof(seccomp_data, arch)), skip_if(this_architecture),
      answer(SECCOMP_RET_KILL_PROCESS),   load(offsetof(seccomp_data, nr)),
      skip_unless(SYS_clone3, 1),         answer(refuse(ENOSYS)),
#ifdef SYS_fork
      skip_unless(SYS_fork, 1),           answer(refuse(EPERM)),
      skip_unless(SYS_vfork, 1),          answer(refuse(EPERM)),
#endif
      skip_unless(SYS_execve, 1),         answer(refuse(EPERM)),
      skip_unless(SYS_execveat, 1),       answer(refuse(EPERM)),
      skip_unless(SYS_setsid, 1),         answer(refuse(EPERM)),
      skip_unless(SYS_setpgid, 1),        answer(refuse(EPERM)),
      skip_unless(SYS_ptrace, 1),         answer(refuse(EPERM)),
      skip_unless(SYS_clone, 3),          load(offsetof(seccomp_data, args)),
      skip_if_any(CLONE_THREAD),          answer(refuse(EPERM)),
      answer(SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

constexpr std::uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t writing = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                  LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG;

void allow_below(int rules, const char* path, std::uint64_t access) {
  landlock_path_beneath_attr rule{};
  rule.allowed_access = access;
  rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0) return;  // nothing there that could be read
  syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(rule.parent_fd);
}

// True where the kernel now keeps the process to these places, false where it has no such means.
bool close_file_system(const std::string& folder) {
  landlock_ruleset_attr handled{};
  handled.handled_access_fs = reading | writing | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                              LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                              LANDLOCK_ACCESS_FS_MAKE_BLOCK;
  const int rules = static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
  if (rules < 0) return false;
  for (const char* path : {"/usr", "/lib", "/lib64"}) allow_below(rules, path, reading | LANDLOCK_ACCESS_FS_EXECUTE);
  for (const char* path : {"/etc/localtime", "/dev/null", "/dev/urandom"}) allow_below(rules, path, LANDLOCK_ACCESS_FS_READ_FILE);
  allow_below(rules, folder.c_str(), reading | writing);
  const bool is_closed = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return is_closed;
}

// Nobody types at a protocol, nor does it type for anybody.
void leave_terminal() {
  const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) return;
  ioctl(terminal, TIOCNOTTY);
  close(terminal);
}

bool become_nobody(const std::string& folder) {
  if (geteuid() != 0) return true;
  return chown(folder.c_str(), nobody, nobody) == 0 && syscall(SYS_setgroups, 0, nullptr) == 0 &&
         setresgid(nobody, nobody, nobody) == 0 && setresuid(nobody, nobody, nobody) == 0;
}

}  // namespace

std::string set_limits(const sandbox_limits& limits) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return refusal("cannot bind the process to its node");
  if (getppid() == 1) return "the node is gone";
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refusal("cannot give up privileges");
  if (!is_sanitized && !limit(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes)) return refusal("cannot limit memory");
  if (!limit(RLIMIT_CPU, limits.processor_s, limits.processor_s + 5)) return refusal("cannot limit processor time");
  if (!limit(RLIMIT_NOFILE, limits.open_files, limits.open_files)) return refusal("cannot limit open files");
  if (!limit(RLIMIT_CORE, 0, 0)) return refusal("cannot switch off core files");
  return {};
}

std::string close_sandbox(const std::string& folder) {
  leave_terminal();
  const bool was_root = geteuid() == 0;
  const bool is_closed = close_file_system(folder);
  if (!is_closed && !was_root)
    return "this kernel has no Landlock, and the node does not run as root: protocols could read its files";
  if (!become_nobody(folder)) return refusal("cannot become nobody");
  // A change of user forgets this.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return refusal("cannot bind the process to its node");
  if (!forbid_processes()) return refusal("cannot forbid processes");
  return {};
}

}  // namespace deckhand
