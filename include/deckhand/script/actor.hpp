/// A script as an actor: what it takes, whom it asks, and what it is built on.
#pragma once

#include <cxxabi.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <typeinfo>
#include <utility>

#include "deckhand/script/messages.hpp"

namespace deckhand::script {

namespace detail {

/// The type's name as its source has it, for people.
inline std::string type_name(const std::type_info& type) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name{abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free};
  return name ? name.get() : type.name();
}

}  // namespace detail

/// The run, as its script sees it.
using run_actor = caf::typed_actor<caf::result<void>(command), caf::result<void>(pause_run), caf::result<void>(resume_run),
                                   caf::result<void>(set_timer), caf::result<void>(ask_module_state)>;

/// A script: it has a handler for each of these.
using script_actor =
    caf::typed_actor<caf::result<void>(run_started),  // the first
                     caf::result<void>(command_done), caf::result<void>(command_failed),
                     caf::result<void>(run_paused),   // by anybody: a client, a command such as waitForResume, the script
                     caf::result<void>(run_resumed),  // and played on
                     caf::result<void>(timer_tick), caf::result<void>(module_state)>;

using behaviour = script_actor::behavior_type;

/// When the script's handler began, for the thread that ends a script whose handler takes too long. Steady nanoseconds; 0: none.
class handler_watch {
 public:
  void begin() { began_ns_.store(now_ns(), std::memory_order_relaxed); }
  void end() { began_ns_.store(0, std::memory_order_relaxed); }
  std::chrono::nanoseconds running_for() const {
    const auto began = began_ns_.load(std::memory_order_relaxed);
    return std::chrono::nanoseconds{began == 0 ? 0 : now_ns() - began};
  }

 private:
  static std::int64_t now_ns() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

  std::atomic<std::int64_t> began_ns_ = 0;
};

/// What deckhand gives a script.
struct environment {
  run_actor run;
  handler_watch* watch = nullptr;  ///< outlives the script
};

/// The actor that a script's state gets as `self`. All of it is for the script's own handlers alone.
class script_base : public script_actor::base {
 public:
  script_base(caf::actor_config& config, environment given) : script_actor::base(config), given_(std::move(given)) {
    set_exception_handler([](std::exception_ptr& thrown) { return describe(thrown); });
  }

  const run_actor& run() const { return given_.run; }

  /// Asks for a command; command_done or command_failed comes with the same tag.
  void ask(command what, std::uint64_t tag = 0) {
    what.tag = tag;
    send(given_.run, std::move(what));
  }
  void ask_for_module_state(std::string module_id, std::uint64_t tag = 0) {
    send(given_.run, ask_module_state{tag, std::move(module_id)});
  }
  template <class Rep, class Period>
  void tick_after(std::chrono::duration<Rep, Period> delay, std::uint64_t tag = 0) {
    send(given_.run, set_timer{tag, std::chrono::duration<double>(delay).count()});
  }
  void pause() { send(given_.run, pause_run{}); }
  void resume_paused() { send(given_.run, resume_run{}); }

  /// The script is over: the run succeeds once all commands that were asked for are done.
  void finish() { quit(); }
  /// The run fails with this text; commands that have not begun are given up.
  void fail(std::string why) { quit(caf::make_error(caf::sec::runtime_error, std::move(why))); }

  /// One message at a time, so that each handler has its own time limit.
  caf::resumable::resume_result resume(caf::execution_unit* context, std::size_t) final {
    given_.watch->begin();
    const auto result = script_actor::base::resume(context, 1);
    given_.watch->end();
    return result;
  }

 private:
  static caf::error describe(const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& problem) {
      return caf::make_error(caf::sec::runtime_error, detail::type_name(typeid(problem)) + ": " + problem.what());
    } catch (...) {
      return caf::make_error(caf::sec::runtime_error, std::string{"an exception that is no std::exception"});
    }
  }

  environment given_;
};

/// What a script's state takes in its constructor.
using script_pointer = script_base*;

/// A script with a state of type State: constructible from script_pointer, with `behaviour make_behavior()`. The state goes when
/// the script ends.
template <class State>
class script_instance final : public script_base {
 public:
  script_instance(caf::actor_config& config, environment given) : script_base(config, std::move(given)) {
    state_.emplace(static_cast<script_pointer>(this));
  }
  const char* name() const override { return "script"; }
  void on_exit() override { state_.reset(); }

 protected:
  behavior_type make_behavior() override { return state_->make_behavior(); }

 private:
  std::optional<State> state_;
};

}  // namespace deckhand::script
