/// Events for tests.
#pragma once

#include <string>
#include <vector>

#include "runtime/event.hpp"
#include "runtime/read_model.hpp"

namespace deckhand {

/// Numbers and stamps events: one millisecond from one to the next, from 2026-01-31 09:30 on.
class event_maker {
 public:
  static wall_time start() { return *parse_iso8601("2026-01-31T09:30:00.000000+00:00"); }

  event operator()(const std::string& run_id, event_body body) {
    ++sequence_;
    return {sequence_, run_id, start() + std::chrono::milliseconds{sequence_}, 0, std::move(body)};
  }
  std::uint64_t last_sequence() const { return sequence_; }

 private:
  std::uint64_t sequence_ = 0;
};

inline command_queued queued(const std::string& command_id, command_intent intent = command_intent::none) {
  return {command_id, "key of " + command_id, "comment", R"({"message":"hello"})", intent, std::nullopt};
}
inline command_succeeded succeeded(const std::string& command_id) { return {command_id, R"({"volume":1.50})", "[]", 40}; }
inline command_failed failed(const std::string& command_id, const std::string& error_json) {
  return {command_id, error_json, "[]", std::nullopt};
}
inline command_failed given_up(const std::string& command_id) { return {command_id, std::nullopt, std::nullopt, std::nullopt}; }

inline protocol_added sample_protocol(const std::string& protocol_id) {
  protocol_added body;
  body.protocol_id = protocol_id;
  body.content_hash = "hash of " + protocol_id;
  body.protocol_type = "json";
  body.robot_type = "OT-2 Standard";
  body.metadata_json = R"({"protocolName":"Dilution"})";
  body.files = {{"dilution.json", "main", "{\"schemaVersion\": 8}\n"}, {"plate.json", "labware", "{}"}};
  return body;
}

/// Two runs of a protocol, one succeeded and put away, one stopped in the middle, with its analysis.
inline std::vector<event> sample_journal() {
  event_maker make;
  std::vector<event> events{
      make("", sample_protocol("protocol-1")), make("", analysis_started{"protocol-1", "analysis-1"}),
      make("", analysis_completed{"protocol-1", "analysis-1", R"({"id":"analysis-1","status":"completed"})"})};
  const auto add = [&](const std::string& run_id, event_body body) { events.push_back(make(run_id, std::move(body))); };
  for (const std::string run : {"run-1", "run-2"}) {
    add(run, run_created{"protocol-1", "[]"});
    add(run, entity_changed{entity_kind::labware, "fixedTrash", R"({"id":"fixedTrash","loadName":"trash"})"});
    add(run, queued(run + "-home"));
    add(run, action_accepted{run + "-play", action_type::play});
    add(run, command_started{run + "-home"});
    add(run, command_succeeded{run + "-home", "{}", "[]", std::nullopt});
    add(run, queued(run + "-comment"));
    add(run, command_started{run + "-comment"});
    if (run == "run-1") {
      add(run, succeeded(run + "-comment"));
      add(run, run_ending{run_result::succeeded, std::nullopt});
      add(run, run_finished{std::nullopt});
      add(run, run_archived{});
    } else {
      add(run, action_accepted{run + "-stop", action_type::stop});
      add(run, failed(run + "-comment", R"({"errorType":"RunStoppedError"})"));
      add(run, run_ending{run_result::stopped, std::nullopt});
      add(run, run_finished{std::nullopt});
    }
  }
  return events;
}

inline read_model_ptr picture_of(const std::vector<event>& events) {
  read_model_builder builder;
  for (const auto& what : events) builder.apply(what);
  return builder.publish();
}

/// All that readers can see of a picture, in one text.
inline std::string text_of(const read_model& picture) {
  const auto place = [](const std::optional<std::size_t>& index) { return index ? std::to_string(*index) : std::string{"-"}; };
  std::string text = std::to_string(picture.last_sequence) + "\n";
  for (const auto& run : picture.runs) {
    text += *run->run_json + "\n" + place(run->running_index) + place(run->first_queued_index) + place(run->last_finished_index) +
            place(run->first_failed_index) + "\n";
    for (std::size_t i = 0; i < run->commands.size(); ++i) text += run->commands.at(i).full_json() + "\n";
    for (std::size_t i = 0; i < run->command_errors.size(); ++i) text += run->command_errors.at(i) + "\n";
  }
  for (const auto& protocol : picture.protocols) {
    text += *protocol->protocol_json + "\n";
    for (const auto& file : protocol->files) text += file.content + "\n";
    for (const auto& analysis : protocol->analyses) text += (analysis.document_json ? *analysis.document_json : "pending") + "\n";
  }
  for (const auto& [run_id, protocol_id] : picture.protocol_of_run) text += run_id + " uses " + *protocol_id + "\n";
  return text;
}

}  // namespace deckhand
