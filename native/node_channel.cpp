#include "native/node_channel.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "runtime/script_requests.hpp"

namespace deckhand {

std::optional<std::string> node_channel::receive() {
  std::array<char, 65536> bytes;
  for (;;) {
    if (auto frame = frames_.next()) return frame;
    const auto size = recv(socket_, bytes.data(), bytes.size(), 0);
    if (size == 0 || (size < 0 && errno != EINTR)) return std::nullopt;
    if (size > 0) frames_.take({bytes.data(), static_cast<std::size_t>(size)});
  }
}

void node_channel::send(std::string_view json_text) {
  const auto frame = encode_frame(json_text);
  const std::lock_guard lock{mutex_};
  write_all(frame);
}

void node_channel::finish(std::string_view json_text) {
  const auto frame = encode_frame(json_text);
  mutex_.lock();  // for ever: nobody says anything after this
  write_all(frame);
  _exit(0);
}

void node_channel::write_all(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto written = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written < 0 && errno != EINTR) return;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string finished_json(const std::optional<command_error>& error) {
  auto finished = nlohmann::json::object();
  if (error) finished["error"] = nlohmann::json::parse(to_json_text(*error));
  return nlohmann::json{{"finished", std::move(finished)}}.dump();
}

std::string finished_cancelled_json() { return R"({"finished": {"cancelled": true}})"; }

}  // namespace deckhand
