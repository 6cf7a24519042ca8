#include "runtime/script_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "runtime/script_data_folder.hpp"

namespace deckhand {
namespace {

// Room for a request's whole answer (a labware definition), so that sending one need not wait for the script to read.
constexpr int socket_buffer_bytes = 1 << 20;

std::string refusal(const char* what, int code) { return std::string{"cannot "} + what + ": " + std::strerror(code); }

struct pair_of_ends {
  int ours = -1;
  int theirs = -1;
  ~pair_of_ends() {
    if (ours >= 0) close(ours);
    if (theirs >= 0) close(theirs);
  }
  int take_ours() { return std::exchange(ours, -1); }
};

bool open_socket(pair_of_ends& ends) {
  int both[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) != 0) return false;
  ends.ours = both[0];
  ends.theirs = both[1];
  for (const int end : both) setsockopt(end, SOL_SOCKET, SO_SNDBUF, &socket_buffer_bytes, sizeof socket_buffer_bytes);
  return fcntl(ends.ours, F_SETFL, O_NONBLOCK) == 0;
}

bool open_output(pair_of_ends& ends) {
  int both[2];
  if (pipe2(both, O_CLOEXEC) != 0) return false;
  ends.ours = both[0];
  ends.theirs = both[1];
  return fcntl(ends.ours, F_SETFL, O_NONBLOCK) == 0;
}

// Signals that the node blocks or ignores work as usual in the script.
void reset_signals(posix_spawnattr_t& attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
}

const char* flag_of(script_language language) {
  return language == script_language::native ? native_process_flag : python_process_flag;
}

int spawn(const script_process_config& config, const std::string& folder, int socket, int output, pid_t& process_id) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  posix_spawn_file_actions_adddup2(&actions, socket, script_socket_fd);
  posix_spawn_file_actions_addclosefrom_np(&actions, script_socket_fd + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // A group to be killed as one, but no session: the kernel shares the processor out among sessions first, and in one of its own
  // the short time slices that the process takes over would be worth nothing.
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup(&attributes, 0);
  reset_signals(attributes);
  std::string program = config.program.string(), flag = flag_of(config.language),
              limit = std::to_string(config.processor_limit_s);
  std::string own_folder = folder, home = "HOME=" + folder, temporary = "TMPDIR=" + folder;
  std::string path = "PATH=/usr/bin:/bin", language = "LANG=C.UTF-8";
  std::array<char*, 5> arguments{program.data(), flag.data(), limit.data(), own_folder.data(), nullptr};
  std::array<char*, 5> environment{home.data(), temporary.data(), path.data(), language.data(), nullptr};
  const int code = posix_spawn(&process_id, program.c_str(), &actions, &attributes, arguments.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return code;
}

}  // namespace

tl::expected<script_process, std::string> script_process::start(const script_process_config& config) {
  std::error_code error;
  auto folder = script_folder::make(std::filesystem::temp_directory_path(error));
  if (!folder) return tl::unexpected{std::move(folder.error())};
  script_process process{std::move(*folder)};
  if (config.language == script_language::python) process.kept_data_ = config.kept_data;
  bring_in_data(process.kept_data_, process.folder_.path());
  pair_of_ends socket, output;
  if (!open_socket(socket) || !open_output(output)) return tl::unexpected{refusal("open a channel to the protocol", errno)};
  // The program's place is looked up here: /proc/self is another process for the child.
  script_process_config found = config;
  found.program = std::filesystem::canonical(config.program, error);
  if (error) return tl::unexpected{refusal("find the program to run the protocol with", error.value())};
  if (const int code = spawn(found, process.folder_.path(), socket.theirs, output.theirs, process.process_id_); code != 0) {
    process.process_id_ = -1;
    return tl::unexpected{refusal("start a process for the protocol", code)};
  }
  process.socket_ = socket.take_ours();
  process.output_ = output.take_ours();
  return process;
}

script_process::script_process(script_process&& other) noexcept
    : process_id_(std::exchange(other.process_id_, -1)),
      socket_(std::exchange(other.socket_, -1)),
      output_(std::exchange(other.output_, -1)),
      is_reaped_(other.is_reaped_),
      folder_(std::move(other.folder_)),
      kept_data_(std::exchange(other.kept_data_, {})) {}

script_process::~script_process() {
  kill();
  wait();
  if (socket_ >= 0) close(socket_);
  if (output_ >= 0) close(output_);
  keep_data(folder_.path(), kept_data_);
}

void script_process::kill() const {
  if (process_id_ > 0 && !is_reaped_) ::kill(-process_id_, SIGKILL);
}

int script_process::wait() {
  int status = 0;
  if (process_id_ <= 0 || is_reaped_) return status;
  while (waitpid(process_id_, &status, 0) < 0 && errno == EINTR) {
  }
  is_reaped_ = true;
  return status;
}

}  // namespace deckhand
