#include "actors/engine_gate.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "actors/link_middleman.hpp"
#include "runtime/command_error.hpp"

namespace deckhand {
namespace {

caf::error not_a_front_end() { return caf::make_error(caf::sec::runtime_error, "this front end was not let in"); }

std::int64_t microseconds(const event& what) { return what.at.time_since_epoch().count(); }

}  // namespace

engine_gate_state::engine_gate_state(engine_gate_actor::pointer self, engine_gate_setup setup)
    : self_(self), setup_(std::move(setup)), last_sequence_(setup_.last_sequence), source_(make_uuid()) {}

engine_gate_actor::behavior_type engine_gate_state::make_behavior() {
  self_->set_down_handler([this](const caf::down_msg& down) { on_down(down); });
  return {
      [this](link_atom, std::uint32_t version, const std::string& software, const std::string& front_end_name) {
        return link(version, software, front_end_name);
      },
      [this](follow_atom, const replica_position& position) { follow(position); },
      [this](control_request& request) { return pass_on(request); },
      [this](facts_atom) -> caf::result<engine_condition> {
        if (!sender()) return not_a_front_end();
        return condition();
      },
      [this](join_atom, const caf::strong_actor_ptr& engine) { engine_ = caf::actor_cast<control_actor>(engine); },
      [this](event& what) {
        if (what.sequence != 0)
          take(what);
        else
          take_unkept(what);
        for (auto& who : followers_) pump(who);
      },
  };
}

// --- who comes and goes ---

caf::result<std::string, std::string, std::int64_t> engine_gate_state::link(std::uint32_t version, const std::string& software,
                                                                            const std::string& front_end_name) {
  auto refusal = reason_to_refuse(version, software, front_end_name);
  if (!refusal.empty()) {
    spdlog::warn("front end {} was refused: {}", front_end_name, refusal);
  } else {
    spdlog::info("front end {} follows", front_end_name);
    if (const auto* before = sender())
      std::erase_if(followers_, [number = before->number](const follower& each) { return each.number == number; });
    else
      self_->monitor(self_->current_sender());
    auto& who = followers_.emplace_back();
    who.replica = caf::actor_cast<replica_actor>(self_->current_sender());
    who.name = front_end_name;
    who.number = ++last_number_;
  }
  return {std::move(refusal), setup_.engine_name, setup_.clock->steady_now_ns()};
}

std::string engine_gate_state::reason_to_refuse(std::uint32_t version, const std::string& software,
                                                const std::string& front_end_name) const {
  if (auto trouble = version_trouble("the front end", version, software, "the engine's node"); !trouble.empty()) return trouble;
  const auto has_name = [&](const follower& who) {
    return who.name == front_end_name && who.replica.address() != self_->current_sender()->address();
  };
  if (std::any_of(followers_.begin(), followers_.end(), has_name)) return "the name " + front_end_name + " is taken";
  return {};
}

engine_gate_state::follower* engine_gate_state::find(std::uint64_t number) {
  const auto found = std::ranges::find(followers_, number, &follower::number);
  return found == followers_.end() ? nullptr : &*found;
}

engine_gate_state::follower* engine_gate_state::sender() {
  const auto& sender = self_->current_sender();
  const auto is_sender = [&](const follower& who) { return sender && who.replica.address() == sender->address(); };
  const auto found = std::ranges::find_if(followers_, is_sender);
  return found == followers_.end() ? nullptr : &*found;
}

void engine_gate_state::on_down(const caf::down_msg& down) {
  const auto is_gone = [&](const follower& who) { return who.replica.address() == down.source; };
  if (const auto found = std::ranges::find_if(followers_, is_gone); found != followers_.end())
    forget(found->number, caf::to_string(down.reason));
}

void engine_gate_state::turn_away(std::uint64_t number, const std::string& why) {
  const auto* who = find(number);
  if (!who) return;
  self_->demonitor(who->replica);
  self_->send(who->replica, tell_atom_v, why);
  forget(number, why);
}

void engine_gate_state::forget(std::uint64_t number, const std::string& why) {
  const auto* who = find(number);
  if (!who) return;
  spdlog::warn("front end {} is gone ({})", who->name, why);
  std::erase_if(followers_, [&](const follower& each) { return each.number == number; });
}

// --- where a front end goes on ---

// The event that it had last is looked up: a journal that was lost, or lost its end, has another one there, or none.
void engine_gate_state::follow(const replica_position& position) {
  auto* who = sender();
  if (!who || who->is_following) return;
  who->is_following = who->is_busy = true;
  if (position.sequence == 0 || position.sequence > last_sequence_) return resume(*who, position, {});
  if (const auto recent = std::ranges::find(recent_, position.sequence, &event::sequence); recent != recent_.end())
    return resume(*who, position, {*recent});
  self_->request(setup_.store, caf::infinite, replay_atom_v, position.sequence - 1, std::uint64_t{1})
      .then(
          [this, number = who->number, position](const std::vector<event>& found) {
            if (auto* still = find(number)) resume(*still, position, found);
          },
          [this, number = who->number](const caf::error& reason) { turn_away(number, explain(reason)); });
}

void engine_gate_state::resume(follower& who, const replica_position& position, const std::vector<event>& found) {
  const bool has_same =
      !found.empty() && found.front().sequence == position.sequence && microseconds(found.front()) == position.at_us;
  const bool had_nothing = position.sequence == 0 && last_sequence_ == 0 && position.source.empty();
  const bool goes_on = has_same || had_nothing;
  who.is_busy = false;
  who.begins_anew = !goes_on;
  who.sequence = goes_on ? position.sequence : 0;
  const bool knows_unkept = goes_on && position.source == source_;
  who.unkept = knows_unkept ? position.unkept : 0;
  who.forgets_unkept = !knows_unkept;
  pump(who);
}

// --- events ---

void engine_gate_state::take(event& what) {
  last_sequence_ = what.sequence;
  recent_.push_back(std::move(what));
  if (recent_.size() > recent_events_kept) recent_.pop_front();
}

// As the journal does with others, what led to a run that is deleted is forgotten, and only that it is gone is kept.
void engine_gate_state::take_unkept(const event& what) {
  if (std::holds_alternative<run_deleted>(what.body))
    std::erase_if(unkept_, [&](const unkept_event& each) { return each.what.run_id == what.run_id; });
  unkept_.push_back({++last_unkept_, what});
}

bool engine_gate_state::is_up_to_date(const follower& who) const {
  return who.sequence == last_sequence_ && who.unkept == last_unkept_;
}

void engine_gate_state::pump(follower& who) {
  if (!who.is_following || who.is_busy) return;
  if (is_up_to_date(who) && !who.begins_anew && !who.forgets_unkept) return;
  const bool is_recent = who.sequence == last_sequence_ || (!recent_.empty() && recent_.front().sequence <= who.sequence + 1);
  if (!is_recent) return read_on(who);
  const auto first = std::ranges::find_if(recent_, [&](const event& what) { return what.sequence > who.sequence; });
  const auto count = std::min<std::ptrdiff_t>(recent_.end() - first, events_per_batch);
  send(who, {first, first + count}, 0);
}

// The journal has gaps where runs were deleted. What it does not give up to the first of the recent ones, nobody has any more.
void engine_gate_state::read_on(follower& who) {
  who.is_busy = true;
  self_->request(setup_.store, caf::infinite, replay_atom_v, who.sequence, std::uint64_t{events_per_batch})
      .then(
          [this, number = who.number,
           first_recent = recent_.empty() ? last_sequence_ + 1 : recent_.front().sequence](std::vector<event>& events) {
            auto* still = find(number);
            if (!still) return;
            const bool is_all = events.size() < events_per_batch;
            send(*still, std::move(events), is_all ? first_recent - 1 : 0);
          },
          [this, number = who.number](const caf::error& reason) { turn_away(number, explain(reason)); });
}

// There is nothing else up to `reached`.
void engine_gate_state::send(follower& who, std::vector<event> events, std::uint64_t reached) {
  event_batch batch{who.begins_anew, who.forgets_unkept, false, std::move(events), source_, 0};
  who.begins_anew = who.forgets_unkept = false;
  who.sequence = std::max({who.sequence, reached, batch.events.empty() ? 0 : batch.events.back().sequence});
  add_unkept(who, batch);
  who.unkept = batch.unkept;
  batch.is_complete = is_up_to_date(who);
  who.is_busy = true;
  self_->request(who.replica, caf::infinite, std::move(batch))
      .then(
          [this, number = who.number] {
            auto* still = find(number);
            if (!still) return;
            still->is_busy = false;
            pump(*still);
          },
          [](const caf::error&) {});  // the monitor tells of a loss
  answer_what_waits(who);
}

void engine_gate_state::add_unkept(follower& who, event_batch& batch) const {
  batch.unkept = who.unkept;
  const auto first = std::ranges::find_if(unkept_, [&](const unkept_event& each) { return each.number > who.unkept; });
  for (auto each = first; each != unkept_.end() && batch.events.size() < 2 * events_per_batch; ++each) {
    batch.events.push_back(each->what);
    batch.unkept = each->number;
  }
  if (first == unkept_.end()) batch.unkept = last_unkept_;
}

// --- requests ---

caf::result<control_outcome, engine_condition> engine_gate_state::pass_on(control_request& request) {
  const auto* who = sender();
  if (!who || !engine_) return not_a_front_end();
  auto promise = self_->make_response_promise<control_outcome, engine_condition>();
  if (std::holds_alternative<shutdown_request>(request)) {
    promise.deliver(control_outcome{control_refusal{403, "Forbidden", "Forbidden", "An engine is stopped on its own node."}},
                    condition());
    return promise;
  }
  const auto take = [this, number = who->number, promise](control_outcome& outcome) {
    auto* still = find(number);
    if (!still) return;  // nobody waits any more
    still->answers.push_back({last_sequence_, last_unkept_, std::move(outcome), promise});
    answer_what_waits(*still);
  };
  const auto give_up = [promise](const caf::error& reason) mutable { promise.deliver(reason); };
  if (is_urgent(request))
    self_->request<caf::message_priority::high>(engine_, caf::infinite, std::move(request)).then(take, give_up);
  else
    self_->request(engine_, caf::infinite, std::move(request)).then(take, give_up);
  return promise;
}

// An answer leaves behind the events that it came from, so that the picture over there shows what was done.
void engine_gate_state::answer_what_waits(follower& who) {
  while (!who.answers.empty() && who.answers.front().sequence <= who.sequence && who.answers.front().unkept <= who.unkept) {
    auto& next = who.answers.front();
    next.promise.deliver(std::move(next.outcome), condition());
    who.answers.pop_front();
  }
}

engine_condition engine_gate_state::condition() const {
  return {setup_.robot->robot(), setup_.robot->link(), setup_.board->picture()->degraded};
}

engine_gate_actor spawn_engine_gate(caf::actor_system& system, engine_gate_setup setup) {
  return system.spawn<engine_gate_actor::stateful_impl<engine_gate_state>>(std::move(setup));
}

}  // namespace deckhand
