#include "http/connection_threads.hpp"

#include <spdlog/spdlog.h>

#include <cstring>
#include <utility>

#include "actors/thread_priority.hpp"

namespace deckhand {

connection_threads::connection_threads(config settings, std::function<void(int)> serve)
    : settings_(settings), serve_(std::move(serve)) {}

connection_threads::~connection_threads() { join(); }

bool connection_threads::assign(int socket) {
  const std::lock_guard lock{mutex_};
  join_retired();
  waiting_.push_back(socket);
  if (idle_ >= waiting_.size()) {
    changed_.notify_one();
    return true;
  }
  if (live_ < settings_.max_threads && start_thread()) return true;
  is_crowded_ = true;
  return false;
}

bool connection_threads::start_thread() {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, settings_.stack_bytes);
  pthread_t thread{};
  const auto body = [](void* self) -> void* {
    static_cast<connection_threads*>(self)->work();
    return nullptr;
  };
  const int refusal = pthread_create(&thread, &attributes, body, this);
  pthread_attr_destroy(&attributes);
  if (refusal != 0) {
    spdlog::warn("no thread for another connection: {}", std::strerror(refusal));
    return false;
  }
  ++live_;
  return true;
}

void connection_threads::work() {
  lower_thread_priority(settings_.nice);
  std::unique_lock lock{mutex_};
  for (;;) {
    ++idle_;
    changed_.wait_for(lock, settings_.retire_after, [&] { return !waiting_.empty() || is_ending_; });
    --idle_;
    if (waiting_.empty()) break;
    const int socket = waiting_.front();
    waiting_.pop_front();
    if (waiting_.empty()) is_crowded_ = false;
    lock.unlock();
    serve_(socket);
    lock.lock();
  }
  retired_.push_back(pthread_self());
  --live_;
  changed_.notify_all();
}

// The lock is held: a retired thread has only its return left to do, and needs the lock no more.
void connection_threads::join_retired() {
  for (const auto thread : retired_) pthread_join(thread, nullptr);
  retired_.clear();
}

void connection_threads::join() {
  std::unique_lock lock{mutex_};
  is_ending_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return live_ == 0; });
  join_retired();
  for (const int socket : std::exchange(waiting_, {})) serve_(socket);  // of threads that could not be started
}

std::size_t connection_threads::live() const {
  const std::lock_guard lock{mutex_};
  return live_;
}

}  // namespace deckhand
