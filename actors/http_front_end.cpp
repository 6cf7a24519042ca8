#include "actors/http_front_end.hpp"

namespace deckhand {
bool is_urgent(const control_request& request) {
  return std::holds_alternative<halt_request>(request) || std::holds_alternative<press_estop_request>(request);
}

// --- the board ---

read_model_ptr picture_board::picture() const {
  const std::lock_guard lock{mutex_};
  return picture_;
}

read_model_ptr picture_board::wait_until(const std::function<bool(const read_model&)>& holds,
                                         std::optional<std::chrono::steady_clock::time_point> deadline) const {
  std::unique_lock lock{mutex_};
  ++waiters_;
  const auto is_over = [&] { return is_closed_ || holds(*picture_); };
  if (deadline)
    changed_.wait_until(lock, *deadline, is_over);
  else
    changed_.wait(lock, is_over);
  --waiters_;
  return picture_;
}

void picture_board::publish(read_model_ptr picture) {
  read_model_ptr old;  // the last reference may be a large one: let it go outside the lock
  {
    const std::lock_guard lock{mutex_};
    old = std::exchange(picture_, std::move(picture));
    if (waiters_ == 0) return;
  }
  changed_.notify_all();
}

void picture_board::close() {
  {
    const std::lock_guard lock{mutex_};
    is_closed_ = true;
  }
  changed_.notify_all();
}

// --- the actor ---

http_front_end_state::http_front_end_state(http_front_end_actor::pointer self, http_front_end_setup setup)
    : self_(self), setup_(std::move(setup)) {
  if (setup_.history)
    for (const auto& what : *setup_.history) builder_->apply(what);
  setup_.history.reset();
  setup_.board->publish(builder_->publish());
}

http_front_end_actor::behavior_type http_front_end_state::make_behavior() {
  return {
      [this](join_atom, const caf::strong_actor_ptr& engine) {
        engine_ = caf::actor_cast<control_actor>(engine);
        for (auto& ticket : std::exchange(early_tickets_, {})) pass_on(ticket);
      },
      [this](const event& what) { fold(what); },
      [this](const event_batch& batch) { fold(batch); },
      [this](control_ticket& ticket) { pass_on(ticket); },
      [this](degraded_atom, std::vector<std::string>& reasons) {
        builder_->set_degraded(std::move(reasons));
        if (!is_filling_) setup_.board->publish(builder_->publish());
      },
      [this](shutdown_atom) {
        setup_.board->close();
        self_->quit();
      },
  };
}

void http_front_end_state::fold(const event& what) {
  note_mailbox(self_, *setup_.maxima, watched_actor::http_front_end);
  builder_->apply(what);
  setup_.board->publish(builder_->publish());
  if (what.made_steady_ns != 0 && !what.run_id.empty())
    builder_->record_lag(what.run_id, (setup_.clock->steady_now_ns() - what.made_steady_ns) / 1000);
}

// A replica that begins anew shows what it knew until it knows all again.
void http_front_end_state::fold(const event_batch& batch) {
  note_mailbox(self_, *setup_.maxima, watched_actor::http_front_end);
  if (batch.begins_anew) {
    auto degraded = builder_->publish()->degraded;
    builder_ = std::make_unique<read_model_builder>();
    builder_->set_degraded(std::move(degraded));
    is_filling_ = true;
  } else if (batch.forgets_unkept) {
    forget_unkept_runs();
  }
  for (const auto& what : batch.events) builder_->apply(what);
  if (batch.is_complete) is_filling_ = false;
  if (!is_filling_) setup_.board->publish(builder_->publish());
}

void http_front_end_state::forget_unkept_runs() {
  const auto picture = builder_->publish();
  for (const auto& run : {picture->maintenance_run, picture->stateless_run})
    if (run) builder_->apply(event{0, run->run_id, setup_.clock->wall_now(), 0, run_deleted{}});
}

// The engine answers after the events it caused, so the picture is up to date when the server's thread goes on.
void http_front_end_state::pass_on(control_ticket& ticket) {
  if (!engine_) {
    early_tickets_.push_back(std::move(ticket));
    return;
  }
  auto reply = std::move(ticket.reply);
  const auto fail = [reply](const std::string& why) {
    reply->set_value(tl::unexpected{control_refusal{503, "ServiceUnavailable", "Service Unavailable", why}});
  };
  const auto take = [reply](control_outcome& outcome) {
    if (auto* success = std::get_if<control_success>(&outcome))
      reply->set_value(std::move(*success));
    else
      reply->set_value(tl::unexpected{std::get<control_refusal>(std::move(outcome))});
  };
  const auto give_up = [fail](const caf::error& reason) { fail("The engine did not answer: " + caf::to_string(reason)); };
  if (is_urgent(ticket.request))
    self_->request<caf::message_priority::high>(engine_, caf::infinite, std::move(ticket.request)).then(take, give_up);
  else
    self_->request(engine_, caf::infinite, std::move(ticket.request)).then(take, give_up);
}

http_front_end_actor spawn_http_front_end(caf::actor_system& system, http_front_end_setup setup) {
  return system.spawn<http_front_end_actor::stateful_impl<http_front_end_state>>(std::move(setup));
}

std::future<control_reply> http_front_end_port::submit(control_request request) {
  auto reply = std::make_shared<std::promise<control_reply>>();
  auto future = reply->get_future();
  const bool goes_first = is_urgent(request);
  control_ticket ticket{std::move(request), std::move(reply)};
  if (goes_first)
    caf::anon_send<caf::message_priority::high>(actor_, std::move(ticket));
  else
    caf::anon_send(actor_, std::move(ticket));
  return future;
}

std::string http_front_end_port::line_timing_json() const { return std::as_const(*robot_).lines().to_json().dump(); }

std::string http_front_end_port::verb_timing_json() const {
  return nlohmann::json{{"pause", verbs_->pause.to_json()},
                        {"stop", verbs_->stop.to_json()},
                        {"halt", verbs_->halt.to_json()},
                        {"estop", verbs_->estop.to_json()}}
      .dump();
}

}  // namespace deckhand
