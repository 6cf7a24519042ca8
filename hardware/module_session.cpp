#include "hardware/module_session.hpp"

#include <algorithm>
#include <utility>

#include "hardware/link_framing.hpp"
#include "hardware/module_answers.hpp"
#include "hardware/module_gcode.hpp"
#include "hardware/module_rules.hpp"

namespace deckhand {
namespace {

constexpr std::chrono::milliseconds identity_timeout{2000};  // it is told at once, or there is no module
constexpr int most_unread_answers = 3;
constexpr double lid_or_latch_limit_s = 60;  // the slowest lid takes 20

bool moves_lid_or_latch(module_action action) {
  using enum module_action;
  return action == open_lid || action == close_lid || action == open_latch || action == close_latch;
}

std::string_view kind_name(module_type type) {
  switch (type) {
    case module_type::temperature: return "Temperature Module";
    case module_type::magnetic: return "Magnetic Module";
    case module_type::thermocycler: return "Thermocycler Module";
    case module_type::heater_shaker: return "Heater-Shaker Module";
  }
  return "module";
}

}  // namespace

module_session::module_session(module_type type, std::string place, module_pace pace)
    : type_(type), place_(std::move(place)), pace_(pace) {
  known_.type = type;
  known_.trouble = name() + " has not been reached yet.";
}

std::string module_session::name() const {
  const auto serial = known_.serial_number.empty() ? "" : " " + known_.serial_number;
  return "The " + std::string{kind_name(type_)} + serial + " at " + place_;
}

std::optional<module_line> module_session::next_line(double now_s) {
  if (in_flight_) return std::nullopt;
  if (!model_) return now_s < due_s_ ? std::nullopt : std::optional{send("M115", true)};
  if (!lines_.empty() && !is_step_going_on_) {
    look_again(now_s);
    if (wanted_->action == module_action::run_profile) {
      is_step_going_on_ = true;
      ++facts_.profile->step;
    }
    auto line = std::move(lines_.front());
    lines_.pop_front();
    return send(std::move(line), false);
  }
  const auto questions = questions_of(type_);
  if (next_question_ == questions.size()) next_question_ = 0;
  if (next_question_ == 0 && now_s < due_s_) return std::nullopt;
  return send(std::string{questions[next_question_]}, true);
}

module_line module_session::send(std::string text, bool is_question) {
  const auto& framing = framing_of(type_);
  in_flight_ = sent_line{text, is_question};
  const auto timeout = model_ ? framing.ack_timeout : std::min(framing.ack_timeout, identity_timeout);
  return {board_write{std::move(text), timeout, framing.retries}, is_question};
}

void module_session::on_reply(const board_reply& reply, double now_s) {
  const auto sent = *std::exchange(in_flight_, std::nullopt);
  if (!reply) return forget(reply.error().detail, now_s);
  if (!model_) return identify(*reply, now_s);
  take_answer(sent, *reply, now_s);
}

void module_session::identify(std::string_view answer, double now_s) {
  auto identity = read_identity(type_, answer);
  if (!identity) return forget(name() + " cannot be used. " + identity.error(), now_s);
  model_ = identity->model;
  facts_ = {};
  facts_.model = model_->name;
  facts_.serial_number = known_.serial_number = std::move(identity->serial_number);
  facts_.firmware_version = std::move(identity->firmware_version);
  facts_.hardware_revision = std::move(identity->hardware_revision);
  facts_.place = place_;
  look_again(now_s);
}

void module_session::take_answer(const sent_line& sent, const std::string& answer, double now_s) {
  const auto questions = questions_of(type_);
  if (is_error(answer, framing_of(type_))) {
    fail(robot_error_code::module_error, name() + " reports: " + answer);
    return look_again(now_s + pace_.poll_s);
  }
  const bool is_about_state = std::ranges::find(questions, sent.text) != questions.end();
  const bool is_read = is_about_state && read_state(*model_, sent.text, answer, facts_);
  // What it was asked before it was told something is asked again.
  const bool is_awaited = sent.is_question && next_question_ < questions.size() && questions[next_question_] == sent.text;
  if (!is_awaited) return;
  if (is_read) {
    unread_answers_ = 0;
    if (++next_question_ == questions.size()) end_round(now_s);
    return;
  }
  if (++unread_answers_ >= most_unread_answers)
    fail(robot_error_code::module_error, name() + " answers what cannot be understood: \"" + answer + "\".");
  look_again(now_s + (unread_answers_ < most_unread_answers ? 0 : pace_.poll_s));
}

void module_session::look_again(double at_s) {
  next_question_ = 0;
  due_s_ = at_s;
}

// All that is known is of after the line sent last.
void module_session::end_round(double now_s) {
  if (wanted_ && (lines_.empty() || is_step_going_on_)) {
    const bool is_there = is_over(*wanted_, facts_);
    is_step_going_on_ = is_step_going_on_ && !is_there;
    if (is_there && lines_.empty()) end({});
    if (wanted_ && is_in_vain(*wanted_, facts_))
      fail(robot_error_code::module_error, name() + " has no target temperature any more.");
    if (wanted_ && moves_lid_or_latch(wanted_->action) && now_s - began_s_ > lid_or_latch_limit_s)
      fail(robot_error_code::module_error, name() + " does not get its lid or latch to where it was told to go.");
  }
  known_.is_tried = true;
  known_.facts = facts_;
  known_.trouble.clear();
  due_s_ = now_s + (wanted_ ? pace_.waiting_poll_s : pace_.poll_s);
}

void module_session::on_unasked(const std::string& text) {
  facts_.complaint = text;
  if (known_.facts) known_.facts->complaint = text;
  fail(robot_error_code::module_error, name() + " reports: " + text);
}

void module_session::on_lost(const std::string& why, double now_s) { forget(why, now_s); }

// Whatever comes next may be another module.
void module_session::forget(const std::string& why, double now_s) {
  model_ = nullptr;
  known_.is_tried = true;
  known_.facts.reset();
  known_.trouble = why;
  look_again(now_s + pace_.poll_s);
  if (wanted_) fail(robot_error_code::module_unreachable, name() + " cannot be reached. " + why);
}

void module_session::begin(const module_operation& wanted, double now_s) {
  if (wanted.serial_number != known_.serial_number)
    return end(tl::unexpected{robot_error{robot_error_code::module_absent,
                                          "Module " + wanted.serial_number + " is not attached to this robot any more."}});
  if (!known_.facts)
    return end(
        tl::unexpected{robot_error{robot_error_code::module_unreachable, name() + " cannot be reached. " + known_.trouble}});
  if (auto refused = refusal_of(*model_, *known_.facts, wanted)) return end(tl::unexpected{std::move(*refused)});
  facts_.complaint.clear();
  wanted_ = wanted;
  began_s_ = now_s;
  const auto lines = module_lines(*model_, wanted);
  lines_.assign(lines.begin(), lines.end());
  if (wanted.action == module_action::run_profile && lines.empty()) return end({});
  if (wanted.action == module_action::run_profile) facts_.profile = profile_facts{0, lines.size()};
  look_again(now_s);
}

void module_session::cancel() {
  wanted_.reset();
  lines_.clear();
  is_step_going_on_ = false;
  facts_.profile.reset();
  if (known_.facts) known_.facts->profile.reset();
}

void module_session::end(module_outcome outcome) {
  cancel();
  outcome_ = std::move(outcome);
}

void module_session::fail(robot_error_code code, std::string detail) {
  if (wanted_) end(tl::unexpected{robot_error{code, std::move(detail)}});
}

std::optional<module_outcome> module_session::take_outcome() { return std::exchange(outcome_, std::nullopt); }

}  // namespace deckhand
