#include "actors/analysis.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "hardware/virtual_robot.hpp"
#include "runtime/command_key.hpp"
#include "runtime/command_log.hpp"
#include "runtime/command_plan.hpp"
#include "runtime/json_text.hpp"
#include "runtime/python_protocol.hpp"
#include "runtime/run_model.hpp"
#include "runtime/script_conversation.hpp"
#include "runtime/script_requests.hpp"

namespace deckhand {
namespace {

// Of processor time the process has less; this is for one that only sleeps.
constexpr std::chrono::minutes longest_script_analysis{5};

/// One list of the document: the newest form of each thing, in order of first appearance.
class entity_list {
 public:
  void put(entity_changed change) {
    const auto known = std::find(ids_.begin(), ids_.end(), change.entity_id);
    if (known != ids_.end()) {
      texts_[static_cast<std::size_t>(known - ids_.begin())] = std::move(change.summary_json);
      return;
    }
    ids_.push_back(std::move(change.entity_id));
    texts_.push_back(std::move(change.summary_json));
  }
  std::string json() const { return join_json_array(texts_); }

 private:
  std::vector<std::string> ids_, texts_;
};

class dry_run {
 public:
  dry_run(const json_protocol& protocol, const analysis_options& options)
      : protocol_(protocol),
        options_(options),
        started_at_(to_iso8601(options.started_at)),
        model_(protocol),
        robot_(options.robot, options.on_line) {}

  analysis_outcome execute() {
    take_changes();
    const bool goes_on = options_.is_alone || execute_one({"", "home", nlohmann::json::object()});
    if (goes_on && protocol_.is_script())
      execute_script();
    else if (goes_on)
      execute_steps();
    outcome_.document_json = document_json();
    outcome_.estimated_s = robot_.elapsed_s();
    if (options_.on_line && !options_.is_alone) clean_up();
    return std::move(outcome_);
  }

 private:
  bool is_cancelled() const { return options_.is_cancelled && options_.is_cancelled(); }

  // As a run ends; no part of the estimate.
  void clean_up() {
    for (const auto& operation : plan_cleanup(model_, robot_.facts())) robot_.run(operation);
  }

  void execute_steps() {
    bool goes_on = true;
    for (auto next = protocol_.commands.begin(); goes_on && next != protocol_.commands.end() && !is_cancelled(); ++next)
      goes_on = next->work ? execute_work(*next->work) : execute_one(*next);
  }

  bool execute_one(const protocol_command& command) {
    auto record = begin_record(command.command_type, command.params);
    if (!command.key.empty()) record.key = command.key;
    auto notes = nlohmann::json::array();
    const auto result = result_of(command, notes);
    record.notes_json = notes.dump();
    if (result)
      record.result_json = result->dump();
    else
      record.error_json = add_error(result.error(), command.command_type);
    end_record(std::move(record), result.has_value());
    return result.has_value();
  }

  // Of a JSON file: the first that fails ends it.
  bool execute_work(const script_work& work) {
    const auto done = do_work(work);
    if (!done) add_error(work.protocol_error(done.error()), work.shown_type());
    return done.has_value();
  }

  command_record begin_record(const std::string& command_type, const nlohmann::json& params) {
    ++outcome_.command_counts[command_type];
    command_record record;
    record.command_id = make_uuid();
    record.key = keys_.next(command_type);
    record.command_type = command_type;
    record.created_at = record.started_at = record.completed_at = started_at_;
    record.params_json = params.dump();
    return record;
  }

  void end_record(command_record record, bool has_succeeded) {
    record.status = has_succeeded ? command_status::succeeded : command_status::failed;
    command_jsons_.push_back(full_json(record));
  }

  // The error's text in the document.
  std::string add_error(const command_error& error, const std::string& command_type) {
    error_jsons_.push_back(to_error_occurrence(error, make_uuid(), options_.started_at).dump());
    outcome_.problems.push_back({command_jsons_.size(), command_type, error.error_type, error.detail});
    return error_jsons_.back();
  }

  // --- a script in Python or C++: its process asks, this thread answers ---

  void execute_script() {
    script_conversation conversation;
    std::optional<script_finish> finish;
    script_handlers handlers;
    handlers.on_frame = [&](const std::string& frame) {
      const auto said = parse_script_frame(frame);
      if (!said) return conversation.kill();
      if (const auto* request = std::get_if<script_request>(&*said)) return answer(conversation, *request);
      finish = std::get<script_finish>(*said);
    };
    handlers.on_output_line = [this](std::string_view line) {
      spdlog::info("analysis {}: prints: {}", options_.analysis_id, line);
    };
    const auto began = std::chrono::steady_clock::now();
    handlers.is_cancelled = [&] { return is_cancelled() || std::chrono::steady_clock::now() - began > longest_script_analysis; };
    auto process = options_.process;
    process.language = protocol_.native ? script_language::native : script_language::python;
    const auto ended =
        conversation.run(process, script_start_json(protocol_, script_purpose::analysis, options_.parameters), handlers);
    if (finish && finish->error) end_on(*finish->error);
    if (!finish) add_error({"ProtocolProcessError", "The protocol's process " + why(ended) + "."}, "");
  }

  // A file that nobody has chosen yet is no error of the protocol's.
  void end_on(const command_error& error) {
    if (error.error_type == "RuntimeParameterRequired")
      result_ = "parameter-value-required";
    else if (is_of_loading(error))
      end_untranslated(error);
    else
      add_error(error, "");
  }

