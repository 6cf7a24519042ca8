#include "actors/script_host.hpp"

#include <spdlog/spdlog.h>

#include "actors/thread_priority.hpp"
#include "runtime/script_data_folder.hpp"
#include "runtime/script_requests.hpp"

namespace deckhand {
namespace {

// How long a protocol may go on after a stop, or after it said that it has finished.
constexpr std::chrono::milliseconds longest_farewell{900};

std::string process_error_json(const std::string& how) {
  const nlohmann::json error{
      {"errorType", "ProtocolProcessError"}, {"errorCode", "4000"}, {"detail", "The protocol's process " + how + "."}};
  return error.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

script_host_state::script_host_state(script_host_actor::pointer self, script_order order, script_host_setup setup)
    : self_(self),
      run_id_(std::move(order.run_id)),
      executor_(std::move(order.executor)),
      start_json_(std::move(order.start_json)),
      setup_(std::move(setup)) {
  setup_.process.language = order.language;
  setup_.process.kept_data = kept_data_of(setup_.process.kept_data, order.file_name);
}

script_host_state::~script_host_state() {
  conversation_.kill();
  if (reader_.joinable()) reader_.join();
}

script_host_actor::behavior_type script_host_state::make_behavior() {
  prioritise_robot_thread(setup_.real_time, name);
  self_->monitor(executor_);
  self_->set_down_handler([this](const caf::down_msg&) {
    executor_ = protocol_executor_actor{};
    cancel();
  });
  reader_ = std::thread{[this, host = script_host_actor{self_}]() mutable {
    converse();
    host = script_host_actor{};
  }};
  return {
      [this](answer_atom, std::uint64_t number, const std::string& frame_json) { answer(number, frame_json); },
      [this](tell_atom, const std::string& frame_json) { conversation_.send(frame_json); },
      [this](cancel_atom) { cancel(); },
      [this](const script_frame& frame) { on_frame(frame); },
      [this](const script_gone& gone) { on_gone(gone); },
      [this](kill_atom) { conversation_.kill(); },
  };
}

// In the reader's thread, which is also the one that the process dies with.
void script_host_state::converse() {
  prepare_script_thread();
  script_handlers handlers;
  handlers.on_frame = [this](std::string frame) { caf::anon_send(script_host_actor{self_}, script_frame{std::move(frame)}); };
  handlers.on_output_line = [this](std::string_view line) { spdlog::info("run {}: prints: {}", run_id_, line); };
  const auto ended = conversation_.run(setup_.process, start_json_, handlers);
  caf::anon_send(script_host_actor{self_}, script_gone{ended ? to_text(*ended) : "was not started: " + ended.error()});
}

void script_host_state::on_frame(const script_frame& frame) {
  const auto said = parse_script_frame(frame.text);
  if (!said) {
    end({process_error_json("said what no protocol's process says")});
    conversation_.kill();
  } else if (const auto* call = std::get_if<script_request>(&*said)) {
    if (is_cancelled_ || !executor_) return conversation_.send(script_cancel_json(call->id));
    open_calls_.insert(call->id);
    self_->send(executor_, script_call{call->id, call->method, call->params.dump()});
  } else {
    const auto& error = std::get<script_finish>(*said).error;
    end({error ? to_json_text(*error) : std::string{}});
    self_->delayed_send(self_, longest_farewell, kill_atom_v);
  }
}

void script_host_state::answer(std::uint64_t number, const std::string& frame_json) {
  if (open_calls_.erase(number) != 0) conversation_.send(frame_json);
}

void script_host_state::cancel() {
  if (std::exchange(is_cancelled_, true)) return;
  for (const auto number : std::exchange(open_calls_, {})) conversation_.send(script_cancel_json(number));
  self_->delayed_send(self_, longest_farewell, kill_atom_v);
}

void script_host_state::on_gone(const script_gone& gone) {
  end({process_error_json(gone.how)});
  self_->quit();
}

// The first end that is told counts; a process that was cancelled has none that matters.
void script_host_state::end(script_end end) {
  if (executor_ && !is_cancelled_) self_->send(executor_, std::move(end));
  executor_ = protocol_executor_actor{};
}

script_host_actor spawn_script_host(caf::actor_system& system, script_order order, script_host_setup setup) {
  return system.spawn<script_host_actor::stateful_impl<script_host_state>, caf::detached>(std::move(order), std::move(setup));
}

}  // namespace deckhand
