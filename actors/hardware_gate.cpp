#include "actors/hardware_gate.hpp"

#include <spdlog/spdlog.h>

#include "actors/links.hpp"

namespace deckhand {
namespace {

constexpr auto high = caf::message_priority::high;

caf::error not_the_engine() {
  return caf::make_error(caf::sec::runtime_error, "the robot belongs to another engine, or to none");
}

}  // namespace

hardware_gate_state::hardware_gate_state(hardware_gate_actor::pointer self, hardware_gate_setup setup)
    : self_(self), setup_(std::move(setup)) {}

hardware_gate_actor::behavior_type hardware_gate_state::make_behavior() {
  self_->set_down_handler([this](const caf::down_msg& down) { on_engine_lost(down); });
  return {
      [this](link_atom, std::uint32_t version, const std::string& software, const std::string& engine_name) {
        return link(version, software, engine_name);
      },
      [this](perform_atom how, const robot_operation& operation, std::uint64_t halts) { return perform(how, operation, halts); },
      [this](perform_next_atom how, const robot_operation& operation, std::uint64_t halts) {
        return perform(how, operation, halts);
      },
      [this](halt_atom) { return halt(); },
      [this](withdraw_atom question) { return pass_on<bool>(question); },
      [this](foresee_atom question) { return pass_on<std::optional<robot_facts>>(question); },
      [this](facts_atom question) { return pass_on<robot_facts>(question); },
      [this](move_door_atom how, bool open) { return pass_on<bool>(how, open); },
      [this](await_door_atom how, bool known) { return pass_on<bool>(how, known); },
      [this](press_estop_atom how, bool pressed) { return pass_on<bool>(how, pressed); },
  };
}

caf::result<std::string, std::string, std::int64_t> hardware_gate_state::link(std::uint32_t version, const std::string& software,
                                                                              const std::string& engine_name) {
  auto refusal = reason_to_refuse(version, software);
  if (!refusal.empty()) {
    spdlog::warn("engine {} was refused: {}", engine_name, refusal);
  } else {
    if (!engine_) self_->monitor(self_->current_sender());
    engine_ = self_->current_sender();
    engine_name_ = engine_name;
    spdlog::info("engine {} has the robot", engine_name);
  }
  return {std::move(refusal), setup_.robot_name, setup_.clock->steady_now_ns()};
}

// A robot that still ends what a lost engine had begun is not handed on: the next engine's first move would be halted with it.
std::string hardware_gate_state::reason_to_refuse(std::uint32_t version, const std::string& software) const {
  if (auto trouble = version_trouble("the engine", version, software, "the robot's node"); !trouble.empty()) return trouble;
  if (engine_ && !is_from_engine()) return "the robot belongs to the engine " + engine_name_ + " already";
  if (!engine_ && in_progress_ > 0) return "the robot still ends a move of an engine that was lost";
  return {};
}

bool hardware_gate_state::is_from_engine() const { return engine_ && self_->current_sender() == engine_; }

template <class Answer, class... Words>
caf::result<Answer> hardware_gate_state::pass_on(Words... question) {
  if (!is_from_engine()) return not_the_engine();
  return self_->delegate(setup_.driver, question...);
}

template <class Atom>
caf::result<operation_report> hardware_gate_state::perform(Atom how, const robot_operation& operation, std::uint64_t halts) {
  if (!is_from_engine()) return not_the_engine();
  ++in_progress_;
  auto promise = self_->make_response_promise<operation_report>();
  self_->request(setup_.driver, caf::infinite, how, operation, halts)
      .then(
          [this, promise](const operation_report& report) mutable {
            --in_progress_;
            promise.deliver(report);
          },
          [this, promise](const caf::error& reason) mutable {
            --in_progress_;
            promise.deliver(reason);
          });
  return promise;
}

caf::result<std::uint64_t> hardware_gate_state::halt() {
  if (!is_from_engine()) return not_the_engine();
  auto promise = self_->make_response_promise<std::uint64_t>();
  self_->request<high>(setup_.driver, caf::infinite, halt_atom_v)
      .then([promise](std::uint64_t halts) mutable { promise.deliver(halts); },
            [promise](const caf::error& reason) mutable { promise.deliver(reason); });
  return promise;
}

// Nobody watches the robot any more: what waits is dropped, what is in hand may end if it does so soon. Then it stands still
// until an engine comes for it.
void hardware_gate_state::on_engine_lost(const caf::down_msg& down) {
  if (!engine_ || down.source != engine_->address()) return;
  spdlog::warn("engine {} is gone ({}); the robot holds", engine_name_, caf::to_string(down.reason));
  engine_ = nullptr;
  self_->send(setup_.driver, hold_atom_v);
  self_->run_delayed(setup_.finish_within, [this, loss = ++losses_] { halt_if_still_moving(loss); });
}

void hardware_gate_state::halt_if_still_moving(std::uint64_t loss) {
  if (loss != losses_ || engine_ || in_progress_ == 0) return;
  spdlog::warn("the robot still moves for an engine that is gone: halting it");
  caf::anon_send<high>(setup_.driver, halt_atom_v);
}

hardware_gate_actor spawn_hardware_gate(caf::actor_system& system, hardware_gate_setup setup) {
  return system.spawn<hardware_gate_actor::stateful_impl<hardware_gate_state>, caf::detached>(std::move(setup));
}

}  // namespace deckhand