  // The file came to no command of its own: what it would do is not known, and nothing is shown as if it were.
  bool is_of_loading(const command_error& error) const {
    const bool has_begun = command_jsons_.size() > 1;  // the first is the robot's homing, which is in no file
    return !has_begun && (error.error_type == "MalformedPythonProtocolError" || error.error_type == "UnexpectedAnalysisError");
  }

  void end_untranslated(const command_error& error) {
    command_jsons_.clear();
    outcome_.command_counts.clear();
    entities_ = {};
    outcome_.problems.push_back({0, "", error.error_type, error.detail});
    error_jsons_.push_back(to_error_occurrence(error, "internal-error", options_.started_at).dump());
  }

  static std::string why(const tl::expected<script_exit, std::string>& ended) {
    if (!ended) return "was not started: " + ended.error();
    return ended->was_killed ? "took too long" : to_text(*ended);
  }

  // Nobody is there to play on a run that its script has paused.
  void answer(script_conversation& conversation, const script_request& request) {
    if (protocol_.native && request.method == "pause")
      for (const bool is_paused : {true, false}) conversation.send(script_paused_json(is_paused));
    conversation.send(answer(request));
  }

  std::string answer(const script_request& request) {
    auto meaning = read_script_request(model_, robot_.facts(), request);
    take_changes();
    if (!meaning) return script_error_json(request.id, meaning.error(), robot_.facts());
    if (const auto* work = std::get_if<script_work>(&*meaning)) {
      const auto done = do_work(*work);
      return done ? script_ok_json(request.id, *done, robot_.facts())
                  : script_error_json(request.id, done.error(), robot_.facts());
    }
    if (const auto* timer = std::get_if<script_timer>(&*meaning)) robot_.pass(timer->seconds);
    if (auto* declared = std::get_if<script_parameters>(&*meaning)) parameters_json_ = declared->parameters.dump();
    const auto* ok = std::get_if<nlohmann::json>(&*meaning);
    return script_ok_json(request.id, ok ? *ok : nlohmann::json::object(), robot_.facts());
  }

  command_record begin_entry(const script_work& work) {
    auto record = begin_record(work.shown_type(), work.shown_params());
    if (work.entry) record.command_id = record.key = work.entry->id;
    return record;
  }

  // The "ok" for whoever asked.
  tl::expected<nlohmann::json, command_error> do_work(const script_work& work) {
    command_record record;
    if (!work.is_hidden()) record = begin_entry(work);
    std::vector<nlohmann::json> results;
    auto notes = nlohmann::json::array();
    auto trouble = work.refusal;
    for (auto step = work.steps.begin(); !trouble && step != work.steps.end(); ++step) {
      if (auto result = result_of(*step, notes))
        results.push_back(std::move(*result));
      else
        trouble = std::move(result.error());
    }
    if (trouble && !work.is_hidden()) {
      record.error_json = to_error_occurrence(work.shown_error(*trouble), make_uuid(), options_.started_at).dump();
      end_record(std::move(record), false);
    }
    if (trouble) return tl::unexpected{std::move(*trouble)};
    if (work.is_shown_once_done()) record = begin_entry(work);
    record.notes_json = notes.dump();
    record.result_json = work.shown_result(results).dump();
    const auto command_id = record.command_id;
    if (!work.is_hidden() || work.is_shown_once_done()) end_record(std::move(record), true);
    return script_work_ok(work, command_id, std::move(results));
  }

  tl::expected<nlohmann::json, command_error> result_of(const protocol_command& command, nlohmann::json& notes) {
    auto plan = plan_command(model_, robot_.facts(), command.command_type, command.params);
    if (!plan) return tl::unexpected{plan.error()};
    for (const auto& operation : plan->operations) {
      const auto report = robot_.run(operation);
      if (report.error) return tl::unexpected{to_command_error(*report.error)};
    }
    if (plan->wait == wait_kind::duration) robot_.pass(plan->wait_s);
    notes = std::move(plan->notes);
    auto result = plan->complete(model_, robot_.facts());
    take_changes();
    return result;
  }

  void take_changes() {
    for (auto& change : model_.take_changes()) entities_[static_cast<std::size_t>(change.kind)].put(std::move(change));
  }

  std::string list_json(entity_kind kind) const { return entities_[static_cast<std::size_t>(kind)].json(); }

  std::string document_json() const {
    json_object_text document;
    document.add_string("id", options_.analysis_id)
        .add_string("status", "completed")
        .add_string("result", outcome_.problems.empty() ? result_ : "not-ok")
        .add_string("robotType", protocol_.robot_type)
        .add_json("runTimeParameters", parameters_json_)
        .add_json("commands", join_json_array(command_jsons_))
        .add_json("labware", list_json(entity_kind::labware))
        .add_json("pipettes", list_json(entity_kind::pipette))
        .add_json("modules", list_json(entity_kind::module_))
        .add_json("liquids", list_json(entity_kind::liquid))
        .add_json("errors", join_json_array(error_jsons_));
    return std::move(document).take();
  }

  const json_protocol& protocol_;
  const analysis_options& options_;
  std::string started_at_;
  run_model model_;
  virtual_robot robot_;
  command_key_chain keys_;
  std::string parameters_json_ = "[]";
  std::string result_ = "ok";
  std::vector<std::string> command_jsons_, error_jsons_;
  std::array<entity_list, 5> entities_;  // by entity_kind
  analysis_outcome outcome_;
};

}  // namespace

analysis_outcome analyse(const json_protocol& protocol, const analysis_options& options) {
  return dry_run{protocol, options}.execute();
}

}  // namespace deckhand
