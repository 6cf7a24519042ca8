#include "native/run_link.hpp"

#include <nlohmann/json.hpp>

namespace deckhand {
namespace {

using nlohmann::json;

command_error failed(std::string detail) { return {"ScriptFailedError", std::move(detail)}; }

// The script's own text where it gave one.
std::string text_of(const caf::error& reason) {
  if (reason.category() == caf::type_id_v<caf::sec> && reason.context().match_elements<std::string>())
    return reason.context().get_as<std::string>(0);
  return "The script ended with " + caf::to_string(reason) + ".";
}

bool is_normal(const caf::error& reason) { return !reason || reason == caf::exit_reason::normal; }

std::map<std::string, script::pipette_facts> pipettes_of(const json& frame) {
  std::map<std::string, script::pipette_facts> pipettes;
  for (const auto& [mount, facts] : frame.at("pipettes").items())
    pipettes[mount] = {facts.at("hasTip"), facts.at("volume"), facts.at("isReadyToAspirate")};
  return pipettes;
}

}  // namespace

run_link_actor::behavior_type run_link_state::make_behavior() {
  self_->set_down_handler([this](const caf::down_msg& down) { on_script_down(down.reason); });
  start_script();
  return {
      [this](const script::command& wanted) {
        request({"command", wanted.tag, wanted.command_type}, {{"commandType", wanted.command_type}, {"params", wanted.params}});
      },
      [this](script::pause_run) {
        request({"pause", 0, {}}, json::object());
      },
      [this](script::resume_run) {
        request({"resume", 0, {}}, json::object());
      },
      [this](const script::set_timer& wanted) {
        request({"setTimer", wanted.tag, {}}, {{"seconds", wanted.seconds}});
      },
      [this](const script::ask_module_state& wanted) {
        request({"moduleState", wanted.tag, wanted.module_id}, {{"moduleId", wanted.module_id}});
      },
      [this](const std::string& frame) { on_frame(frame); },
  };
}

void run_link_state::start_script() {
  try {
    script_ = setup_.spawn_script(script::run_actor{self_});
  } catch (const std::exception& thrown) {
    return setup_.on_end(failed(script::detail::type_name(typeid(thrown)) + ": " + thrown.what()));
  } catch (...) {
    return setup_.on_end(failed("an exception that is no std::exception"));
  }
  self_->monitor(script_);
  self_->send(script_, setup_.started);
}

void run_link_state::request(open_request request, const json& params) {
  const auto number = ++last_number_;
  const json frame{{"id", number}, {"method", request.method}, {"params", params}};
  open_.emplace(number, std::move(request));
  setup_.send_frame(frame.dump(-1, ' ', false, json::error_handler_t::replace));
}

void run_link_state::on_frame(const std::string& text) {
  const auto frame = json::parse(text);
  if (const auto event = frame.find("event"); event != frame.end()) {
    if (event->at("isPaused").get<bool>())
      self_->send(script_, script::run_paused{});
    else
      self_->send(script_, script::run_resumed{});
    return;
  }
  if (frame.contains("cancel")) return cancel();
  const auto request = open_.extract(frame.at("id").get<std::uint64_t>());
  if (request.empty()) return;
  if (const auto error = frame.find("error"); error != frame.end())
    on_refusal(request.mapped(), *error);
  else
    on_answer(request.mapped(), frame);
}

void run_link_state::on_answer(const open_request& request, const json& frame) {
  const auto& ok = frame.at("ok");
  if (request.method == "command")
    self_->send(script_,
                script::command_done{request.tag, request.subject, ok.at("commandId"), ok.at("result"), pipettes_of(frame)});
  else if (request.method == "setTimer")
    self_->send(script_, script::timer_tick{request.tag});
  else if (request.method == "moduleState")
    self_->send(script_, script::module_state{request.tag, request.subject, ok.value("data", nlohmann::json::object())});
}

void run_link_state::on_refusal(const open_request& request, const json& error) {
  self_->send(script_,
              script::command_failed{request.tag, request.method == "command" ? request.subject : request.method,
                                     error.value("errorType", ""), error.value("errorCode", ""), error.value("detail", "")});
}

// The script is asked to go, so that its state is let go of in order; the node waits for that a second at the most.
void run_link_state::cancel() {
  if (std::exchange(is_cancelled_, true)) return;
  self_->send_exit(script_, caf::exit_reason::user_shutdown);
}

void run_link_state::on_script_down(const caf::error& reason) {
  script_ = script::script_actor{};
  if (is_cancelled_)
    setup_.on_cancelled();
  else
    setup_.on_end(is_normal(reason) ? std::nullopt : std::optional{failed(text_of(reason))});
}

run_link_actor spawn_run_link(caf::actor_system& system, run_link_setup setup) {
  return system.spawn<run_link_actor::stateful_impl<run_link_state>>(std::move(setup));
}

}  // namespace deckhand
