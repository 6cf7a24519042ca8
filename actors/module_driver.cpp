#include "actors/module_driver.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace deckhand {
namespace {

const robot_error cancelled{robot_error_code::halted, "The robot was halted."};

}  // namespace

module_driver_state::module_driver_state(module_driver_actor::pointer self, module_driver_setup setup)
    : self_(self),
      setup_(std::move(setup)),
      session_(setup_.link.type, setup_.link.place, setup_.manner.pace),
      told_trouble_(session_.known().trouble) {}

module_driver_actor::behavior_type module_driver_state::make_behavior() {
  auto link = setup_.manner.link;
  link.open_link = setup_.link.open_link;
  link.framing = framing_of(setup_.link.type);
  link.device = session_.name();
  const auto tell = [driver = module_driver_actor{self_}](std::string text, std::optional<transport_error_code> error) {
    caf::anon_send(driver, board_answer{0, std::move(text), error, 0});
  };
  link.on_unasked = [tell](std::string text) { tell(std::move(text), std::nullopt); };
  link.on_lost = [tell](std::string why) { tell(std::move(why), transport_error_code::disconnected); };
  link_ = setup_.manner.open(std::move(link));
  show();
  go_on();
  return {
      [this](perform_atom, const module_operation& wanted) { return perform(wanted); },
      [this](cancel_atom) { cancel(); },
      [this](const board_answer& answer) { on_answer(answer); },
      [this](advance_atom, std::uint64_t number) { on_wake(number); },
  };
}

caf::result<std::optional<robot_error>> module_driver_state::perform(const module_operation& wanted) {
  auto promise = self_->make_response_promise<std::optional<robot_error>>();
  cancel();  // whoever asks for the next operation has given up the one before
  in_hand_ = promise;
  session_.begin(wanted, now_s());
  go_on();
  return promise;
}

void module_driver_state::cancel() {
  session_.cancel();
  if (!in_hand_) return;
  show();
  in_hand_->deliver(std::optional{cancelled});
  in_hand_.reset();
}

void module_driver_state::on_answer(const board_answer& answer) {
  if (answer.line_number == 0) {
    serial_log_.debug("{}: {}", setup_.link.place, answer.text);
    answer.error ? session_.on_lost(answer.text, now_s()) : session_.on_unasked(answer.text);
  } else {
    serial_log_.debug("{}: read {}", setup_.link.place, answer.text);
    awaits_answer_ = false;
    if (answer.error)
      session_.on_reply(tl::unexpected{transport_error{*answer.error, answer.text}}, now_s());
    else
      session_.on_reply(answer.text, now_s());
  }
  go_on();
}

void module_driver_state::on_wake(std::uint64_t number) {
  if (number != wake_number_) return;
  not_before_s_ = session_.due_s();
  go_on();
}

// Whoever is told of an operation's end finds in the window what is true after it.
void module_driver_state::go_on() {
  show();
  if (const auto outcome = session_.take_outcome(); outcome && in_hand_) {
    in_hand_->deliver(*outcome ? std::optional<robot_error>{} : std::optional{outcome->error()});
    in_hand_.reset();
  }
  if (const auto line = session_.next_line(now_s())) return send(*line);
  if (awaits_answer_) return;
  const std::chrono::duration<double> wait{std::max(0.0, session_.due_s() - now_s())};
  self_->delayed_send(self_, std::chrono::duration_cast<std::chrono::nanoseconds>(wait), advance_atom_v, ++wake_number_);
}

void module_driver_state::send(const module_line& line) {
  ++wake_number_;
  awaits_answer_ = true;
  if (!line.is_question && setup_.on_line) setup_.on_line(line.write.text);
  serial_log_.debug("{}: write {}", setup_.link.place, line.write.text);
  link_->send(line.write, [driver = module_driver_actor{self_}, number = ++line_number_](board_reply reply) {
    board_answer answer{number, {}, {}, 0};
    if (!reply) answer.error = reply.error().code;
    answer.text = reply ? std::move(*reply) : std::move(reply.error().detail);
    caf::anon_send(driver, std::move(answer));
  });
}

void module_driver_state::show() {
  const auto& known = session_.known();
  setup_.window->publish(setup_.number, known);
  if (known.trouble == told_trouble_) return;
  told_trouble_ = known.trouble;
  if (known.facts)
    spdlog::info("{}: {}, firmware {}", session_.name(), known.facts->model, known.facts->firmware_version);
  else
    spdlog::warn("{}", known.trouble);
}

double module_driver_state::now_s() const {
  return std::max(not_before_s_, static_cast<double>(setup_.clock->steady_now_ns()) * 1e-9);
}

module_driver_actor spawn_module_driver(hardware_driver_actor::pointer parent, module_driver_setup setup) {
  return parent->spawn<module_driver_actor::stateful_impl<module_driver_state>, caf::linked>(std::move(setup));
}

}  // namespace deckhand
