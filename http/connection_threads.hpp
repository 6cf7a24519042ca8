/// One thread for each live connection: started when needed, reused, ended after idling. Cheap stacks, lowered priority.
#pragma once

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace deckhand {

class connection_threads {
 public:
  struct config {
    std::size_t max_threads = 1024;
    std::size_t stack_bytes = std::size_t{1} << 20;  ///< address space only, until it is used
    std::chrono::milliseconds retire_after{30'000};
    int nice = 10;  ///< see lower_thread_priority
  };

  /// `serve` gets a socket and owns it; it must return soon after its server is told to stop.
  connection_threads(config settings, std::function<void(int)> serve);
  ~connection_threads();
  connection_threads(const connection_threads&) = delete;
  connection_threads& operator=(const connection_threads&) = delete;

  /// Hands a socket to a thread. False where all are busy and none may be added: the socket waits for the first to come free.
  bool assign(int socket);
  /// Whether a socket waits for a thread: whoever could end a connection should.
  bool is_crowded() const { return is_crowded_.load(std::memory_order_relaxed); }
  /// Serves what still waits, and ends and joins all threads. Nothing may be assigned afterwards.
  void join();
  std::size_t live() const;

 private:
  void work();
  bool start_thread();
  void join_retired();

  config settings_;
  std::function<void(int)> serve_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> waiting_;
  std::size_t idle_ = 0;
  std::size_t live_ = 0;
  std::vector<pthread_t> retired_;  ///< ended, or about to; to be joined
  bool is_ending_ = false;
  std::atomic<bool> is_crowded_{false};
};

}  // namespace deckhand
