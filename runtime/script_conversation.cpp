#include "runtime/script_conversation.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

namespace deckhand {
namespace {

constexpr std::size_t length_bytes = 4;
constexpr std::size_t read_bytes = 65536;
constexpr int look_interval_ms = 100;
// A script that asks and never reads its answers is ended, not waited for.
constexpr std::size_t most_unsent_bytes = 256u << 20;

}  // namespace

std::string encode_frame(std::string_view json_text) {
  std::string frame;
  frame.reserve(length_bytes + json_text.size());
  const auto length = static_cast<std::uint32_t>(json_text.size());
  for (int shift = 24; shift >= 0; shift -= 8) frame += static_cast<char>(length >> shift & 0xFF);
  return frame.append(json_text);
}

std::optional<std::string> frame_decoder::next() {
  if (buffer_.size() - read_ < length_bytes) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) length = length << 8 | static_cast<unsigned char>(buffer_[read_ + i]);
  is_too_large_ = length > largest_frame_bytes;
  if (is_too_large_ || buffer_.size() - read_ - length_bytes < length) return std::nullopt;
  auto frame = buffer_.substr(read_ + length_bytes, length);
  read_ += length_bytes + length;
  if (read_ == buffer_.size() || read_ > read_bytes) buffer_.erase(0, std::exchange(read_, 0));
  return frame;
}

void line_splitter::take(std::string_view bytes, const std::function<void(std::string_view)>& give) {
  for (const char c : bytes) {
    if (c == '\n')
      end_line(give);
    else if (line_.size() < longest_line)
      line_ += c;
  }
}

void line_splitter::finish(const std::function<void(std::string_view)>& give) {
  if (!line_.empty()) end_line(give);
}

void line_splitter::end_line(const std::function<void(std::string_view)>& give) {
  const bool is_first_too_many = given_bytes_ < most_bytes && given_bytes_ + line_.size() + 1 >= most_bytes;
  given_bytes_ += line_.size() + 1;
  if (given_bytes_ < most_bytes)
    give(line_);
  else if (is_first_too_many)
    give("(it prints too much: the rest is left out)");
  line_.clear();
}

std::string to_text(const script_exit& exit) {
  if (!exit.trouble.empty()) return exit.trouble;
  if (WIFSIGNALED(exit.wait_status)) {
    const int signal = WTERMSIG(exit.wait_status);
    if (signal == SIGXCPU) return "used up its processor time";
    return "was ended by signal " + std::to_string(signal) + " (" + strsignal(signal) + ")";
  }
  return "ended with code " + std::to_string(WEXITSTATUS(exit.wait_status));
}

script_conversation::script_conversation() : wake_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

script_conversation::~script_conversation() {
  if (wake_fd_ >= 0) close(wake_fd_);
}

void script_conversation::wake() const {
  const std::uint64_t one = 1;
  static_cast<void>(!write(wake_fd_, &one, sizeof one));
}

void script_conversation::kill() {
  is_killed_ = true;
  wake();
}

// What the socket takes at once goes from here; the rest is left to the serving thread.
void script_conversation::send(std::string_view json_text) {
  const auto frame = encode_frame(json_text);
  {
    const std::lock_guard lock{mutex_};
    const bool is_first = unsent_.empty();
    unsent_ += frame;
    if (is_first && socket_ >= 0) write_some();
    if (unsent_.empty()) return;
  }
  wake();
}

// The lock is held.
bool script_conversation::write_some() {
  while (!unsent_.empty()) {
    const auto written = ::send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (written < 0) return errno == EAGAIN || errno == EINTR;
    unsent_.erase(0, static_cast<std::size_t>(written));
  }
  return true;
}

tl::expected<script_exit, std::string> script_conversation::run(const script_process_config& config, std::string_view first_json,
                                                                const script_handlers& handlers) {
  auto process = script_process::start(config);
  if (!process) return tl::unexpected{process.error()};
  {
    const std::lock_guard lock{mutex_};
    socket_ = process->socket();
    unsent_.insert(0, encode_frame(first_json));
  }
  script_exit exit;
  serve(*process, handlers, exit);
  {
    const std::lock_guard lock{mutex_};
    socket_ = -1;
    unsent_.clear();
  }
  lines_.finish(handlers.on_output_line);
  return exit;
}

void script_conversation::serve(script_process& process, const script_handlers& handlers, script_exit& exit) {
  bool is_open = true, has_output = true;
  while (is_open) {
    bool has_unsent = false;
    {
      const std::lock_guard lock{mutex_};
      is_open = write_some();
      has_unsent = !unsent_.empty();
      if (unsent_.size() > most_unsent_bytes) exit.trouble = "does not read its answers";
    }
    std::array<pollfd, 3> ends{{{process.socket(), static_cast<short>(has_unsent ? POLLIN | POLLOUT : POLLIN), 0},
                                {has_output ? process.output() : -1, POLLIN, 0},
                                {wake_fd_, POLLIN, 0}}};
    poll(ends.data(), ends.size(), look_interval_ms);
    std::uint64_t wakes = 0;
    if (ends[2].revents) static_cast<void>(!read(wake_fd_, &wakes, sizeof wakes));
    if (ends[1].revents) has_output = read_output(process, handlers);
    if (ends[0].revents && !read_frames(process, handlers, exit)) is_open = false;
    exit.was_killed = is_killed_ || (handlers.is_cancelled && handlers.is_cancelled());
    if (exit.was_killed || !exit.trouble.empty()) is_open = false;
  }
  // Its end of the socket is closed, or it has to go: whatever it still does, it is over.
  process.kill();
  exit.wait_status = process.wait();
  if (has_output) read_output(process, handlers);
}

bool script_conversation::read_output(const script_process& process, const script_handlers& handlers) {
  std::array<char, read_bytes> bytes;
  ssize_t size = 0;
  while ((size = read(process.output(), bytes.data(), bytes.size())) > 0)
    lines_.take({bytes.data(), static_cast<std::size_t>(size)}, handlers.on_output_line);
  return size < 0;
}

bool script_conversation::read_frames(const script_process& process, const script_handlers& handlers, script_exit& exit) {
  std::array<char, read_bytes> bytes;
  const auto size = recv(process.socket(), bytes.data(), bytes.size(), 0);
  if (size < 0) return errno == EAGAIN || errno == EINTR;
  frames_.take({bytes.data(), static_cast<std::size_t>(size)});
  while (auto frame = frames_.next()) handlers.on_frame(std::move(*frame));
  if (frames_.is_too_large()) exit.trouble = "sent a frame that is too large";
  return size > 0;
}

}  // namespace deckhand
