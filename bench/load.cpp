#include "bench/load.hpp"

#include <httplib.h>

namespace deckhand::bench {

pollers::pollers(std::string url, std::vector<std::string> paths, int clients, std::chrono::milliseconds pause)
    : url_(std::move(url)), paths_(std::move(paths)), pause_(pause) {
  for (int client = 0; client < clients; ++client) threads_.emplace_back([this, client] { poll(client); });
}

void pollers::stop() {
  is_stopping_ = true;
  for (auto& thread : threads_) thread.join();
  if (!threads_.empty()) seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  threads_.clear();
}

void pollers::poll(int client) {
  using clock = std::chrono::steady_clock;
  httplib::Client connection{url_};
  connection.set_keep_alive(true);
  connection.set_tcp_nodelay(true);
  connection.set_default_headers({{"Opentrons-Version", "3"}});
  auto next = static_cast<std::size_t>(client);
  while (!is_stopping_) {
    const auto sent = clock::now();
    const auto answer = connection.Get(paths_[next++ % paths_.size()]);
    if (!answer || answer->status != 200) ++failures_;
    latencies_us_.record(std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - sent).count());
    if (pause_.count() > 0) std::this_thread::sleep_for(pause_);
  }
}

}  // namespace deckhand::bench
