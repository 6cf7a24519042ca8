// Operations on modules: on the emulated ones by a timer, on those with links of their own by their drivers.

#include <algorithm>

#include "actors/hardware_driver.hpp"
#include "actors/module_driver.hpp"

namespace deckhand {

void hardware_driver_state::add_linked(module_link link) {
  linked_places_.push_back(link.place);
  linked_.push_back(spawn_module_driver(self_, {.link = std::move(link),
                                                .number = linked_.size(),
                                                .manner = setup_.linked,
                                                .window = setup_.modules,
                                                .clock = setup_.clock,
                                                .on_line = setup_.on_line}));
}

// Between two operations only: reading a directory is not for when a line is about to be sent. Ports that go away keep their
// drivers, which find them again.
void hardware_driver_state::look_for_modules() {
  if (!in_hand_)
    for (auto& link : find_module_links(setup_.linked.find_in))
      if (std::ranges::find(linked_places_, link.place) == linked_places_.end()) add_linked(std::move(link));
  self_->run_delayed(setup_.linked.look_every, [this] { look_for_modules(); });
}

void hardware_driver_state::begin_module(const robot_operation& operation) {
  const auto* wanted = std::get_if<module_operation>(&operation);
  if (wanted && begin_linked(*wanted)) return;
  const auto* load = std::get_if<load_module_operation>(&operation);
  if (load && !linked_.empty()) return begin_linked(*load);
  await_module(*begin_module_operation(modules_, operation, module_now_s()));
}

// False where the module is none of these, and never was. It may have come back at another port than it was at.
bool hardware_driver_state::begin_linked(const module_operation& wanted) {
  const auto known = setup_.modules->linked();
  const auto is_it = [&](const linked_module& each) { return each.serial_number == wanted.serial_number; };
  auto found = std::ranges::find_if(known, [&](const linked_module& each) { return each.facts && is_it(each); });
  if (found == known.end()) found = std::ranges::find_if(known, is_it);
  if (found == known.end()) return false;
  linked_in_hand_ = linked_[static_cast<std::size_t>(found - known.begin())];
  const auto finish = [this, number = ++module_operation_](const std::optional<robot_error>& error) {
    if (number != module_operation_) return;
    linked_in_hand_.reset();
    finish_operation(error);
  };
  self_->request(*linked_in_hand_, caf::infinite, perform_atom_v, wanted).then(finish, [finish](const caf::error& reason) {
    finish(robot_error{robot_error_code::module_unreachable, "The module's driver is gone: " + caf::to_string(reason)});
  });
  return true;
}

// Emulated modules count, too, but none is attached for the asking. Soon after the start modules may not have said yet who they
// are.
void hardware_driver_state::begin_linked(const load_module_operation& wanted) {
  constexpr std::chrono::milliseconds until_next_look{20};
  if (facts().find_free_module(wanted.model, wanted.serials_in_use)) return finish_operation(std::nullopt);
  const auto* model = find_module_model(wanted.model);
  if (model && is_any_untried(model->type)) {
    self_->run_delayed(until_next_look, [this, wanted, number = ++module_operation_] {
      if (number == module_operation_) begin_linked(wanted);
    });
    return;
  }
  robot_error absent{robot_error_code::module_absent,
                     "No free module of the model " + wanted.model + " is attached to this robot."};
  for (const auto& each : setup_.modules->linked())
    if (model && each.type == model->type && !each.facts) absent.detail += " " + each.trouble;
  finish_operation(absent);
}

bool hardware_driver_state::is_any_untried(module_type type) const {
  const auto linked = setup_.modules->linked();
  return std::ranges::any_of(linked, [type](const linked_module& each) { return each.type == type && !each.is_tried; });
}

void hardware_driver_state::cancel_module() {
  ++module_operation_;
  if (const auto linked = std::exchange(linked_in_hand_, std::nullopt)) self_->send(*linked, cancel_atom_v);
  modules_.halt(module_now_s());
  setup_.modules->publish(modules_, module_time_s_);
}

// Nobody waits: a timer brings the driver back when the physics are there. After a halt it comes in vain.
void hardware_driver_state::await_module(const tl::expected<double, robot_error>& due_s) {
  setup_.modules->publish(modules_, module_time_s_);
  if (!due_s) return finish_operation(due_s.error());
  const std::chrono::duration<double> wait{(*due_s - module_now_s()) * setup_.modules->time_scale()};
  if (wait.count() <= 0) return finish_module_operation(*due_s);
  pending_due_s_ = *due_s;
  self_->delayed_send(self_, std::chrono::duration_cast<std::chrono::nanoseconds>(wait), module_done_atom_v, ++module_operation_);
}

void hardware_driver_state::on_module_done(std::uint64_t number) {
  if (number == module_operation_) finish_module_operation(pending_due_s_);
}

void hardware_driver_state::finish_module_operation(double over_s) {
  module_time_s_ = std::max(module_time_s_, over_s);
  setup_.modules->publish(modules_, module_time_s_);
  finish_operation(std::nullopt);
}

// Never before the end of what has been done: timers and clocks differ a little, and at time scale 0 nothing else moves time.
double hardware_driver_state::module_now_s() const { return std::max(module_time_s_, setup_.modules->passed_s()); }

}  // namespace deckhand
