#include "actors/engine_state.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "runtime/recovery.hpp"

namespace deckhand {
namespace {

std::optional<python_header> header_of(const protocol_added& added) {
  if (!added.api_level) return std::nullopt;
  return python_header{*added.api_level, added.robot_type, nlohmann::json::parse(added.metadata_json, nullptr, false)};
}

std::optional<nlohmann::json> native_metadata_of(const protocol_added& added) {
  if (added.protocol_type != "native") return std::nullopt;
  return nlohmann::json::parse(added.metadata_json, nullptr, false);
}

}  // namespace

engine_state_state::engine_state_state(engine_state_actor::pointer self, engine_state_setup setup)
    : self_(self), setup_(std::move(setup)), last_sequence_(setup_.last_sequence) {}

engine_state_actor::behavior_type engine_state_state::make_behavior() {
  self_->set_down_handler([this](const caf::down_msg& down) { on_executor_down(down); });
  self_->send(setup_.front_end, join_atom_v, caf::actor_cast<caf::strong_actor_ptr>(self_));
  if (setup_.gate) self_->send(setup_.gate, join_atom_v, caf::actor_cast<caf::strong_actor_ptr>(self_));
  if (setup_.history) restore(*setup_.history);
  if (setup_.driver) watch_door(false);
  return {
      [this](std::vector<event>& events) {
        note_mailbox(self_, *setup_.maxima, watched_actor::engine_state);
        take(std::move(events));
      },
      [this](control_request& request) { return std::visit([this](auto& wanted) { return answer(wanted); }, request); },
      [this](blink_atom, std::uint64_t number) { blink(number); },
  };
}

// --- events ---

void engine_state_state::emit(const std::string& run_id, event_body body) {
  std::vector<event> one;
  one.push_back({0, run_id, setup_.clock->wall_now(), setup_.clock->steady_now_ns(), std::move(body)});
  take(std::move(one));
}

void engine_state_state::take(std::vector<event> events) {
  std::vector<event> journalled;
  for (auto& what : events) {
    const auto* created = std::get_if<run_created>(&what.body);
    const auto* run = find_any_run(what.run_id);
    // What an executor still says of a run that was deleted is of no interest to anybody.
    if (!what.run_id.empty() && !created && !run) continue;
    const bool is_journalled = what.run_id.empty() || (created ? created->kind : run->kind) == run_kind::protocol;
    if (is_journalled) what.sequence = ++last_sequence_;
    fold(what);
    self_->send(setup_.front_end, what);
    if (setup_.gate) self_->send(setup_.gate, what);
    if (is_journalled) journalled.push_back(std::move(what));
  }
  if (!journalled.empty()) self_->send(setup_.store, std::move(journalled));
}

void engine_state_state::fold(const event& what) {
  last_sequence_ = std::max(last_sequence_, what.sequence);
  if (what.run_id.empty()) {
    fold_into_protocols(what);
    return;
  }
  if (const auto* created = std::get_if<run_created>(&what.body)) {
    auto& added = created->kind == run_kind::protocol      ? runs_.emplace_back()
                  : created->kind == run_kind::maintenance ? maintenance_run_.emplace()
                                                           : stateless_run_.emplace();
    added.state.run_id = what.run_id;
    added.run_time_parameters_json = created->run_time_parameters_json;
    added.kind = created->kind;
  }
  auto* run = find_any_run(what.run_id);
  if (!run) return;
  apply(run->state, what.body);
  if (std::holds_alternative<run_finished>(what.body)) run->executor = protocol_executor_actor{};
  if (!std::holds_alternative<run_deleted>(what.body)) return;
  switch (run->kind) {
    case run_kind::protocol:
      std::erase_if(runs_, [&](const run_record& each) { return each.state.run_id == what.run_id; });
      break;
    case run_kind::maintenance: maintenance_run_.reset(); break;
    case run_kind::stateless: stateless_run_.reset(); break;
  }
}

void engine_state_state::fold_into_protocols(const event& what) {
  if (const auto* added = std::get_if<protocol_added>(&what.body)) {
    protocols_.push_back(record_of(*added));
  } else if (const auto* deleted = std::get_if<protocol_deleted>(&what.body)) {
    std::erase_if(protocols_, [&](const protocol_record& each) { return each.protocol_id == deleted->protocol_id; });
  } else if (const auto* started = std::get_if<analysis_started>(&what.body)) {
    if (auto* protocol = find_protocol(started->protocol_id)) protocol->analyses.push_back({*started, false});
  } else if (const auto* completed = std::get_if<analysis_completed>(&what.body)) {
    auto* protocol = find_protocol(completed->protocol_id);
    if (!protocol) return;
    for (auto& analysis : protocol->analyses) analysis.is_completed |= analysis.started.analysis_id == completed->analysis_id;
  } else if (const auto* file = std::get_if<data_file_added>(&what.body)) {
    data_files_.push_back({file->file_id, file->name, file->content_base64});
  } else if (const auto* gone = std::get_if<data_file_deleted>(&what.body)) {
    std::erase_if(data_files_, [&](const data_file_record& each) { return each.file_id == gone->file_id; });
  }
}

// The journal of an earlier process: read protocols again, and take up analyses that it did not finish.
void engine_state_state::restore(const std::vector<event>& history) {
  for (const auto& what : history) fold(what);
  for (auto& protocol : protocols_) read_again(protocol);
  for (auto& protocol : protocols_)
    for (const auto& analysis : protocol.analyses)
      if (!analysis.is_completed) order_analysis(protocol, analysis.started.analysis_id, parameters_of(analysis.started));
}

engine_state_state::protocol_record engine_state_state::record_of(const protocol_added& added) {
  return {added.protocol_id,
          added.content_hash,
          added.protocol_kind,
          header_of(added),
          native_metadata_of(added),
          added.files,
          nullptr,
          {}};
}

void engine_state_state::read_again(protocol_record& protocol) const {
  const auto main =
      std::find_if(protocol.files.begin(), protocol.files.end(), [](const auto& file) { return file.role == "main"; });
  if (main == protocol.files.end()) return;
  if (protocol.native_metadata && !setup_.allow_native_scripts) {
    spdlog::warn("stored protocol {} is a C++ script, which this node may not run", protocol.protocol_id);
    return;
  }
  auto read = protocol.native_metadata ? make_native_protocol(*protocol.native_metadata, protocol.files)
              : protocol.python        ? make_python_protocol(*protocol.python, protocol.files)
                                       : read_protocol(main->name, main->content);
  if (read)
    protocol.protocol = std::move(*read);
  else
    spdlog::error("stored protocol {} cannot be read: {}", protocol.protocol_id, read.error().detail());
}

void engine_state_state::on_executor_down(const caf::down_msg& down) {
  const auto is_its = [&](const run_record& run) { return run.executor && run.executor.address() == down.source; };
  const auto found = std::find_if(runs_.begin(), runs_.end(), is_its);
  auto* run = found != runs_.end() ? &*found : nullptr;
  for (auto* other : {&maintenance_run_, &stateless_run_})
    if (*other && is_its(**other)) run = &**other;
  if (!run) return;
  run->executor = protocol_executor_actor{};
  if (run->state.is_finished || !down.reason) return;
  spdlog::critical("run {}: its executor ended: {}", run->state.run_id, caf::to_string(down.reason));
  take(close_run(run->state, setup_.clock->wall_now()));
  if (run->kind == run_kind::stateless) emit(std::string{run->state.run_id}, run_deleted{});  // the next command makes another
}

// --- records ---

engine_state_state::run_record* engine_state_state::find_run(const std::string& run_id) {
  const auto found = std::find_if(runs_.begin(), runs_.end(), [&](const run_record& run) { return run.state.run_id == run_id; });
  return found == runs_.end() ? nullptr : &*found;
}

engine_state_state::run_record* engine_state_state::find_any_run(const std::string& run_id) {
  for (auto* other : {&maintenance_run_, &stateless_run_})
    if (*other && (*other)->state.run_id == run_id) return &**other;
  return find_run(run_id);
}

engine_state_state::run_record* engine_state_state::current_run() {
  return !runs_.empty() && runs_.back().state.current ? &runs_.back() : nullptr;
}

engine_state_state::protocol_record* engine_state_state::find_protocol(const std::string& protocol_id) {
  const auto found = std::find_if(protocols_.begin(), protocols_.end(),
                                  [&](const protocol_record& protocol) { return protocol.protocol_id == protocol_id; });
  return found == protocols_.end() ? nullptr : &*found;
}

bool engine_state_state::is_used(const std::string& protocol_id) const {
  return std::any_of(runs_.begin(), runs_.end(), [&](const run_record& run) { return run.state.protocol_id == protocol_id; });
}

engine_state_actor spawn_engine_state(caf::actor_system& system, engine_state_setup setup) {
  return system.spawn<engine_state_actor::stateful_impl<engine_state_state>>(std::move(setup));
}

}  // namespace deckhand
