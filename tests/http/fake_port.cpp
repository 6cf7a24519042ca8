#include "tests/http/fake_port.hpp"

namespace deckhand::testing {
namespace {

// Only bounds a test that has failed already.
constexpr std::chrono::seconds patience{20};

}  // namespace

fake_port::fake_port() : picture_(builder_.publish()) {
  on_request = [](const control_request&) -> control_reply {
    return control_success{"some-id", "2026-01-31T09:30:00.000001+00:00", true};
  };
}

void fake_port::apply(const std::string& run_id, event_body body) {
  const std::lock_guard lock{mutex_};
  ++sequence_;
  const wall_time at{std::chrono::microseconds{1'769'851'800'000'000 + static_cast<std::int64_t>(sequence_)}};
  builder_.apply(event{sequence_, run_id, at, 0, std::move(body)});
  picture_ = builder_.publish();
  changed_.notify_all();
}

void fake_port::set_degraded(std::vector<std::string> reasons) {
  const std::lock_guard lock{mutex_};
  builder_.set_degraded(std::move(reasons));
  picture_ = builder_.publish();
}

void fake_port::close() {
  const std::lock_guard lock{mutex_};
  is_closed_ = true;
  changed_.notify_all();
}

std::vector<control_request> fake_port::requests() const {
  const std::lock_guard lock{mutex_};
  return requests_;
}

bool fake_port::wait_for_requests(std::size_t count) const {
  std::unique_lock lock{mutex_};
  return changed_.wait_for(lock, patience, [&] { return requests_.size() >= count; });
}

bool fake_port::wait_for_waiters(std::size_t count) const {
  std::unique_lock lock{mutex_};
  return changed_.wait_for(lock, patience, [&] { return waiters_ >= count; });
}

read_model_ptr fake_port::snapshot() const {
  const std::lock_guard lock{mutex_};
  return picture_;
}

read_model_ptr fake_port::wait_until(const std::function<bool(const read_model&)>& holds,
                                     std::optional<std::chrono::steady_clock::time_point> deadline) const {
  std::unique_lock lock{mutex_};
  ++waiters_;
  changed_.notify_all();
  const auto is_done = [&] { return is_closed_ || holds(*picture_); };
  if (deadline)
    changed_.wait_until(lock, *deadline, is_done);
  else
    changed_.wait(lock, is_done);
  --waiters_;
  return picture_;
}

std::future<control_reply> fake_port::submit(control_request request) {
  std::promise<control_reply> promise;
  auto future = promise.get_future();
  {
    const std::lock_guard lock{mutex_};
    requests_.push_back(request);
    changed_.notify_all();
  }
  if (is_silent_) {
    const std::lock_guard lock{mutex_};
    unanswered_.push_back(std::move(promise));
  } else {
    promise.set_value(on_request.get()(request));
  }
  return future;
}

run_script& run_script::create(std::optional<std::string> protocol_id) {
  port_.apply(run_id_, run_created{std::move(protocol_id), "[]"});
  return *this;
}

run_script& run_script::queue(const std::string& command_id, command_intent intent) {
  port_.apply(run_id_, command_queued{command_id, "key of " + command_id, "comment", R"({"message":"hello \"you\""})", intent,
                                      std::nullopt});
  return *this;
}

run_script& run_script::start(const std::string& command_id) {
  port_.apply(run_id_, command_started{command_id});
  return *this;
}

run_script& run_script::succeed(const std::string& command_id) {
  port_.apply(run_id_, command_succeeded{command_id, R"({"answer":42})", "[]", 100});
  return *this;
}

run_script& run_script::fail(const std::string& command_id, bool with_error) {
  command_failed failed;
  failed.command_id = command_id;
  if (with_error) failed.error_json = R"({"id":"error of )" + command_id + R"(","errorType":"TipNotAttachedError"})";
  port_.apply(run_id_, std::move(failed));
  return *this;
}

run_script& run_script::play() {
  port_.apply(run_id_, action_accepted{"play of " + run_id_, action_type::play});
  return *this;
}

run_script& run_script::finish(run_result result) {
  port_.apply(run_id_, run_ending{result, std::nullopt});
  port_.apply(run_id_, run_finished{});
  return *this;
}

run_script& run_script::archive() {
  port_.apply(run_id_, run_archived{});
  return *this;
}

}  // namespace deckhand::testing
